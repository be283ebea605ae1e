import type { Query } from '@flexoffice/query'
import type { Actor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { RawBody } from '../../core/operation.ts'
import { openTable } from './open-table.ts'
import { answerQuery } from './query-records.ts'
import { readablePart } from './readable-part.ts'

/**
 * The data path for features that hold queries of their own: answers one under the rights of an actor, ready for the wire.
 * Columns that the actor may not read are left out of the answer; `within` narrows what is left, so that it cannot tell a
 * column that is hidden from one that never was. In a preview the actor is another person; the audit log names the caller
 * all the same.
 */
export async function runTableQuery(
  ctx: Context,
  actor: Actor,
  query: Query,
  within: (query: Query) => Query,
): Promise<RawBody> {
  const acting: Context = actor === ctx.actor ? ctx : Object.create(ctx, { actor: { value: actor } })
  const { catalogue } = await openTable(acting, query.table)
  return answerQuery(acting, within(readablePart(query, catalogue)))
}
