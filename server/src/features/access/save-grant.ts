import { AppError, notFound } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/access'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { settleNewColumns } from '../catalogue/api.ts'
import { holdRoles } from '../people/api.ts'
import { openGrantable, readGrant } from './grant-parts.ts'
import { deleteGrant, lockGrant, moveAccessVersion, writeGrant } from './grant-store.ts'
import type { StoredGrant } from './stored-grant.ts'

/** Grants a role its rights on a table. In force with the commit on this node, on the others as soon as they hear it. */
export const saveGrant = operation(contract.saveGrant, {
  allow: 'access.manage',
  async run(ctx, { tableId, grant, version }) {
    const table = await openGrantable(ctx, tableId)
    const before = await lockGrant(ctx.db, tableId, grant.role)
    if (before?.version !== version) {
      throw new AppError('conflict', {
        public: 'Somebody else changed these rights meanwhile. Look at them again, then save.',
        reason: 'grant_changed',
        params: { role: grant.role, version: before?.version ?? null },
      })
    }
    const roles = await holdRoles(ctx.db, [grant.role])
    const after = readGrant(ctx, table, grant, { version: (before?.version ?? 0) + 1, roles })
    await writeGrant(ctx.db, after)
    await settleNewColumns(ctx, tableId)
    await announceGrants(ctx, tableId, table.known.table.name, { role: grant.role, before, after })
    return { version: after.version }
  },
})

/** Takes a role's rights on a table away. */
export const removeGrant = operation(contract.removeGrant, {
  allow: 'access.manage',
  async run(ctx, { tableId, role }) {
    const table = await openGrantable(ctx, tableId)
    const before = await lockGrant(ctx.db, tableId, role)
    if (!before) throw notFound(`grant of ${role} on ${tableId}`)
    await deleteGrant(ctx.db, tableId, role)
    await announceGrants(ctx, tableId, table.known.table.name, { role, before })
    return { removed: true as const }
  },
})

/** What every change of grants does besides: version, audit, event, and the end of what nodes keep in memory. */
export async function announceGrants(
  ctx: Context,
  tableId: string,
  name: string,
  change: { role: string; before?: StoredGrant; after?: StoredGrant },
  db = ctx.db,
): Promise<void> {
  await moveAccessVersion(db, ctx.tenant)
  ctx.record({
    object: { type: 'table', id: tableId, name },
    before: change.before && visible(change.before),
    after: change.after && visible(change.after),
    detail: { role: change.role },
  })
  ctx.emit(contract.grantsChanged, { tableId })
  ctx.invalidate({ policies: true })
}

function visible({ operations, columns, other_columns, rules, version }: StoredGrant) {
  return { operations, columns, otherColumns: other_columns, rules, version }
}
