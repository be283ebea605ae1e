import type { RoleGrantInput } from '@flexoffice/contract/access'
import type { CompiledPolicy } from '@flexoffice/query'
import type { Actor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'
import { findPersonRights, holdRoles, readRoles } from '../people/api.ts'
import { attributeTexts } from './attributes.ts'
import type { GovernedCatalogue } from './governed-catalogue.ts'
import { governedCatalogue, previewCatalogue } from './governed-catalogue.ts'
import { openGrantable, readGrant } from './grant-parts.ts'
import { listGrants, lockGrant, writeGrant } from './grant-store.ts'
import { announceGrants } from './save-grant.ts'

export { attributeTexts } from './attributes.ts'
export type { GovernedCatalogue } from './governed-catalogue.ts'
export { governedCatalogue } from './governed-catalogue.ts'
export type { RightsLine } from './report-rights.ts'
export { reportRights } from './report-rights.ts'
export { decideOn } from './table-policy.ts'

/** The compiled rights of the actor on a table; undefined when the workspace has no such table now. */
export async function policyFor(
  runtime: Runtime,
  actor: Actor,
  tableId: string,
): Promise<CompiledPolicy | undefined> {
  return (await governedCatalogue(runtime, actor)).policies.get(tableId)
}

/** What another person would see of a table, also under a grant that is not saved. For those who govern access. */
export async function catalogueOfPerson(
  ctx: Context,
  tableId: string,
  personId: string,
  draft?: RoleGrantInput,
): Promise<{ catalogue: GovernedCatalogue; attributes: ReturnType<typeof attributeTexts> }> {
  const table = await openGrantable(ctx, tableId)
  const person = await findPersonRights(ctx, personId)
  const usesData = person.permissions.has('data.use')
  const holder = { personId, roles: person.active ? person.roles : [], usesData }
  const attributes = attributeTexts(person.attributes)
  if (!draft) return { catalogue: await previewCatalogue(ctx, holder), attributes }
  const others = (await listGrants(ctx.db, tableId)).filter((grant) => grant.role !== draft.role)
  const grants = [...others, readGrant(ctx, table, draft, { version: 0, roles: await readRoles(ctx.db) })]
  return {
    catalogue: await previewCatalogue(ctx, holder, { tableId, grants }),
    attributes,
  }
}

/**
 * Lets roles read whole tables, for who adds a source and says at once who may see it. A role that has a grant on a table
 * keeps it as it is.
 */
export async function grantReaders(
  ctx: Context,
  tables: readonly { id: string; name: string; columnIds: readonly string[] }[],
  roles: readonly string[],
  db: Database = ctx.db,
): Promise<void> {
  // A role may have been deleted since the readers were named: nothing is left that names it.
  const present = await holdRoles(db, roles)
  for (const table of tables) {
    for (const role of roles.filter((key) => present.has(key))) {
      if (await lockGrant(db, table.id, role)) continue
      const after = readerGrant(ctx, table.id, role, table.columnIds)
      await writeGrant(db, after)
      await announceGrants(ctx, table.id, table.name, { role, after }, db)
    }
  }
}

function readerGrant(ctx: Context, tableId: string, role: string, columnIds: readonly string[]) {
  return {
    tenant_id: ctx.tenant,
    table_id: tableId,
    role,
    operations: { read: true, create: false, update: false, delete: false },
    columns: {},
    other_columns: { access: 'read' as const },
    known_columns: [...columnIds],
    rules: { rows: null },
    version: 1,
    changed_at: ctx.now(),
    changed_by: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
  }
}
