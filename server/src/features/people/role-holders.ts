import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import { matchesWords, peopleTables } from './person-store.ts'

/** Whom to look at among the active people. */
export interface HolderFilter {
  /** Words of the name or the e-mail. */
  search?: string
  /** A person who is a group of their own, since some rights are theirs alone. */
  apart?: string | null
}

/** Active people with the same rights: the roles they hold, sorted, and whether it is the one who stands apart. */
export interface HolderGroup {
  key: string
  roles: string[]
  apart: boolean
  people: number
}

/** A person as reports name them. */
export interface RoleHolder {
  id: string
  name: string
  email: string
  roles: string[]
}

/** Groups active people by the roles they hold: as many groups as there are different sets of roles. */
export async function groupHolders(db: Database, filter: HolderFilter): Promise<HolderGroup[]> {
  const rows = await active(db, filter)
    .select((select) => [
      'roles',
      groupKey(filter).as('key'),
      sql<boolean>`bool_or(${isApart(filter)})`.as('apart'),
      select.fn.countAll<string>().as('people'),
    ])
    .groupBy(['roles', 'key'])
    .execute()
  return rows.map(({ key, roles, apart, people }) => ({
    key,
    roles: [...roles].sort(),
    apart,
    people: Number(people),
  }))
}

/** The people of some groups by name, from a place in the list on: after so many, or after a person. */
export async function findHolders(
  db: Database,
  filter: HolderFilter & { groups: readonly string[] },
  page: { limit: number; offset?: number; after?: { name: string; id: string } },
): Promise<RoleHolder[]> {
  let query = active(db, filter)
    .select(['id', 'name', 'email', 'roles'])
    .where(sql<boolean>`${groupKey(filter)} = any(${[...filter.groups]}::text[])`)
  const { after } = page
  if (after) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`)
  const rows = await query
    .orderBy('name')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset ?? 0)
    .execute()
  return rows.map((row) => ({ ...row, roles: [...row.roles].sort() }))
}

function active(db: Database, { search }: HolderFilter) {
  const people = peopleTables({ db }).selectFrom('people.person').where('state', '=', 'active')
  return search ? people.where(matchesWords(search)) : people
}

/** Role keys hold neither comma nor bar. */
function groupKey(filter: HolderFilter): RawBuilder<string> {
  return sql<string>`array_to_string(roles, ',') || case when ${isApart(filter)} then '|apart' else '' end`
}

function isApart({ apart }: HolderFilter): RawBuilder<boolean> {
  return sql<boolean>`id is not distinct from ${apart ?? null}::uuid`
}
