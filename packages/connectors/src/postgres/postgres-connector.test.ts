import { createServer } from 'node:net'
import type { ConnectionPool, ConnectorContext } from '@flexoffice/sdk/connector'
import { parseSettings } from '@flexoffice/sdk/connector'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testPool } from '../testing/pools.ts'
import type { TestPostgres } from '../testing/postgres-server.ts'
import { freePort, startPostgres, testAuthority } from '../testing/postgres-server.ts'
import { openManagedPostgres, postgresConnector } from './postgres-connector.ts'

let plain: TestPostgres
let secure: TestPostgres
let owner: ConnectionPool
const context: ConnectorContext = { network: { allowPrivate: true, ownListeners: [] } }

const secureRules = `
hostssl all owner 127.0.0.1/32 scram-sha-256
local all all scram-sha-256
`

beforeAll(async () => {
  ;[plain, secure] = await Promise.all([
    startPostgres({ settings: { max_connections: '8', superuser_reserved_connections: '3' } }),
    startPostgres({ tls: true, hba: secureRules }),
  ])
  owner = testPool(plain, { maximumConnections: 1 })
  for (const text of [
    "create role reader login password 'reader'",
    'create role barred nologin',
    'create database closed',
    'revoke connect on database closed from public',
    'create table visible (id int primary key)',
    'grant select on visible to reader',
  ]) {
    await owner.query({ text })
  }
})

afterAll(async () => {
  await owner?.end()
  await Promise.all([plain?.stop(), secure?.stop()])
})

describe('a successful test', () => {
  it('says what was found', async () => {
    const found = await test(plain, {})
    expect(found).toMatchObject({ product: 'PostgreSQL', tls: null, readOnly: false, canWrite: true })
    expect(found.version).toMatch(/^\d+\.\d+/)
  })

  it('knows a login that may only read, and a read-only session', async () => {
    const reader = { user: 'reader', password: 'reader' }
    expect(await test(plain, reader)).toMatchObject({ canWrite: false, readOnly: false })
    expect(await test(plain, { readOnly: true })).toMatchObject({ canWrite: false, readOnly: true })
  })

  it.each([['require'], ['verify-ca'], ['verify-full']])('encrypts with %s', async (tlsMode) => {
    const host = tlsMode === 'verify-full' ? 'localhost' : '127.0.0.1'
    const found = await test(secure, { host, tlsMode, tlsAuthority: testAuthority })
    expect(found.tls).toMatch(/^TLSv1\.[23]$/)
  })
})

describe('a failed test gives the exact reason and the field', () => {
  it.each([
    ['a wrong password', { password: 'wrong' }, 'source_wrong_password', '/password'],
    [
      'an unknown user, which PostgreSQL does not tell apart',
      { user: 'nobody' },
      'source_wrong_password',
      '/password',
    ],
    ['no password', { password: undefined }, 'source_password_missing', '/password'],
    ['an unknown database', { database: 'missing' }, 'source_unknown_database', '/database'],
    [
      'no right to connect',
      { user: 'reader', password: 'reader', database: 'closed' },
      'source_permission_denied',
      '/database',
    ],
    ['a server without TLS', { tlsMode: 'require' }, 'source_tls_refused', '/tlsMode'],
    ['an unknown host', { host: 'missing.invalid' }, 'source_unknown_host', '/host'],
    ['a metadata address', { host: '169.254.169.254' }, 'source_address_not_allowed', '/host'],
    ['a local socket', { host: '/tmp' }, 'source_address_not_allowed', '/host'],
  ])('%s', async (_name, changes, reason, path) => {
    await fails(test(plain, changes), reason, path)
  })

  it.each([
    ['plain to a server that wants TLS', { tlsMode: 'disable' }, 'source_tls_required', '/tlsMode'],
    [
      'an authority that is not known',
      { tlsMode: 'verify-full', host: 'localhost' },
      'source_certificate_untrusted',
      '/tlsAuthority',
    ],
    [
      'another host name',
      { tlsMode: 'verify-full', tlsAuthority: testAuthority },
      'source_certificate_wrong_host',
      '/host',
    ],
    ['a user without a rule', { tlsMode: 'require', user: 'other' }, 'source_login_refused', '/user'],
  ])('%s', async (_name, changes, reason, path) => {
    await fails(test(secure, changes), reason, path)
  })

  it('a port where nothing listens', async () => {
    await fails(test(plain, { port: await freePort() }), 'source_connection_refused', '/port')
  })

  it('a host that stays silent, and one that speaks something else', async () => {
    const silent = createServer(() => undefined)
    const web = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    const ports = await Promise.all([silent, web].map(listen))
    await fails(test(plain, { port: ports[0], connectTimeoutSeconds: 1 }), 'source_timeout', '/host')
    await fails(test(plain, { port: ports[1] }), 'source_not_postgres', '/port')
    silent.close()
    web.close()
  })

  it('our own listener, and a private address where they are closed', async () => {
    const ownListeners = [{ host: '127.0.0.1', port: plain.port }]
    const own = { network: { allowPrivate: true, ownListeners } }
    const closed = { network: { allowPrivate: false, ownListeners: [] } }
    await fails(test(plain, {}, own), 'source_address_not_allowed', '/host')
    await fails(test(plain, {}, closed), 'source_address_not_allowed', '/host')
  })

  it('a full server', async () => {
    const settings = parseSettings(postgresConnector, input(plain, { user: 'reader', password: 'reader' }))
    const crowd = postgresConnector.open(settings, { ...context, maximumConnections: 20 })
    const leaving = new AbortController()
    const stay = { text: 'select pg_sleep(60)', signal: leaving.signal }
    // Eight less three for superusers and the one of the owner. One by one, for whoever is refused takes a place meanwhile.
    const stayers = []
    for (const number of [1, 2, 3, 4]) {
      stayers.push(crowd.query(stay))
      await waitFor(async () => (await sleepersOn(owner)) === number)
    }
    const waiting = Array.from({ length: 8 }, () => crowd.query({ text: 'select 1' }))
    await fails(test(plain, { user: 'reader', password: 'reader' }), 'source_too_many_connections', '/host')
    leaving.abort()
    expect((await Promise.allSettled(stayers)).map(({ status }) => status)).toEqual(
      stayers.map(() => 'rejected'),
    )
    // Those who could not connect wait for the connections that could.
    expect(await Promise.all(waiting)).toHaveLength(8)
    await crowd.end()
  })

  it('no secret in any message', async () => {
    const error = await test(plain, { password: 'hunter2-wrong' }).catch((caught: unknown) => caught as Error)
    expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(
      'hunter2-wrong',
    )
  })
})

