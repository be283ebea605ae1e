import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import type { StoredGrant } from './stored-grant.ts'

/** The feature's tables in a tenant's transaction. */
function grantTables(database: Database) {
  return database.withTables<{ 'access.grant': StoredGrant }>()
}

/** The grants of the tenant, or of one of its tables. */
export function listGrants(database: Database, tableId?: string): Promise<StoredGrant[]> {
  const query = grantTables(database).selectFrom('access.grant').selectAll().orderBy('role')
  return (tableId === undefined ? query : query.where('table_id', '=', tableId)).execute()
}

export async function countStoredGrants(database: Database): Promise<number> {
  const { count } = await grantTables(database)
    .selectFrom('access.grant')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The grants of one role on every table. */
export function listGrantsOfRole(database: Database, role: string): Promise<StoredGrant[]> {
  return grantTables(database).selectFrom('access.grant').selectAll().where('role', '=', role).execute()
}

/** One role's grant, locked against a second author. */
export async function lockGrant(
  database: Database,
  tableId: string,
  role: string,
): Promise<StoredGrant | undefined> {
  await sql`select pg_advisory_xact_lock(7311, hashtext(${`${tableId} ${role}`}))`.execute(database)
  return grantTables(database)
    .selectFrom('access.grant')
    .selectAll()
    .where('table_id', '=', tableId)
    .where('role', '=', role)
    .executeTakeFirst()
}

/** Writes a grant in its next version. */
export async function writeGrant(database: Database, grant: StoredGrant): Promise<void> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
  await sql`insert into access."grant" (tenant_id, table_id, role, operations, columns, other_columns, known_columns, rules,
      version, changed_at, changed_by)
    values (${grant.tenant_id}, ${grant.table_id}, ${grant.role}, ${json(grant.operations)}, ${json(grant.columns)},
      ${json(grant.other_columns)}, ${grant.known_columns}::uuid[], ${json(grant.rules)}, ${grant.version},
      ${grant.changed_at}, ${grant.changed_by})
    on conflict (tenant_id, table_id, role) do update set operations = excluded.operations, columns = excluded.columns,
      other_columns = excluded.other_columns, known_columns = excluded.known_columns, rules = excluded.rules,
      version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(
    database,
  )
}

export async function deleteGrant(database: Database, tableId: string, role: string): Promise<void> {
  await grantTables(database)
    .deleteFrom('access.grant')
    .where('table_id', '=', tableId)
    .where('role', '=', role)
    .execute()
}

/** Tells every node that grants changed: the version moves in the same transaction. */
export async function moveAccessVersion(database: Database, tenantId: string): Promise<void> {
  await sql`insert into access.version (tenant_id, version) values (${tenantId}, 1)
    on conflict (tenant_id) do update set version = access.version.version + 1`.execute(database)
}

export async function readAccessVersion(database: Database): Promise<string> {
  const result = await sql<{ version: string }>`select version::text from access.version`.execute(database)
  return result.rows[0]?.version ?? '0'
}
