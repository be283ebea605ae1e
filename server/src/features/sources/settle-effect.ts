import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import { epochChannel } from '../../core/epochs/epochs.ts'
import { appendJournal } from '../../core/run-operation.ts'
import type { Database } from '../../core/store/management-store.ts'

/**
 * Keeps what came of an effect, when its work at the source is over: rows, journal and the word to other nodes in one
 * transaction, so that none of them stands without the others. Without `policies`, what nodes keep in memory still holds.
 */
export async function settleEffect<Result>(
  ctx: Context,
  work: (db: Database) => Promise<Result>,
  options: { policies: boolean } = { policies: true },
): Promise<Result> {
  const result = await ctx.transaction(async (db) => {
    const result = await work(db)
    await appendJournal(db, ctx.journalEntry())
    const scope = JSON.stringify({ tenantId: ctx.tenant, policies: true })
    if (options.policies) await sql`select pg_notify(${epochChannel}, ${scope})`.execute(db)
    return result
  })
  ctx.journalled()
  if (options.policies) ctx.invalidate({ policies: true })
  return result
}
