import { notFound } from '@flexoffice/base'
import { ownRolePrefix } from '@flexoffice/contract/permissions'
import type { Generated, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import type { OwnRole, RoleBook } from './role-book.ts'
import { bookOf } from './role-book.ts'

interface RoleTable {
  tenant_id: string
  key: string
  name: string
  description: string
  permissions: string[]
  version: Generated<number>
  changed_at: Date
  removed_at: Date | null
}

export type RoleRow = Selectable<RoleTable>

/** The workspace's own roles in a tenant's transaction. */
export function roleTables(database: Database) {
  return database.withTables<{ 'people.role': RoleTable }>()
}

/** The workspace's own roles by name, without those that were deleted. */
export function listOwnRoles(database: Database): Promise<RoleRow[]> {
  return roleTables(database)
    .selectFrom('people.role')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .execute()
}

/** Every role of the workspace. */
export async function readRoles(database: Database): Promise<RoleBook> {
  return bookOf(await listOwnRoles(database))
}

/** The built-in roles and those among some keys that are the workspace's own, which cannot be deleted until the transaction ends. */
export async function holdRoles(database: Database, keys: readonly string[]): Promise<RoleBook> {
  return bookOf(await findOwnRoles(database, keys, true))
}

/** The workspace's own roles among some keys; most people hold none, and then nothing is asked. */
export async function findOwnRoles(
  database: Database,
  keys: readonly string[],
  hold = false,
): Promise<OwnRole[]> {
  const asked = keys.filter((key) => key.startsWith(ownRolePrefix))
  if (asked.length === 0) return []
  const query = roleTables(database)
    .selectFrom('people.role')
    .select(['key', 'name', 'permissions'])
    .where('key', 'in', asked)
    .where('removed_at', 'is', null)
    .orderBy('key')
  return (hold ? query.forShare() : query).execute()
}

/** One of the workspace's own roles; any other key is notFound. */
export async function findOwnRole(database: Database, key: string, lock = false): Promise<RoleRow> {
  const query = roleTables(database)
    .selectFrom('people.role')
    .selectAll()
    .where('key', '=', key)
    .where('removed_at', 'is', null)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  if (!row) throw notFound(`role ${key}`)
  return row
}

/** Lets one after the other give names and keys in a workspace, so that none is given twice. */
export async function lockRoleNames(database: Database, tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(7312, hashtext(${tenantId}))`.execute(database)
}

/** A key for a new role: made of its name, and never one that there ever was. */
export async function freeKey(database: Database, base: string): Promise<string> {
  const taken = await roleTables(database)
    .selectFrom('people.role')
    .select('key')
    .where((where) => where.or([where('key', '=', base), where('key', 'like', `${base}\\_%`)]))
    .execute()
  const keys = new Set(taken.map(({ key }) => key))
  let key = base
  for (let number = 2; keys.has(key); number += 1) key = `${base}_${number}`
  return key
}
