import { pipeline } from 'node:stream/promises'
import { AppError, newId } from '@flexoffice/base'
import { recordsChanged } from '@flexoffice/contract/data'
import { importProgressed } from '@flexoffice/contract/sources'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { AuditRecord, JournalEntry } from '../../core/journal/journal-entry.ts'
import type { Runtime } from '../../core/runtime.ts'
import type { ConversionPlan, ConversionResult } from '../files/api.ts'
import { convertUpload, copyStatement } from '../files/api.ts'
import type { ImportRow, RowChanges } from './import-store.ts'

/** What came of the rows of the file: those that were left out when they met the table's are among the failures. */
export type LoadResult = Omit<ConversionResult, 'failures'> & {
  failures: { row: number; column: string; value: string; code: string }[]
}

/** What became of the loading; kept beside the table, so that a run after a crash finds it. */
export interface LoadOutcome {
  /** The table's name in schema public; null when rows failed and nothing was to be loaded then. */
  table: string | null
  result: LoadResult
  /** What became of the rows of a table that was there before. */
  changes?: RowChanges
  /** The names in the database of the columns that were added to it, by their place in the plan. */
  added?: Record<number, string>
}

/** A table that was there before, by what a renaming leaves as it is. */
export interface LoadTarget {
  oid: string
  /** For each planned column the number of the column that it fills; null = it is added. */
  attributes: (number | null)[]
  /** The places in the plan of the columns that tell rows apart. */
  key: number[]
}

/** What a loading needs besides the row of its import. */
export interface Loading {
  path: string
  size: number
  plan: Omit<ConversionPlan, 'onProblem'>
  /** Absent = a new table is made. */
  target?: LoadTarget
  signal: AbortSignal
  onProgress(rows: number, share: number): void
  /** Asked right before the commit; false = the import was cancelled. Throws when the person may not load any more. */
  beforeCommit(): Promise<boolean>
}

/** Reads the file into a table; the first of `names` takes the number of the row in the file when the plan asks for it. */
export async function copyRows(
  client: pg.Client,
  to: { schema: string; table: string; names: string[] },
  row: ImportRow,
  loading: Loading,
): Promise<LoadResult> {
  const { path, size, plan, signal } = loading
  const { copy, result } = convertUpload(
    { path, name: row.file_name, size },
    { ...plan, onProblem: 'skip' },
    { signal, onProgress: ({ rows, share }) => loading.onProgress(rows, share) },
  )
  await pipeline(copy, client.query(from(copyStatement(to.schema, to.table, to.names))))
  return result
}

/** Ends the open transaction: outcome and journal stand with the rows, or none of them does. */
export async function commitOutcome(
  client: pg.Client,
  runtime: Runtime,
  row: ImportRow,
  loading: Loading,
  outcome: LoadOutcome,
): Promise<LoadOutcome> {
  await client.query('insert into flexoffice.outcome (id, outcome) values ($1, $2)', [row.id, outcome])
  const entry = journalEntry(runtime, row, outcome)
  await client.query('insert into flexoffice.journal (id, entry) values ($1, $2)', [entry.id, entry])
  if (!(await loading.beforeCommit())) throw cancelled()
  await client.query('commit')
  return outcome
}

function journalEntry(runtime: Runtime, row: ImportRow, outcome: LoadOutcome): JournalEntry {
  const { target } = row.plan
  const progressed = { name: importProgressed.name, payload: { importId: row.id }, to: [row.person_id] }
  const changed = target ? [{ name: recordsChanged.name, payload: { tableId: target.tableId } }] : []
  return {
    id: newId(),
    at: runtime.clock().toISOString(),
    tenantId: row.tenant_id,
    actor: row.actor,
    operation: 'sources/load-upload',
    outcome: 'done',
    ip: row.ip ?? undefined,
    records: [auditRecord(row, outcome)],
    events: [progressed, ...changed],
  }
}

/** A new table is told of with its import; rows of a table that was there, with the table. */
function auditRecord(row: ImportRow, { table, result, changes, added }: LoadOutcome): AuditRecord {
  const { target } = row.plan
  const { rowsRead, rowsWritten, rowsFailed } = result
  const read = { table, file: row.file_name, rowsRead, rowsWritten, rowsFailed }
  if (!target || !changes)
    return { object: { type: 'import', id: row.id, name: row.table_label }, after: read }
  const { before, ...moved } = changes
  return {
    object: { type: 'table', id: target.tableId, name: row.table_label },
    before: { rows: before },
    after: { rows: before + changes.added - changes.removed },
    detail: {
      importId: row.id,
      mode: target.mode,
      ...read,
      ...moved,
      newColumns: Object.values(added ?? {}),
    },
  }
}

/** What a run ends with when its import was cancelled, or taken over by another run. */
export function cancelled(): AppError {
  return new AppError('gone', { public: 'The import was stopped.', reason: 'import_cancelled' })
}
