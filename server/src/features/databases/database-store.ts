import { randomName } from '@flexoffice/base'
import type { Generated, Selectable } from 'kysely'
import type { Runtime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'

interface WorkspaceDatabaseTable {
  tenant_id: string
  database_name: string
  owner_name: string
  relay_name: string
  owner_password: string
  relay_password: string
  structure_version: number | null
  created_at: Generated<Date>
}

type DatabaseTables = { 'databases.workspace_database': WorkspaceDatabaseTable }

export type WorkspaceDatabaseRow = Selectable<WorkspaceDatabaseTable>

/** Reads what is kept of the workspace's database; null before the first need. */
export async function readDatabaseRow(
  runtime: Runtime,
  tenantId: string,
): Promise<WorkspaceDatabaseRow | null> {
  const row = await runtime.store.lookUp(tenantId, (db) =>
    tables(db).selectFrom('databases.workspace_database').selectAll().executeTakeFirst(),
  )
  return row ?? null
}

/** Chooses names and passwords and keeps them; whoever comes second gets those of the first. */
export function reserveNames(runtime: Runtime, tenantId: string): Promise<WorkspaceDatabaseRow> {
  const name = `w_${randomName(20)}`
  const seal = (role: string) =>
    runtime.keys.encrypt(randomName(40), `workspace-database:${tenantId}:${role}`)
  return runtime.store.inTenant(tenantId, 'write', async (db) => {
    const row = {
      tenant_id: tenantId,
      database_name: name,
      owner_name: `${name}_owner`,
      relay_name: `${name}_relay`,
      owner_password: seal('owner'),
      relay_password: seal('relay'),
    }
    await tables(db)
      .insertInto('databases.workspace_database')
      .values({ ...row, structure_version: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return tables(db).selectFrom('databases.workspace_database').selectAll().executeTakeFirstOrThrow()
  })
}

/** Notes that the database stands, with this version of our structure in it. */
export async function markStructure(runtime: Runtime, tenantId: string, version: number): Promise<void> {
  await runtime.store.inTenant(tenantId, 'write', (db) =>
    tables(db).updateTable('databases.workspace_database').set({ structure_version: version }).execute(),
  )
}

/** Opens a sealed password of the workspace's database. */
export function openPassword(
  runtime: Runtime,
  tenantId: string,
  role: 'owner' | 'relay',
  sealed: string,
): string {
  return runtime.keys.decrypt(sealed, `workspace-database:${tenantId}:${role}`)
}

function tables(db: Database) {
  return db.withTables<DatabaseTables>()
}
