import { notFound } from '@flexoffice/base'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import type { ColumnRow, RelationRow, TableRow } from './catalogue-rows.ts'
import type { KnownSource, SchemaPlan } from './match-schema.ts'

type CatalogueTables = {
  'catalogue.table': TableRow
  'catalogue.column': ColumnRow
  'catalogue.relation': RelationRow
}

/** The feature's tables in a tenant's transaction. */
export function catalogueTables(database: Database) {
  return database.withTables<CatalogueTables>()
}

/** Everything that the catalogue has of the tenant. */
export async function loadCatalogue(
  database: Database,
): Promise<{ tables: TableRow[]; columns: ColumnRow[]; relations: RelationRow[] }> {
  const store = catalogueTables(database)
  const tables = await store
    .selectFrom('catalogue.table')
    .selectAll()
    .orderBy('label')
    .orderBy('id')
    .execute()
  const columns = await store.selectFrom('catalogue.column').selectAll().orderBy('position').execute()
  const relations = await store.selectFrom('catalogue.relation').selectAll().orderBy('name').execute()
  return { tables, columns, relations }
}

/** What is known of one source, with its tables locked so that two looks at it follow one another. */
export async function loadSource(
  database: Database,
  tenantId: string,
  sourceId: string,
): Promise<KnownSource> {
  const store = catalogueTables(database)
  await sql`select pg_advisory_xact_lock(7310, hashtext(${sourceId}))`.execute(database)
  const tables = await store
    .selectFrom('catalogue.table')
    .selectAll()
    .where('source_id', '=', sourceId)
    .execute()
  const ids = tables.map((table) => table.id)
  if (ids.length === 0) return { tenantId, sourceId, tables, columns: [], relations: [] }
  const columns = await store
    .selectFrom('catalogue.column')
    .selectAll()
    .where('table_id', 'in', ids)
    .execute()
  const relations = await store
    .selectFrom('catalogue.relation')
    .selectAll()
    .where('table_id', 'in', ids)
    .execute()
  return { tenantId, sourceId, tables, columns, relations }
}

/** Finds a table with its columns and relations, else the same notFound as for anything that cannot be seen. */
export async function findTable(
  database: Database,
  tableId: string,
): Promise<{ table: TableRow; columns: ColumnRow[]; relations: RelationRow[] }> {
  const store = catalogueTables(database)
  const table = await store
    .selectFrom('catalogue.table')
    .selectAll()
    .where('id', '=', tableId)
    .executeTakeFirst()
  if (!table) throw notFound(`table ${tableId}`)
  const columns = await store
    .selectFrom('catalogue.column')
    .selectAll()
    .where('table_id', '=', tableId)
    .orderBy('position')
    .execute()
  const relations = await store
    .selectFrom('catalogue.relation')
    .selectAll()
    .where('table_id', '=', tableId)
    .orderBy('name')
    .execute()
  return { table, columns, relations }
}

/** Keeps others from changing a relation until the transaction ends. */
export async function lockRelation(database: Database, relationId: string): Promise<void> {
  await sql`select 1 from catalogue.relation where id = ${relationId} for update`.execute(database)
}

/** Writes a plan in few statements, however many columns the source has. */
export async function savePlan(database: Database, plan: SchemaPlan): Promise<void> {
  await upsert(database, 'table', plan.tables)
  await upsert(database, 'column', plan.columns)
  if (plan.removedRelations.length > 0)
    await sql`delete from catalogue.relation where id = any(${plan.removedRelations}::uuid[])`.execute(
      database,
    )
  await upsert(database, 'relation', plan.relations)
}

/** Tells every node that structure changed: the version moves in the same transaction. */
export async function moveVersion(database: Database, tenantId: string): Promise<void> {
  await sql`insert into catalogue.version (tenant_id, version) values (${tenantId}, 1)
    on conflict (tenant_id) do update set version = catalogue.version.version + 1`.execute(database)
}

export async function readVersion(database: Database): Promise<string> {
  const result = await sql<{ version: string }>`select version::text from catalogue.version`.execute(database)
  return result.rows[0]?.version ?? '0'
}

async function upsert(
  database: Database,
  table: 'table' | 'column' | 'relation',
  rows: readonly object[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const target = sql.raw(`catalogue."${table}"`)
  const names = Object.keys(first).filter((name) => name !== 'id' && name !== 'tenant_id')
  const changes = sql.raw(names.map((name) => `"${name}" = excluded."${name}"`).join(', '))
  // Every batch stays far below what one parameter may hold.
  for (let from = 0; from < rows.length; from += 2_000) {
    const batch = JSON.stringify(rows.slice(from, from + 2_000))
    const columns = sql.raw(['id', 'tenant_id', ...names].map((name) => `"${name}"`).join(', '))
    await sql`insert into ${target} (${columns}) select ${columns}
      from jsonb_populate_recordset(null::${target}, ${batch}::jsonb)
      on conflict (id) do update set ${changes}`.execute(database)
  }
}
