import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

it('trusts no proxy and limits no changes by default', () => {
  expect(readConfig({}, '.')).toMatchObject({ trustedProxies: [], writesPerSecond: null })
})

it('reads proxies as addresses and networks, and a rate', () => {
  const config = readConfig(
    { FLEXOFFICE_TRUSTED_PROXIES: '10.0.0.0/8, ::1 192.0.2.7', FLEXOFFICE_WRITES_PER_SECOND: '50' },
    '.',
  )
  expect(config).toMatchObject({
    trustedProxies: ['10.0.0.0/8', '::1', '192.0.2.7'],
    writesPerSecond: 50,
  })
})

it('ends the start over an unusable value, by the name of its variable', () => {
  const unusable = {
    FLEXOFFICE_TRUSTED_PROXIES: 'my-proxy',
    FLEXOFFICE_WRITES_PER_SECOND: 'many',
    FLEXOFFICE_METRICS_TOKEN: 'short',
    FLEXOFFICE_PORT: '70000',
  }
  for (const [name, value] of Object.entries(unusable))
    expect(() => readConfig({ [name]: value }, '.')).toThrow(name)
  expect(() => readConfig({ FLEXOFFICE_WRITES_PER_SECOND: '0' }, '.')).toThrow('above 0')
})
