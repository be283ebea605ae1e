import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { appendJournal } from '../run-operation.ts'
import type { Runtime } from '../runtime.ts'
import type { Database } from '../store/management-store.ts'
import type { JournalEntry } from './journal-entry.ts'

/** What became of an effect on a store where we may not keep a journal. */
export type IntentOutcome = 'done' | 'refused' | 'unknown'

/** An effect whose outcome was never written down: the process ended in between. */
export interface OpenIntent<Detail = unknown> {
  id: string
  tenantId: string
  entry: JournalEntry
  detail: Detail
}

/** Makes the intent of this act durable. `detail` is what a later start needs to read the effect back. */
export async function openIntent(ctx: Context, detail: unknown): Promise<JournalEntry> {
  const entry = ctx.journalEntry()
  await ctx.transaction((db) =>
    sql`insert into core.intent (id, tenant_id, entry, state, detail)
      values (${entry.id}, ${ctx.tenant}, ${JSON.stringify(entry)}::jsonb, 'open', ${JSON.stringify(detail)}::jsonb)`.execute(
      db,
    ),
  )
  return entry
}

/** Writes the outcome and its audit entry in one transaction. The operation needs no entry of its own after this. */
export async function settleIntent(ctx: Context, entry: JournalEntry, outcome: IntentOutcome): Promise<void> {
  await ctx.transaction((db) => settle(db, entry, outcome))
  ctx.journalled()
}

/**
 * Settles what an earlier run left open: read back where that can be told, else `unknown`; never repeated. With a store of
 * our own no other node can be at work; with a shared one only what is older than any statement may run is touched.
 */
export async function settleLeftOverIntents<Detail>(
  runtime: Runtime,
  operations: string,
  readBack: (intent: OpenIntent<Detail>) => Promise<IntentOutcome>,
): Promise<number> {
  const age = runtime.config.databaseUrl === null ? '0 seconds' : '5 minutes'
  const result = await runtime.store.relay.query<{
    id: string
    tenant_id: string
    entry: JournalEntry
    detail: Detail
  }>(
    `select id, tenant_id, entry, detail from core.intent
     where state = 'open' and entry ->> 'operation' like $1 || '%' and opened_at <= clock_timestamp() - $2::interval
     order by opened_at`,
    [operations, age],
  )
  for (const { id, tenant_id: tenantId, entry, detail } of result.rows) {
    const outcome = await readBack({ id, tenantId, entry, detail }).catch((error) => {
      runtime.log.warn({ err: error, intent: id }, 'an effect could not be read back; its outcome is unknown')
      return 'unknown' as const
    })
    await runtime.store.inTenant(tenantId, 'write', (db) => settle(db, entry, outcome))
  }
  return result.rows.length
}

const keptDays = 30
const ageMilliseconds = 3_600_000

/**
 * At start and each hour: forgets what settled intents were about. An unknown outcome keeps its values for thirty days,
 * for whoever has to look at the source; the audit log keeps the act itself.
 */
export async function ageIntents(runtime: Runtime): Promise<void> {
  const age = async () => {
    const { relay } = runtime.store
    // Left by a version that kept them.
    await relay.query(
      `update core.intent set detail = null, entry = entry - 'records' - 'events'
       where state in ('done', 'refused') and detail is not null`,
    )
    await relay.query(
      `delete from core.intent where state <> 'open' and settled_at < $1::timestamptz - $2 * interval '1 day'`,
      [runtime.clock(), keptDays],
    )
  }
  await age()
  const timer = setInterval(() => {
    age().catch((error) => runtime.log.warn({ err: error }, 'settled intents could not be aged out'))
  }, ageMilliseconds)
  timer.unref()
  runtime.onStop(() => clearInterval(timer))
}

/** A known outcome needs no reading back, so what was written is kept no longer than the audit log keeps it. */
async function settle(db: Database, entry: JournalEntry, outcome: IntentOutcome): Promise<void> {
  const isKnown = outcome !== 'unknown'
  const settled = await sql`update core.intent set state = ${outcome}, settled_at = clock_timestamp(),
      detail = case when ${isKnown} then null else detail end,
      entry = case when ${isKnown} then entry - 'records' - 'events' else entry end
    where id = ${entry.id} and state = 'open' returning id`.execute(db)
  if (settled.rows.length === 0) return
  // A refused effect changed nothing, so nobody needs to look again.
  const events = outcome === 'refused' ? [] : entry.events
  await appendJournal(db, { ...entry, outcome, events })
}
