import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features } from '../../features.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'

/** Tables without a tenant that the app login may see: none of them holds what a workspace entrusted to us. */
const shared = new Set<string>([])

let server: TestServer
let app: pg.Client
let tables: {
  name: string
  tenant: boolean
  select: boolean
  insert: boolean
  update: boolean
  remove: boolean
}[]
let mine: string
let other: string

beforeAll(async () => {
  server = await startTestServer(features)
  mine = await server.createTenant('Mine')
  other = await server.createTenant('Other')
  const person = await server.createPerson({ roles: ['admin'], tenantId: mine })
  await server.auditOf(person.tenantId)
  app = new pg.Client(server.runtime.store.connection.app)
  await app.connect()
  tables = await server.query(`
    select format('%I.%I', n.nspname, c.relname) as name,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant,
      has_table_privilege('flexoffice_app', c.oid, 'select') as select,
      has_table_privilege('flexoffice_app', c.oid, 'insert') as insert,
      has_table_privilege('flexoffice_app', c.oid, 'update') as update,
      has_table_privilege('flexoffice_app', c.oid, 'delete') as remove
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname not like 'pg\\_%' and n.nspname not like 'graphile\\_%'
      and has_schema_privilege('flexoffice_app', n.oid, 'usage')
    order by 1`)
})
afterAll(async () => {
  await app.end()
  await server.stop()
})

/** Runs a statement as the app login, in a transaction that is rolled back. */
async function asApp(tenant: string | null, text: string): Promise<{ rows: number } | { code: string }> {
  await app.query('begin')
  try {
    if (tenant) await app.query(`select set_config('app.tenant', $1, true)`, [tenant])
    const result = await app.query(text)
    return { rows: result.rowCount ?? 0 }
  } catch (error) {
    return { code: (error as { code: string }).code }
  } finally {
    await app.query('rollback')
  }
}

describe('the management store', () => {
  it('has no table of which the app login can read rows without a tenant on them', () => {
    const open = tables.filter((table) => table.select && !table.tenant && !shared.has(table.name))
    expect(open.map((table) => table.name)).toEqual([])
    expect(tables.filter((table) => table.tenant).length).toBeGreaterThan(10)
  })

  it('answers with an error, not with rows, where no tenant is set', async () => {
    for (const table of tables.filter(({ select }) => select)) {
      const [held] = await server.query<{ n: number }>(`select count(*)::int as n from ${table.name}`)
      const answer = await asApp(null, `select * from ${table.name}`)
      // An empty table has no row of which to ask whose it is.
      if (held!.n > 0) expect(answer, table.name).toHaveProperty('code')
    }
  })

  it('shows nothing of one tenant to another, and lets it change nothing', async () => {
    for (const { name, tenant, select, update, remove } of tables) {
      if (!tenant) continue
      if (select)
        expect(await asApp(other, `select * from ${name} where tenant_id = '${mine}'`), name).toEqual({
          rows: 0,
        })
      if (update) {
        const change = `update ${name} set tenant_id = tenant_id where tenant_id = '${mine}'`
        expect(await asApp(other, change), name).toEqual({ rows: 0 })
      }
      if (remove)
        expect(await asApp(other, `delete from ${name} where tenant_id = '${mine}'`), name).toEqual({
          rows: 0,
        })
    }
  })

  it('refuses a row that is written in another tenant’s name', async () => {
    for (const { name, tenant, insert } of tables) {
      if (!tenant || !insert) continue
      const values = await sampleRow(name)
      const columns = Object.keys(values).map((column) => pg.escapeIdentifier(column))
      const answer = await asApp(
        other,
        `insert into ${name} (${columns.join(', ')}) values (${Object.values(values).join(', ')})`,
      )
      expect(answer, name).toEqual({ code: '42501' })
    }
  })

  it('refuses a journal row that speaks for another tenant, or for none', async () => {
    const insert = (entry: object) =>
      `insert into flexoffice.journal (id, entry) values (gen_random_uuid(), '${JSON.stringify(entry)}')`
    expect(await asApp(other, insert({ tenantId: other }))).toEqual({ rows: 1 })
    for (const entry of [{ tenantId: mine }, { tenantId: null }, {}])
      expect(await asApp(other, insert(entry))).toEqual({ code: '42501' })
    expect(await asApp(null, insert({ tenantId: mine }))).toHaveProperty('code')
  })

  it('enforces its rules on the owner of the tables too', async () => {
    const loose = await server.query<{ name: string }>(`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and not (c.relrowsecurity and c.relforcerowsecurity)`)
    expect(loose).toEqual([])
  })
})

/** A row of the other tenant that satisfies every NOT NULL, so that only row security can refuse it. */
async function sampleRow(name: string): Promise<Record<string, string>> {
  const columns = await server.query<{ name: string; type: string; category: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory as category
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = '${name}'::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull
       and not a.atthasdef and a.attidentity = '' and a.attgenerated = ''`,
  )
  const row = columns.map(({ name: column, type, category }) => [column, sampleValue(column, type, category)])
  return { ...Object.fromEntries(row), tenant_id: `'${mine}'` }
}

function sampleValue(column: string, type: string, category: string): string {
  if (column === 'tenant_id') return `'${mine}'`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (type === 'jsonb') return `'{}'::jsonb`
  if (category === 'A') return `'{}'::${type}`
  if (category === 'N') return '1'
  if (category === 'B') return 'true'
  if (category === 'D') return 'now()'
  if (type === 'bytea') return `'\\x00'::bytea`
  return `'x'`
}
