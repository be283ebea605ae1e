import { newId } from '@flexoffice/base'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { ManagementStore } from '../store/management-store.ts'
import type { JournalEntry } from './journal-entry.ts'

/**
 * Gathers entries of ordinary reads and writes them in batches. That somebody reads something is written within half a
 * second; while they go on, their further reads are counted and written every ten seconds. So much a crash may lose.
 */
export interface ReadAudit {
  add(entry: JournalEntry): void
  /** Cheaper than `add` on the hot path: the entry is built once per batch for each key, then only counted. */
  count(key: string, make: () => JournalEntry): void
  flush(): Promise<void>
  stop(): Promise<void>
}

const flushMilliseconds = 500
const repeatMilliseconds = 10_000

/** Starts gathering. The same person reading the same thing twice in a batch is one entry with a count. */
export function startReadAudit(store: ManagementStore, log: Logger): ReadAudit {
  let pending = new Map<string, { entry: JournalEntry; count: number }>()
  const writtenAt = new Map<string, number>()
  const timer = setInterval(() => void write(takeDue()), flushMilliseconds)
  timer.unref()

  /** What was not written lately; the rest goes on being counted. */
  function takeDue(): typeof pending {
    const now = performance.now()
    for (const [key, at] of writtenAt) if (now - at >= repeatMilliseconds) writtenAt.delete(key)
    const due: typeof pending = new Map()
    for (const [key, item] of pending) {
      if (writtenAt.has(key)) continue
      due.set(key, item)
      pending.delete(key)
      writtenAt.set(key, now)
    }
    return due
  }

  function flush(): Promise<void> {
    const batch = pending
    pending = new Map()
    return write(batch)
  }

  async function write(batch: typeof pending): Promise<void> {
    if (batch.size === 0) return
    const byTenant = Map.groupBy(batch.values(), ({ entry }) => entry.tenantId)
    for (const [tenantId, items] of byTenant) {
      if (!tenantId) continue
      // An operation may tell of several reads; each is an entry of its own.
      const rows = items.map(({ entry, count }) => ({
        ...entry,
        id: newId(),
        records: [...entry.records, { detail: { count } }],
      }))
      try {
        await store.inTenant(tenantId, 'write', (db) =>
          sql`insert into flexoffice.journal (id, entry)
              select (row ->> 'id')::uuid, row from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) row`.execute(
            db,
          ),
        )
      } catch (error) {
        log.error({ err: error, entries: rows.length }, 'entries of reads could not be written')
      }
    }
  }

  function count(key: string, make: () => JournalEntry): void {
    const present = pending.get(key)
    if (present) present.count += 1
    else pending.set(key, { entry: make(), count: 1 })
  }

  return {
    add: (entry) =>
      count(
        `${entry.actor.sessionId ?? entry.actor.id}|${entry.operation}|${JSON.stringify(entry.records)}`,
        () => entry,
      ),
    count,
    flush,
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}
