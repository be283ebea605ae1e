import type { Actor } from '../../core/actor.ts'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables } from '../catalogue/api.ts'
import type { RoleUse } from '../people/api.ts'
import { deleteGrant, listGrantsOfRole } from './grant-store.ts'
import { announceGrants } from './save-grant.ts'

/** The tables that a role has rights on, those out of sight too; named for those who govern access. */
export async function findGrantedTables(db: Database, actor: Actor, role: string): Promise<RoleUse> {
  const tables = await namesOf(
    db,
    (await listGrantsOfRole(db, role)).map(({ table_id }) => table_id),
  )
  const names = holds(actor, 'access.manage') ? [...tables.values()].map(({ label }) => label).sort() : []
  return { kind: 'table', blocks: false, count: tables.size, names }
}

/** Takes all rights of a role that is being deleted; each table has its entry in the audit log. */
export async function forgetGrants(ctx: Context, role: string): Promise<void> {
  const grants = await listGrantsOfRole(ctx.db, role)
  const tables = await namesOf(
    ctx.db,
    grants.map(({ table_id }) => table_id),
  )
  for (const before of grants) {
    await deleteGrant(ctx.db, before.table_id, role)
    await announceGrants(ctx, before.table_id, tables.get(before.table_id)!.name, { role, before })
  }
}

async function namesOf(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, { name: string; label: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await catalogueTables(db)
    .selectFrom('catalogue.table')
    .select(['id', 'name', 'label'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
