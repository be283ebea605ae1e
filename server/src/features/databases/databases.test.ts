import { newId } from '@flexoffice/base'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { workspaceDatabase } from './api.ts'
import { createDatabase } from './create-database.ts'
import { openPassword, reserveNames } from './database-store.ts'
import { databases } from './index.ts'

describe('workspace databases', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer([tenants, people, databases])
  })
  afterAll(() => server.stop())

  it('makes one database for a workspace, however many ask at once', async () => {
    const tenantId = await server.createTenant()
    const all = await Promise.all(
      Array.from({ length: 5 }, () => workspaceDatabase(server.runtime, tenantId)),
    )
    expect(new Set(all.map(({ connection }) => connection.database)).size).toBe(1)
    const { pool } = all[0]!
    await pool.query({ text: 'create table note (id bigint primary key, body text)' })
    await pool.query({ text: "insert into note values (1, 'hello')" })
    expect((await pool.query({ text: 'select body from note' })).rows).toEqual([['hello']])
  })

  it('finishes what was cut off after any step', async () => {
    const tenantId = await server.createTenant()
    const row = await reserveNames(server.runtime, tenantId)
    const admin = new pg.Client(server.runtime.tenantsServer!)
    await admin.connect()
    await admin.query(`create role ${row.owner_name} login`)
    await admin.query(`create database ${row.database_name} owner ${row.owner_name} template template0`)
    await admin.end()
    const { connection, pool } = await workspaceDatabase(server.runtime, tenantId)
    expect(connection).toMatchObject({ database: row.database_name, user: row.owner_name })
    expect((await pool.query({ text: 'select current_user' })).rows).toEqual([[row.owner_name]])
    const plan = {
      database: row.database_name,
      owner: row.owner_name,
      relay: row.relay_name,
      ownerPassword: openPassword(server.runtime, tenantId, 'owner', row.owner_password),
      relayPassword: openPassword(server.runtime, tenantId, 'relay', row.relay_password),
    }
    await createDatabase(server.runtime.tenantsServer!, plan)
    expect((await pool.query({ text: 'select 1' })).rows).toEqual([['1']])
  })

  it('keeps workspaces apart, and the journal from everybody but the relay', async () => {
    const [first, second] = await Promise.all([server.createTenant(), server.createTenant()])
    const one = await workspaceDatabase(server.runtime, first)
    const other = await workspaceDatabase(server.runtime, second)
    const stranger = new pg.Client({ ...one.connection, database: other.connection.database })
    await expect(stranger.connect()).rejects.toMatchObject({ code: '42501' })
    for (const text of ['select * from flexoffice.journal', 'delete from flexoffice.journal'])
      await expect(one.pool.query({ text })).rejects.toThrow()
  })

  it('brings what is journalled there into the audit log', async () => {
    const tenantId = await server.createTenant()
    const { pool } = await workspaceDatabase(server.runtime, tenantId)
    await journal(pool, { tenantId, operation: 'testing/write', records: [] })
    const audit = await server.auditOf(tenantId)
    expect(audit).toMatchObject([{ operation: 'testing/write', outcome: 'done' }])
  })

  it('takes a journal row for the workspace whose database it lies in, whomever it names', async () => {
    const [tenantId, other] = await Promise.all([server.createTenant(), server.createTenant()])
    const { pool } = await workspaceDatabase(server.runtime, tenantId)
    await journal(pool, { tenantId: other, operation: 'testing/forged', records: [] })
    expect(await server.auditOf(other)).toEqual([])
    expect(await server.auditOf(tenantId)).toMatchObject([{ operation: 'testing/forged' }])
  })

  it('files an act under a key of any length', async () => {
    const tenantId = await server.createTenant()
    const { pool } = await workspaceDatabase(server.runtime, tenantId)
    const id = Array.from({ length: 2_000 }, () => String.fromCharCode(0x4e00 + Math.random() * 20_000)).join(
      '',
    )
    const records = [{ object: { type: 'record', id } }]
    await journal(pool, { tenantId, operation: 'testing/long', records })
    const entries = await server.auditOf(tenantId)
    expect(entries).toMatchObject([{ operation: 'testing/long', payload: { records } }])
  })

  it('sets a journal row aside that somebody else wrote there, and goes on', async () => {
    const tenantId = await server.createTenant()
    const { pool } = await workspaceDatabase(server.runtime, tenantId)
    const text = 'insert into flexoffice.journal (id, entry) values ($1, $2)'
    await pool.query({ text, values: [newId(), '{"at": '] })
    await journal(pool, { tenantId, operation: 'testing/behind', records: [] })
    const audit = await server.auditOf(tenantId)
    expect(audit.map(({ operation }) => operation)).toEqual(['audit/set-aside-entry', 'testing/behind'])
  })

  it('brings an older database up to date when it is next used, with what its journal holds', async () => {
    const tenantId = await server.createTenant()
    const { connection } = await workspaceDatabase(server.runtime, tenantId)
    const admin = new pg.Client({ ...server.runtime.tenantsServer!, database: connection.database })
    await admin.connect()
    const entry = {
      at: new Date().toISOString(),
      actor: { id: null, kind: 'system', name: 'test' },
      operation: 'testing/older',
      outcome: 'done',
      records: [{ detail: { name: 'São "Paulo"' } }],
      events: [],
    }
    await admin.query('begin')
    await admin.query('alter table flexoffice.journal alter column entry type jsonb using entry::jsonb')
    await admin.query('insert into flexoffice.journal (id, entry) values ($1, $2)', [newId(), entry])
    await server.query('update databases.workspace_database set structure_version = 1 where tenant_id = $1', [
      tenantId,
    ])
    await admin.query('commit')
    // Another runtime has not opened it yet, as after a start.
    await workspaceDatabase({ ...server.runtime }, tenantId)
    const types = await admin.query(
      `select data_type from information_schema.columns where table_schema = 'flexoffice' and column_name = 'entry'`,
    )
    await admin.end()
    expect(types.rows).toEqual([{ data_type: 'text' }])
    expect(await server.auditOf(tenantId)).toMatchObject([
      { operation: 'testing/older', payload: { records: entry.records } },
    ])
  })

  it('says so when the installation has no server for them', async () => {
    const tenantId = await server.createTenant()
    const without = { ...server.runtime, tenantsServer: null }
    await expect(workspaceDatabase(without, tenantId)).rejects.toMatchObject({
      code: 'unavailable',
      detail: { reason: 'no_workspace_database' },
    })
  })

  it('keeps no password in the open', async () => {
    const rows = await server.query('select * from databases.workspace_database')
    const tenantId = String(rows[0]!.tenant_id)
    const { connection } = await workspaceDatabase(server.runtime, tenantId)
    expect(JSON.stringify(rows)).not.toContain(connection.password)
  })
})

async function journal(
  pool: Awaited<ReturnType<typeof workspaceDatabase>>['pool'],
  told: { tenantId: string; operation: string; records: unknown[] },
): Promise<void> {
  const actor = { id: null, kind: 'system', name: 'test' }
  const entry = { at: new Date().toISOString(), actor, outcome: 'done', events: [], ...told }
  await pool.query({
    text: 'insert into flexoffice.journal (id, entry) values ($1, $2)',
    values: [newId(), JSON.stringify(entry)],
  })
}
