import { forbidden } from '@flexoffice/base'
import type { Query } from '@flexoffice/query'
import type { Context } from '../../core/context.ts'
import { decideOn, governedCatalogue } from '../access/api.ts'

/**
 * Nobody borrows eyes: a preview as somebody else reads a sensitive table only for who may read it themselves. What else
 * a preview shows, those who may ask for it read anyway.
 */
export async function refuseBorrowedEyes(ctx: Context, query: Query): Promise<void> {
  const { known, policies } = await governedCatalogue(ctx.runtime, ctx.actor)
  const asked = JSON.stringify(query)
  for (const { table } of known.values()) {
    if (!table.sensitive || decideOn(policies, table.id, 'read') === 'allow') continue
    // Ids are found wherever they stand in the query: the table itself, or a relation that leads to it.
    const leads = [...known.values()].flatMap(({ shape }) =>
      shape.relations.filter(({ toTable }) => toTable === table.id).map(({ id }) => id),
    )
    if ([table.id, ...leads].some((id) => asked.includes(id))) throw forbidden('reading this sensitive table')
  }
}
