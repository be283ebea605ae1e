import { describe, expect, it } from 'vitest'
import { isLoopback, makeClientAddress, readNetworks } from './client-address.ts'

const from = (trusted: string[], peer: string, forwarded?: string) =>
  makeClientAddress(trusted)({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as never)

describe('the address of a client', () => {
  it('is the peer itself where no proxy is trusted, whatever it says', () => {
    expect(from([], '203.0.113.9', '10.0.0.1')).toBe('203.0.113.9')
    expect(from([], '::ffff:203.0.113.9')).toBe('203.0.113.9')
    expect(from(['10.0.0.0/8'], '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  })

  it('is whom a trusted proxy names, through a chain of trusted ones and no further', () => {
    const trusted = ['10.0.0.0/8', 'fd00::/8', '192.0.2.7']
    expect(from(trusted, '10.1.2.3', '198.51.100.1')).toBe('198.51.100.1')
    expect(from(trusted, '::ffff:10.1.2.3', '198.51.100.1')).toBe('198.51.100.1')
    expect(from(trusted, 'fd00::1', '2001:db8::5')).toBe('2001:db8::5')
    expect(from(trusted, '192.0.2.7', '127.0.0.1, 198.51.100.1, 10.9.9.9')).toBe('198.51.100.1')
    expect(from(trusted, '192.0.2.8', '198.51.100.1')).toBe('192.0.2.8')
  })

  it('is the last that is known where the header says nothing, or what is no address', () => {
    expect(from(['10.0.0.0/8'], '10.1.2.3')).toBe('10.1.2.3')
    expect(from(['10.0.0.0/8'], '10.1.2.3', '198.51.100.1, unknown')).toBe('10.1.2.3')
    expect(from(['10.0.0.0/8'], '10.1.2.3', '10.0.0.5')).toBe('10.0.0.5')
  })

  it('is read with a port and in brackets too', () => {
    expect(from(['10.0.0.0/8'], '10.1.2.3', '198.51.100.1:4711')).toBe('198.51.100.1')
    expect(from(['10.0.0.0/8'], '10.1.2.3', '[2001:db8::5]:4711')).toBe('2001:db8::5')
  })

  it('of this machine is told from others', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true])
    expect(['10.0.0.1', '::2', '', 'localhost'].map(isLoopback)).toEqual([false, false, false, false])
  })
})

describe('networks', () => {
  it('that are none are refused by name', () => {
    for (const text of ['10.0.0.0/33', 'proxy', '10.0.0.0/', '::1/129', '1.2.3.4/8/8', '10.0.0.0/-1'])
      expect(() => readNetworks([text]), text).toThrow(`"${text}" is neither`)
  })
})
