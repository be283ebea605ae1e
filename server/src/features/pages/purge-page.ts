import type { JobHandler } from '../../core/jobs/work-jobs.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { appendJournal } from '../../core/run-operation.ts'
import { purgePage } from './page-store.ts'

export const purgeAfterDays = 30
export const purgeJob = 'pages/purge-page'

/** Deletes a page that has been in the bin for 30 days; one that was brought back, or removed again later, stays. */
export const purgeRemovedPage: JobHandler = async ({ runtime, tenantId, actor }, { pageId }) => {
  const now = runtime.clock()
  // A minute of grace: clocks of processes differ.
  const removedBefore = new Date(now.getTime() - purgeAfterDays * 86_400_000 + 60_000)
  await runtime.store.inTenant(tenantId, 'write', async (db) => {
    const row = await purgePage(db, String(pageId), removedBefore)
    if (!row) return
    const object = { type: 'page', id: row.id, name: row.title }
    const records = [{ object, detail: { reason: `in the bin for ${purgeAfterDays} days` } }]
    const act = {
      actor,
      tenantId,
      operation: purgeJob,
      outcome: 'done' as const,
      at: now,
      records,
      events: [],
    }
    await appendJournal(db, makeJournalEntry(act))
  })
}
