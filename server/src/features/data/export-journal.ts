import { newId } from '@flexoffice/base'
import type { exportRecords } from '@flexoffice/contract/data'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import type { Context } from '../../core/context.ts'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import { appendJournal } from '../../core/run-operation.ts'
import type { OpenTable } from './open-table.ts'

/** Makes durable that an export begins, with what was asked for and how many rows were counted. */
export async function journalBegin(
  ctx: Context,
  { known, shape }: OpenTable,
  { columns, filter, sort, keys, format }: ParsedInputOf<typeof exportRecords>,
  rows: number,
): Promise<JournalEntry> {
  const object = { type: 'table', id: shape.id, name: known.table.name }
  ctx.record({ object, detail: { rows, columns, filter, sort, keys, format } })
  const entry = ctx.journalEntry()
  await ctx.transaction((db) => appendJournal(db, entry))
  ctx.journalled()
  return entry
}

/**
 * Writes how many rows left and whether they were all: `failed` when the caller, the session or a right went meanwhile. An
 * export whose process ended in between has no such entry.
 */
export async function journalEnd(
  ctx: Context,
  begun: JournalEntry,
  { rows, whole }: { rows: number; whole: boolean },
): Promise<void> {
  const now = ctx.now()
  const entry: JournalEntry = {
    ...begun,
    id: newId(now.getTime()),
    at: now.toISOString(),
    operation: 'data/end-export',
    outcome: whole ? 'done' : 'failed',
    records: [{ object: begun.records[0]?.object, detail: { exportId: begun.id, rows } }],
    events: [],
  }
  await ctx
    .transaction((db) => appendJournal(db, entry))
    .catch((error) =>
      ctx.log.error({ err: error, exportId: begun.id }, 'the end of an export was not journalled'),
    )
}
