import type { Catalogue } from '@flexoffice/query'
import type { Actor, PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import { tenantSnapshot } from '../../core/store/tenant-snapshot.ts'
import type { KnownTable, TenantCatalogue } from '../catalogue/api.ts'
import { tenantCatalogue } from '../catalogue/api.ts'
import { listGrants, readAccessVersion } from './grant-store.ts'
import { LazyPolicies } from './lazy-policies.ts'
import type { StoredGrant } from './stored-grant.ts'
import type { RightsHolder } from './table-policy.ts'

/** The tables of a workspace with the rights of one set of roles on each. Policies are compiled when first asked for. */
export interface GovernedCatalogue extends Catalogue {
  /** Names and labels of every table, granted or not: nothing of it may leave before a policy was asked. */
  known: ReadonlyMap<string, KnownTable>
}

interface TenantGrants {
  byTable: Map<string, StoredGrant[]>
}

const tenantGrants = tenantSnapshot<TenantGrants>({
  readVersion: readAccessVersion,
  async load(database) {
    return { byTable: Map.groupBy(await listGrants(database), (grant) => grant.table_id) }
  },
})

interface TenantRights {
  catalogue: TenantCatalogue
  grants: TenantGrants
  creators: Set<string | null>
  byHolder: Map<string, GovernedCatalogue>
}

const rightsOf = perRuntime(() => new Map<string, TenantRights>())
const maximumHolders = 2_000

/**
 * What the actor may do with every table of their workspace, from memory. A change of grants, structure or roles anywhere
 * is in force with the next call; actors without roles get a catalogue that allows nothing.
 */
export function governedCatalogue(
  runtime: Runtime,
  actor: Actor,
): GovernedCatalogue | Promise<GovernedCatalogue> {
  if (actor.kind !== 'person') return nothing
  const catalogue = tenantCatalogue.get(runtime, actor.tenantId)
  const grants = tenantGrants.get(runtime, actor.tenantId)
  if (catalogue instanceof Promise || grants instanceof Promise) {
    return Promise.all([catalogue, grants]).then((loaded) => forHolder(runtime, actor, ...loaded))
  }
  return forHolder(runtime, actor, catalogue, grants)
}

/** The rights of anybody else in the tenant, with one table's grants replaced by a draft. Nothing of it is kept. */
export async function previewCatalogue(
  ctx: Context,
  holder: RightsHolder,
  draft?: { tableId: string; grants: StoredGrant[] },
): Promise<GovernedCatalogue> {
  const catalogue = await tenantCatalogue.read(ctx.runtime, ctx.db, ctx.tenant)
  const grants = await tenantGrants.read(ctx.runtime, ctx.db, ctx.tenant)
  const byTable = draft ? new Map([...grants.byTable, [draft.tableId, draft.grants]]) : grants.byTable
  return makeCatalogue(catalogue, byTable, holder)
}

const nothing: GovernedCatalogue = { tables: new Map(), policies: new Map(), known: new Map() }

function forHolder(
  runtime: Runtime,
  actor: PersonActor,
  catalogue: TenantCatalogue,
  grants: TenantGrants,
): GovernedCatalogue {
  const rights = tenantRights(runtime, actor.tenantId, catalogue, grants)
  // Two people with the same roles share everything compiled; attributes are parameters. Creators stand apart.
  const creator = rights.creators.has(actor.personId) ? actor.personId : ''
  // What a role permits can change while its key stays.
  const usesData = actor.permissions.has('data.use')
  const key = `${actor.roles.join(',')}|${creator}|${usesData}`
  const present = rights.byHolder.get(key)
  if (present) return present
  const made = makeCatalogue(catalogue, grants.byTable, { ...actor, usesData })
  if (rights.byHolder.size >= maximumHolders) rights.byHolder.clear()
  rights.byHolder.set(key, made)
  return made
}

function tenantRights(
  runtime: Runtime,
  tenantId: string,
  catalogue: TenantCatalogue,
  grants: TenantGrants,
): TenantRights {
  const all = rightsOf(runtime)
  const present = all.get(tenantId)
  if (present && present.catalogue === catalogue && present.grants === grants) return present
  const creators = new Set([...catalogue.tables.values()].map(({ table }) => table.createdBy))
  const made: TenantRights = { catalogue, grants, creators, byHolder: new Map() }
  all.set(tenantId, made)
  return made
}

function makeCatalogue(
  catalogue: TenantCatalogue,
  byTable: ReadonlyMap<string, StoredGrant[]>,
  holder: RightsHolder,
): GovernedCatalogue {
  const { tables: known, shapes: tables } = catalogue
  const { personId, roles, usesData } = holder
  return { known, tables, policies: new LazyPolicies(known, byTable, { personId, roles, usesData }) }
}
