import type { AppError } from '@flexoffice/base'
import { parseSettings, publicSettings } from '@flexoffice/sdk/connector'
import { describe, expect, it } from 'vitest'
import { postgresConnector } from './postgres-connector.ts'
import { needsPasswordAgain, parseConnectionUrl, postgresSettings } from './settings.ts'

const smallest = { host: 'db.example.com', database: 'shop', user: 'reader' }

describe('settings', () => {
  it('have safe defaults', () => {
    expect(parseSettings(postgresConnector, smallest)).toMatchObject({
      port: 5432,
      tlsMode: 'verify-full',
      connectTimeoutSeconds: 10,
      readOnly: false,
    })
  })

  it.each([
    [{ ...smallest, options: '-c role=admin' }, '/options'],
    [{ ...smallest, sslrootcert: '/etc/passwd' }, '/sslrootcert'],
    [{ ...smallest, port: 70_000 }, '/port'],
    [{ ...smallest, host: '' }, '/host'],
    [{ ...smallest, user: 'a\0b' }, '/user'],
    [{ ...smallest, tlsMode: 'prefer' }, '/tlsMode'],
    [{ ...smallest, tlsAuthority: '/etc/ssl/ca.pem' }, '/tlsAuthority'],
    [{ ...smallest, connectTimeoutSeconds: 0 }, '/connectTimeoutSeconds'],
    [{ ...smallest, schemas: [1] }, '/schemas/0'],
  ])('name the field that is wrong: %j', (input, path) => {
    expect(() => parseSettings(postgresConnector, input)).toThrow(
      expect.objectContaining({
        detail: expect.objectContaining({ fields: [expect.objectContaining({ path })] }),
      }),
    )
  })

  it('ask for the password again when it would travel elsewhere', () => {
    const before = parseSettings(postgresConnector, smallest)
    const change = (changes: object) => needsPasswordAgain(before, { ...before, ...changes })
    expect(change({ host: 'evil.example' })).toBe(true)
    expect(change({ port: 5433 })).toBe(true)
    expect(change({ tlsMode: 'disable' })).toBe(true)
    expect(change({ schemas: ['public'], database: 'other' })).toBe(false)
  })

  it('never give the password back', () => {
    const settings = parseSettings(postgresConnector, { ...smallest, password: 'hunter2' })
    expect(JSON.stringify(publicSettings(postgresSettings, settings))).not.toContain('hunter2')
    expect(publicSettings(postgresSettings, settings).password).toEqual({ isSet: true })
  })
})

describe('parseConnectionUrl', () => {
  it('splits an address into fields', () => {
    const settings = parseConnectionUrl(
      ' postgresql://me%40x:p%2Fw@db.example.com:6543/my%20shop?sslmode=require&connect_timeout=5&application_name=psql',
    )
    const { password, ...rest } = settings
    expect(rest).toEqual({
      host: 'db.example.com',
      port: 6543,
      user: 'me@x',
      database: 'my shop',
      tlsMode: 'require',
      connectTimeoutSeconds: 5,
    })
    expect(parseSettings(postgresConnector, settings).password?.reveal()).toBe('p/w')
    expect(password).toBeDefined()
    expect(parseConnectionUrl('postgres://[2001:db8::1]/shop')).toEqual({
      host: '2001:db8::1',
      database: 'shop',
    })
    expect(parseConnectionUrl('postgres://h/d?sslmode=prefer').tlsMode).toBe('require')
  })

  it.each([
    ['mysql://h/d', 'postgres://'],
    ['postgres://a,b/d', 'several hosts'],
    ['postgres://h:99999/d', 'cannot be read'],
    ['postgres://u:p%@h/d', 'password'],
    ['postgres://h/d?options=-csearch_path%3Dx', '"options"'],
    ['postgres://h/d?host=/tmp', '"host"'],
    ['postgres://h/d?sslmode=constructor', 'sslmode'],
    ['postgres://h/d?connect_timeout=x', 'connect_timeout'],
  ])('refuses %s', (text, part) => {
    try {
      parseConnectionUrl(text)
      expect.unreachable()
    } catch (error) {
      expect((error as AppError).detail.public).toContain(part)
    }
  })
})
