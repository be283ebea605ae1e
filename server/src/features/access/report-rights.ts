import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { KnownTable, TenantCatalogue } from '../catalogue/api.ts'
import { tenantCatalogue } from '../catalogue/api.ts'
import type { RoleHolder } from '../people/api.ts'
import { findHolders, groupHolders, listDeclaredAttributes, readRoles } from '../people/api.ts'
import { listGrants } from './grant-store.ts'
import { ruleContext } from './rule-context.ts'
import type { ToldRights } from './told-rights.ts'
import { rightsTeller } from './told-rights.ts'

/** What a role gives on a table to whoever holds no other, or what an active person may do with it by all their roles. */
export interface RightsLine {
  at: Date
  known: KnownTable
  holder: { kind: 'role'; role: string } | ({ kind: 'person' } & RoleHolder)
  rights: ToldRights
}

const batchSize = 500

/**
 * Tells the rights on every table, table by table: of each role that has a grant or that somebody holds, then of people.
 * Without `everybody` those without any right are left out. Needs memory for one table and some hundred people at a time.
 */
export async function* reportRights(ctx: Context, everybody: boolean): AsyncGenerator<RightsLine[]> {
  const at = ctx.now()
  const { catalogue, attributes, grants, book } = await ctx.transaction((db) => readRights(ctx, db))
  const isTold = (rights: ToldRights) => everybody || Object.values(rights.operations).includes(true)
  for (const known of inOrder(catalogue)) {
    const stored = grants.get(known.table.id) ?? []
    const tell = rightsTeller(known, stored, ruleContext(known, catalogue, attributes), book)
    const filter = { apart: known.table.createdBy }
    const groups = await ctx.transaction((db) => groupHolders(db, filter))
    const roles = new Set([...stored.map(({ role }) => role), ...groups.flatMap((group) => group.roles)])
    yield [...roles].sort().flatMap((role): RightsLine[] => {
      const rights = tell({ personId: null, roles: [role] })
      return isTold(rights) ? [{ at, known, holder: { kind: 'role', role }, rights }] : []
    })
    const told = groups
      .filter((group) => isTold(tell({ personId: group.apart ? filter.apart : null, roles: group.roles })))
      .map(({ key }) => key)
    for await (const people of pageThrough(ctx, { ...filter, groups: told })) {
      yield people.map((person): RightsLine => {
        const rights = tell({ personId: person.id, roles: person.roles })
        return { at, known, holder: { kind: 'person', ...person }, rights }
      })
    }
  }
}

async function* pageThrough(
  ctx: Context,
  filter: Parameters<typeof findHolders>[1],
): AsyncGenerator<RoleHolder[]> {
  let after: RoleHolder | undefined
  for (;;) {
    const page = { limit: batchSize, after }
    const people = await ctx.transaction((db) => findHolders(db, filter, page))
    yield people
    if (people.length < batchSize) return
    after = people.at(-1)
  }
}

async function readRights(ctx: Context, db: Database) {
  return {
    catalogue: await tenantCatalogue.read(ctx.runtime, db, ctx.tenant),
    attributes: await listDeclaredAttributes({ db }),
    book: await readRoles(db),
    grants: Map.groupBy(await listGrants(db), (grant) => grant.table_id),
  }
}

function inOrder(catalogue: TenantCatalogue): KnownTable[] {
  const byName = ({ table: left }: KnownTable, { table: right }: KnownTable) =>
    left.label.localeCompare(right.label) || left.id.localeCompare(right.id)
  return [...catalogue.tables.values()].sort(byName)
}
