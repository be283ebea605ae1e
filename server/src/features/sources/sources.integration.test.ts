import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { TestPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import * as catalogueContract from '@flexoffice/contract/catalogue'
import type { InputOf } from '@flexoffice/contract/operation'
import * as contract from '@flexoffice/contract/sources'
import { waitFor } from '@flexoffice/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { access } from '../access/index.ts'
import { audit } from '../audit/index.ts'
import { catalogue } from '../catalogue/index.ts'
import { databases } from '../databases/index.ts'
import { files } from '../files/index.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { openSource } from './api.ts'
import { sources } from './index.ts'
import { inspectSource } from './inspect-source.ts'
import { goRound } from './maintain-sources.ts'
import { readSettings } from './source-settings.ts'

const chinook = new URL('../../../../e2e/data/chinook/postgresql.sql', import.meta.url)

let database: TestPostgres
let server: TestServer
let developer: TestPerson
let settings: Record<string, string | number | boolean>

async function onDatabase(text: string, name = 'chinook'): Promise<void> {
  const { host, port, user, password } = database
  const client = new pg.Client({ host, port, user, password, database: name })
  await client.connect()
  await client.query(text)
  await client.end()
}

beforeAll(async () => {
  database = await startPostgres()
  await onDatabase('create database chinook', 'postgres')
  await onDatabase('create database other', 'postgres')
  await onDatabase(readFileSync(chinook, 'utf8'))
  const { host, port, user, password } = database
  settings = { host, port, user, password, database: 'chinook', tlsMode: 'disable' }
  server = await startTestServer([tenants, people, catalogue, access, audit, files, databases, sources])
  developer = await server.createPerson({ roles: ['developer'] })
})
afterAll(async () => {
  await server.stop()
  await database.stop()
})

let number = 0
function connect(changes: Partial<InputOf<typeof contract.connectSource>> = {}, person = developer) {
  number += 1
  const input = { name: `Shop ${number}`, connector: 'postgres' as const, settings, ...changes }
  return person.client.call(contract.connectSource, input)
}

function test(changes: Record<string, string | number | boolean | null>) {
  return developer.client.call(contract.testConnection, {
    connector: 'postgres',
    settings: { ...settings, ...changes },
  })
}

describe('test-connection', () => {
  it('tells what is there', async () => {
    const report = await test({})
    expect(report).toMatchObject({ product: 'PostgreSQL', tls: null, readOnly: false, canWrite: true })
    expect(report.tables).toHaveLength(11)
    const album = report.tables.find((table) => table.name === 'album')
    expect(album).toMatchObject({ schema: 'public', columns: 3, hasKey: true })
  })

  it('reads a pasted address', async () => {
    const { host, port, user, password } = database
    const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/chinook?sslmode=disable`
    const report = await developer.client.call(contract.testConnection, {
      connector: 'postgres',
      settings: { url },
    })
    expect(report.tables).toHaveLength(11)
  })

  it.each([
    [{ password: 'wrong' }, 'source_wrong_password', '/settings/password', /check both/],
    [{ host: 'no-such-host.invalid' }, 'source_unknown_host', '/settings/host', /Check its spelling/],
    [
      { tlsMode: 'require' },
      'source_tls_refused',
      '/settings/tlsMode',
      /Turn it on at the server, or choose/,
    ],
    [{ database: 'nowhere' }, 'source_unknown_database', '/settings/database', /Check its spelling/],
    [{ host: '169.254.169.254' }, 'source_address_not_allowed', '/settings/host', /Use another host/],
    [
      { host: '[::ffff:169.254.169.254]' },
      'source_address_not_allowed',
      '/settings/host',
      /Use another host/,
    ],
    [{ host: '/var/run/postgresql' }, 'source_address_not_allowed', '/settings/host', /Give a host name/],
    [{ port: 70_000 }, 'source_invalid_settings', '/settings/port', /65535/],
    [{ sslrootcert: '/etc/passwd' }, 'source_invalid_settings', '/settings/sslrootcert', /remove it/i],
  ])('%j is refused as %s, with what to do', async (changes, reason, path, remedy) => {
    const problem = await refusal(test(changes))
    expect(problem).toMatchObject({ reason, fields: [{ path, message: expect.stringMatching(remedy) }] })
    expect(problem.detail).toMatch(remedy)
    expect(JSON.stringify(problem)).not.toContain(database.password)
  })

  it('does not lead back to this installation itself', async () => {
    const { runtime } = server
    const config = { ...runtime.config, host: '0.0.0.0', port: database.port }
    const looking = inspectSource({ ...runtime, config }, readSettings(settings))
    await expect(looking).rejects.toMatchObject({ detail: { reason: 'source_address_not_allowed' } })
  })

  it('tells what is no database', async () => {
    const listener = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
    const address = listener.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await refusal(test({ port }))).toMatchObject({ fields: [{ path: '/settings/port' }] })
    listener.close()
  })

  it('refuses who may not connect sources', async () => {
    for (const roles of [['viewer'], ['editor']]) {
      const person = await server.createPerson({ roles })
      const calling = person.client.call(contract.testConnection, { connector: 'postgres', settings })
      expect(await refusal(calling)).toMatchObject({ code: 'forbidden' })
    }
  })
})

describe('connect-source', () => {
  it('makes tables governed data, with keys and relations', async () => {
    const source = await connect({ name: 'Music', readers: ['sales'] })
    expect(source).toMatchObject({
      name: 'Music',
      kind: 'postgres',
      state: 'ready',
      tables: 11,
      readOnly: false,
    })
    expect(source.settings).toMatchObject({ host: '127.0.0.1', password: { isSet: true } })
    const { tables } = await developer.client.call(catalogueContract.listCatalogue, { sourceId: source.id })
    const track = tables.find((table) => table.name === 'track')!
    expect(track.createdBy).toBe(developer.id)
    const shown = await developer.client.call(catalogueContract.showCatalogueTable, { tableId: track.id })
    expect(shown.relations.length).toBeGreaterThanOrEqual(3)
    const open = await openSource(server.runtime, developer.tenantId, source.id)
    expect(open).toMatchObject({ name: 'Music', managed: false, readOnly: false, dialect: 'postgres' })
    expect((await open.pool.query({ text: 'select count(*) from artist' })).rows).toEqual([['275']])
    const grants = await server.query('select role from access."grant" where table_id = $1', [track.id])
    expect(grants).toEqual([{ role: 'sales' }])
  })

  it('takes the chosen tables only, and refuses unknown ones', async () => {
    const { tables } = await test({})
    const chosen = tables.filter((table) => table.name === 'album').map((table) => table.identity)
    expect(await connect({ tables: chosen })).toMatchObject({ tables: 1 })
    expect(await refusal(connect({ tables: ['1'] }))).toMatchObject({ reason: 'source_table_missing' })
  })

  it('refuses a taken name, unknown readers, and keeps nothing of a failure', async () => {
    await connect({ name: 'Taken' })
    expect(await refusal(connect({ name: 'taken' }))).toMatchObject({
      code: 'already_exists',
      fields: [{ path: '/name' }],
    })
    expect(await refusal(connect({ readers: ['sales', 'kings'] }))).toMatchObject({
      fields: [{ path: '/readers/1' }],
    })
    const failing = connect({ name: 'Never', settings: { ...settings, password: 'no' } })
    expect(await refusal(failing)).toMatchObject({ reason: 'source_wrong_password' })
    const { sources: listed } = await developer.client.call(contract.listSources, {})
    expect(listed.map((each) => each.name)).not.toContain('Never')
  })

  it('is not reached from another workspace', async () => {
    const source = await connect()
    const tenantId = await server.createTenant('Other')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId })
    const { client } = stranger
    const sourceId = source.id
    const calls = [
      client.call(contract.changeSource, { sourceId, name: 'Mine' }),
      client.call(contract.refreshSource, { sourceId }),
      client.call(contract.removeSource, { sourceId, name: source.name }),
      client.call(contract.testConnection, { connector: 'postgres', settings, sourceId }),
    ]
    for (const problem of await Promise.all(calls.map(refusal)))
      expect(problem).toMatchObject({ code: 'not_found' })
    expect((await client.call(contract.listSources, {})).sources).toEqual([])
    await expect(openSource(server.runtime, tenantId, sourceId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('opens private addresses to many workspaces only by the word of the operator', async () => {
    const alone = { ...server.runtime, config: { ...server.runtime.config, allowPrivateAddresses: null } }
    const source = await connect()
    const { pool } = await openSource(alone, developer.tenantId, source.id)
    await expect(pool.query({ text: 'select 1' })).rejects.toMatchObject({
      detail: { reason: 'source_address_not_allowed' },
    })
    await pool.end()
  })
})

describe('change-source', () => {
  it('renames, keeps the password while it stays in place, and opens anew', async () => {
    const source = await connect()
    const before = await openSource(server.runtime, developer.tenantId, source.id)
    const changed = await developer.client.call(contract.changeSource, {
      sourceId: source.id,
      name: 'Renamed',
      settings: { readOnly: true, password: { isSet: true } },
    })
    expect(changed).toMatchObject({ name: 'Renamed', readOnly: true, tables: 11 })
    const after = await openSource(server.runtime, developer.tenantId, source.id)
    expect(after).toMatchObject({ name: 'Renamed', readOnly: true })
    expect(after.pool).not.toBe(before.pool)
    await expect(after.pool.query({ text: 'delete from album' })).rejects.toThrow()
    expect((await after.pool.query({ text: 'select 1' })).rows).toEqual([['1']])
  })

  it('asks for the password again when it would go elsewhere', async () => {
    const source = await connect()
    const changes: Record<string, string | number>[] = [
      { host: 'localhost' },
      { port: 1 },
      { user: 'somebody' },
      { tlsMode: 'require' },
    ]
    for (const change of changes) {
      const changing = developer.client.call(contract.changeSource, {
        sourceId: source.id,
        settings: change,
      })
      expect(await refusal(changing)).toMatchObject({ reason: 'source_password_needed' })
    }
    const again = { host: 'localhost', password: database.password }
    const changed = await developer.client.call(contract.changeSource, {
      sourceId: source.id,
      settings: again,
    })
    expect(changed.settings).toMatchObject({ host: 'localhost' })
  })

  it('refuses another database, whose tables would take over the grants', async () => {
    const source = await connect()
    const changing = developer.client.call(contract.changeSource, {
      sourceId: source.id,
      settings: { database: 'other' },
    })
    expect(await refusal(changing)).toMatchObject({ code: 'conflict', reason: 'source_other_database' })
  })
})

describe('refresh-source', () => {
  it('tells what changed at the source', async () => {
    await onDatabase('create table drift (id int primary key, old_name text, gone text)')
    const source = await connect()
    await onDatabase(`alter table drift rename old_name to new_name; alter table drift drop gone;
      alter table drift add added text; create table drift_two (id int primary key)`)
    const { drift } = await developer.client.call(contract.refreshSource, { sourceId: source.id })
    expect(drift).toEqual({
      tablesAdded: ['drift_two'],
      tablesMissing: [],
      columnsAdded: ['drift.added'],
      columnsMissing: ['drift.gone'],
      columnsRenamed: [{ from: 'drift.old_name', to: 'drift.new_name' }],
    })
    await onDatabase('drop table drift, drift_two')
    const again = await developer.client.call(contract.refreshSource, { sourceId: source.id })
    expect(again.drift.tablesMissing.sort()).toEqual(['drift', 'drift_two'])
    expect(again.source.tables).toBe(11)
  })

  it('marks a source that does not answer, and the regular check finds it well again', async () => {
    await onDatabase("create role passing login superuser password 'first'", 'postgres')
    const own = { ...settings, user: 'passing', password: 'first' }
    const source = await connect({ settings: own })
    await onDatabase("alter role passing password 'second'", 'postgres')
    const refreshing = developer.client.call(contract.refreshSource, { sourceId: source.id })
    expect(await refusal(refreshing)).toMatchObject({ reason: 'source_wrong_password' })
    const show = async () => {
      const listed = await developer.client.call(contract.listSources, {})
      return listed.sources.find((each) => each.id === source.id)!
    }
    expect(await show()).toMatchObject({
      state: 'failing',
      lastProblem: { code: 'source_wrong_password', message: expect.stringContaining('check both') },
    })
    await onDatabase("alter role passing password 'first'", 'postgres')
    await server.query(
      "update sources.source set last_checked_at = now() - interval '1 hour' where id = $1",
      [source.id],
    )
    await goRound(server.runtime)
    await waitFor(async () => (await show()).state === 'ready')
    expect((await server.auditOf(developer.tenantId)).map((entry) => entry.operation)).toContain(
      'sources/note-health',
    )
  })
})

describe('remove-source', () => {
  it('wants the name typed, then forgets tables and secrets', async () => {
    const source = await connect()
    const opened = await openSource(server.runtime, developer.tenantId, source.id)
    const sourceId = source.id
    const mistyped = developer.client.call(contract.removeSource, { sourceId, name: 'shop' })
    expect(await refusal(mistyped)).toMatchObject({ fields: [{ path: '/name' }] })
    await developer.client.call(contract.removeSource, { sourceId, name: source.name })
    const { tables } = await developer.client.call(catalogueContract.listCatalogue, { sourceId })
    expect(tables).toEqual([])
    await expect(openSource(server.runtime, developer.tenantId, sourceId)).rejects.toMatchObject({
      code: 'not_found',
    })
    await waitFor(() =>
      opened.pool.query({ text: 'select 1' }).then(
        () => false,
        () => true,
      ),
    )
  })
})

describe('secrets', () => {
  it('are nowhere but sealed in their own column', async () => {
    await connect()
    const listed = await developer.client.call(contract.listSources, {})
    const audited = await server.auditOf(developer.tenantId)
    const stored = await server.query('select * from sources.source')
    const intents = await server.query('select * from core.intent')
    const journal = await server.query('select * from flexoffice.journal')
    expect(stored.some((row) => row.secrets)).toBe(true)
    expect(audited.some((entry) => entry.operation === 'sources/connect-source')).toBe(true)
    const everything = JSON.stringify([listed, audited, stored, intents, journal])
    expect(everything).not.toContain(database.password)
    expect(everything).not.toContain(encodeURIComponent(database.password))
  })
})