describe('open', () => {
  it('runs statements over TLS and cancels over TLS', async () => {
    const settings = parseSettings(
      postgresConnector,
      input(secure, { tlsMode: 'verify-ca', tlsAuthority: testAuthority }),
    )
    const pool = postgresConnector.open(settings, { ...context, applicationName: 'over tls' })
    const session = await pool.query({
      text: 'select ssl, application_name from pg_stat_ssl join pg_stat_activity using (pid) where pid = pg_backend_pid()',
    })
    expect(session.rows).toEqual([['t', 'over tls']])
    const running = pool.query({ text: 'select pg_sleep(10)', signal: AbortSignal.timeout(100) })
    await expect(running).rejects.toMatchObject({ detail: { reason: 'cancelled' } })
    await pool.end()
  })

  it('refuses writes where the source is read-only', async () => {
    const settings = parseSettings(postgresConnector, input(plain, { readOnly: true }))
    const pool = postgresConnector.open(settings, context)
    await expect(pool.query({ text: 'insert into visible values (1)' })).rejects.toMatchObject({
      code: 'read_only',
    })
    await pool.end()
  })

  it('tells those who wait why no connection can be made', async () => {
    const settings = parseSettings(postgresConnector, input(plain, { password: 'wrong' }))
    const pool = postgresConnector.open(settings, context)
    const both = [pool.query({ text: 'select 1' }), pool.query({ text: 'select 1' })]
    for (const query of both) await fails(query, 'source_wrong_password', '/password')
    await pool.end()
  })

  it('reaches a managed cluster by its socket', async () => {
    const settings = parseSettings(postgresConnector, input(plain, {}))
    const managed = {
      address: plain.folder,
      port: plain.port,
      database: 'postgres',
      user: 'owner',
      password: settings.password!,
    }
    const pool = openManagedPostgres(managed)
    expect((await pool.query({ text: 'select inet_client_addr()' })).rows).toEqual([[null]])
    await pool.end()
  })
})

function input(server: TestPostgres, changes: Record<string, unknown>) {
  return {
    host: server.host,
    port: server.port,
    database: 'postgres',
    user: server.user,
    password: server.password,
    tlsMode: 'disable',
    ...changes,
  }
}

function test(server: TestPostgres, changes: Record<string, unknown>, testContext = context) {
  const settings = parseSettings(postgresConnector, input(server, changes))
  return postgresConnector.testConnection(settings, testContext)
}

async function sleepersOn(pool: ConnectionPool): Promise<number> {
  const text = `select from pg_stat_activity where state = 'active' and query like 'select pg_sleep%'`
  return (await pool.query({ text })).rows.length
}

async function fails(promise: Promise<unknown>, reason: string, path: string): Promise<void> {
  await expect(promise).rejects.toMatchObject({ detail: { reason, fields: [{ path }] } })
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}
