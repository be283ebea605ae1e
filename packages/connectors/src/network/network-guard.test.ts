import { networkInterfaces } from 'node:os'
import { AppError } from '@flexoffice/base'
import { describe, expect, it } from 'vitest'
import { classifyAddress } from './address-class.ts'
import { checkTarget, normaliseHost } from './network-guard.ts'

const closed = { allowPrivate: false, ownListeners: [] }
const open = { allowPrivate: true, ownListeners: [] }

describe('classifyAddress', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['93.184.216.34', 'public'],
    ['2606:4700::1111', 'public'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd12::1', 'private'],
    ['fec0::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['2002:0a00:0001::', 'private'],
    ['169.254.169.254', 'forbidden'],
    ['169.254.1.1', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['168.63.129.16', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['fd20:ce::254', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::ffff:a9fe:a9fe', 'forbidden'],
    ['::169.254.169.254', 'forbidden'],
    ['::ffff:0:169.254.169.254', 'forbidden'],
    ['2002:a9fe:a9fe::1', 'forbidden'],
    ['64:ff9b::169.254.169.254', 'forbidden'],
    ['64:ff9b:1::169.254.169.254', 'forbidden'],
    ['2001:0:1:2:3:4:5601:5601', 'forbidden'],
    ['2606:4700::5efe:a9fe:a9fe', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['0.1.2.3', 'forbidden'],
    ['::', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['240.0.0.1', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['not an address', 'forbidden'],
    ['0177.0.0.1', 'forbidden'],
    ['2130706433', 'forbidden'],
  ])('%s is %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected)
  })
})

describe('checkTarget', () => {
  it('keeps the addresses that were checked and the name for TLS', async () => {
    const target = await checkTarget('DB.Example.com.', 5432, closed, async () => [
      '93.184.216.34',
      '2606:4700::1',
    ])
    expect(target).toEqual({
      addresses: ['93.184.216.34', '2606:4700::1'],
      port: 5432,
      serverName: 'db.example.com',
      host: 'db.example.com',
    })
    expect((await checkTarget('[2606:4700::1]', 5432, closed)).serverName).toBeNull()
  })

  it('refuses when any address of the name is not allowed', async () => {
    await refuses(checkTarget('two.example', 5432, closed, async () => ['93.184.216.34', '10.0.0.8']))
    await refuses(checkTarget('two.example', 5432, open, async () => ['10.0.0.8', '169.254.169.254']))
  })

  it('resolves once: an answer that changes later cannot matter', async () => {
    let calls = 0
    const rebinding = async () => (++calls === 1 ? ['93.184.216.34'] : ['169.254.169.254'])
    const target = await checkTarget('rebind.example', 5432, closed, rebinding)
    expect([target.addresses, calls]).toEqual([['93.184.216.34'], 1])
  })

  it.each([
    ['metadata.google.internal'],
    ['METADATA.google.internal.'],
    ['169.254.169.254'],
    ['[::ffff:169.254.169.254]'],
    ['instance-data'],
    ['/var/run/postgresql'],
    ['@abstract'],
    ['\\\\.\\pipe\\pg'],
  ])('refuses %s also where private addresses are open', async (host) => {
    await refuses(checkTarget(host, 5432, open))
  })

  it.each([['127.0.0.1'], ['10.1.2.3'], ['::1'], ['localhost']])('opens %s only by policy', async (host) => {
    await refuses(checkTarget(host, 5432, closed))
    expect((await checkTarget(host, 5432, open)).addresses.length).toBeGreaterThan(0)
  })

  it('never opens our own listeners, by whatever notation', async () => {
    const policy = {
      allowPrivate: true,
      ownListeners: [
        { host: '127.0.0.1', port: 8080 },
        { host: '0.0.0.0', port: 9090 },
      ],
    }
    const ownAddress = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry?.family === 'IPv4')?.address
    for (const host of [
      '127.0.0.1',
      '127.0.0.2',
      'localhost',
      '::1',
      '::ffff:127.0.0.1',
      ownAddress ?? '127.0.0.1',
    ]) {
      await refuses(checkTarget(host, 8080, policy))
      await refuses(checkTarget(host, 9090, policy))
    }
    expect((await checkTarget('127.0.0.1', 5432, policy)).addresses).toEqual(['127.0.0.1'])
  })

  it('says when DNS does not know the name, and when the text is no host', async () => {
    const failing = async () => {
      throw new Error('ENOTFOUND')
    }
    await expect(checkTarget('nowhere.example', 5432, open, failing)).rejects.toMatchObject({
      detail: { reason: 'source_unknown_host' },
    })
    for (const host of ['https://db', 'db:5432', 'a b', '', 'db/path', 'a,b'])
      await expect(checkTarget(host, 5432, open)).rejects.toBeInstanceOf(AppError)
  })

  it('brings a host into one form', () => {
    expect(normaliseHost(' [FE80::1] ')).toBe('fe80::1')
  })
})

async function refuses(promise: Promise<unknown>): Promise<void> {
  await expect(promise).rejects.toMatchObject({ detail: { reason: 'source_address_not_allowed' } })
}
