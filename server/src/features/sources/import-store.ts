import { newId, notFound } from '@flexoffice/base'
import type { ImportState, LoadMode } from '@flexoffice/contract/sources'
import type { Generated, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import type { Runtime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { UploadType } from '../files/api.ts'
import type { ReadingChoice } from './preview-upload.ts'

/** One column of the file that is loaded. */
export interface PlannedColumn {
  index: number
  name: string
  label: string
  type: UploadType
  /** The column of the table that it fills; null or absent = a new one. */
  columnId?: string | null
  /** It tells rows apart, so a row without it is refused. */
  required?: boolean
  /** Numbered by the database: it only tells rows apart. */
  generated?: boolean
}

/** How the file is read, and what becomes of rows that fail. */
export interface LoadingChoices extends ReadingChoice {
  decimal?: '.' | ','
  onFailure: 'skip' | 'stop'
}

/** Takes the choices of loading out of an input that holds more. */
export function loadingChoices(input: LoadingChoices): LoadingChoices {
  const { headerRow, delimiter, encoding, decimal, dateOrder, onFailure } = input
  return { headerRow, delimiter, encoding, decimal, dateOrder, onFailure }
}

/** What an import is to do, as corrected by the person. */
export interface ImportPlan extends LoadingChoices {
  sheet: string
  columns: PlannedColumn[]
  readers: string[]
  /** A step of greater work, which tells of its end itself. */
  isStep?: boolean
  /** The table that is filled; absent = a new one is made. */
  target?: { tableId: string; mode: Exclude<LoadMode, 'create'>; key: string[] }
}

/** What became of the rows of a table that was loaded again. */
export type RowChanges = NonNullable<ImportState['changes']>

/** How far an import is. */
export interface ImportCounts {
  rowsRead: number
  rowsLoaded: number
  rowsFailed: number
  progress: number
}

interface ImportTable {
  id: string
  tenant_id: string
  upload_id: string
  person_id: string
  actor: JournalEntry['actor']
  file_name: string
  table_label: string
  mode: LoadMode
  plan: ImportPlan
  state: ImportState['state']
  run_id: string | null
  held_until: Date | null
  closing: Generated<boolean>
  attempts: Generated<number>
  table_id: string | null
  rows_read: Generated<string>
  rows_loaded: Generated<string>
  rows_failed: Generated<string>
  progress: Generated<number>
  failures: Generated<ImportState['failures']>
  changes: Generated<RowChanges | null>
  problem: ImportState['problem']
  ip: string | null
  started_at: Date
  ended_at: Date | null
}

type ImportTables = { 'sources.import': ImportTable }

/** A row of `sources.import`. */
export type ImportRow = Selectable<ImportTable>

/** The imports in the transaction of a tenant. */
export function importTables(db: Database) {
  return db.withTables<ImportTables>()
}

/** Finds a person's own import; those of others are not there. */
export async function findImport(db: Database, importId: string, personId: string): Promise<ImportRow> {
  const row = await importTables(db)
    .selectFrom('sources.import')
    .selectAll()
    .where('id', '=', importId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) throw notFound(`import ${importId}`)
  return row
}

/** Imports by their ids, whoever's they are; for a feature that began them. */
export function findImports(db: Database, ids: readonly string[]): Promise<ImportRow[]> {
  return importTables(db).selectFrom('sources.import').selectAll().where('id', 'in', ids).execute()
}

/** How long a run may be silent before another takes the import over. */
const holdSeconds = 10
const until = sql<Date>`clock_timestamp() + make_interval(secs => ${sql.lit(holdSeconds)})`

/** Takes an open import for one run; null when it has ended or another run holds it. Counts start anew. */
export function claimImport(runtime: Runtime, tenantId: string, importId: string): Promise<ImportRow | null> {
  return runtime.store.inTenant(tenantId, 'write', async (db) => {
    const row = await importTables(db)
      .updateTable('sources.import')
      .set({
        state: 'running',
        run_id: newId(),
        held_until: until,
        closing: false,
        attempts: sql`attempts + 1`,
        rows_read: '0',
        rows_loaded: '0',
        rows_failed: '0',
        progress: 0,
        failures: sql`'[]'::jsonb`,
      })
      .where('id', '=', importId)
      .where('state', 'in', ['waiting', 'running'])
      .where((build) =>
        build.or([build('held_until', 'is', null), build('held_until', '<', sql<Date>`clock_timestamp()`)]),
      )
      .returningAll()
      .executeTakeFirst()
    return row ?? null
  })
}

/** Notes progress and holds the import on; false when the run has lost it: cancelled, or taken over. */
export async function holdImport(runtime: Runtime, row: ImportRow, counts: ImportCounts): Promise<boolean> {
  return changeHeld(runtime, row, {
    held_until: until,
    rows_read: String(counts.rowsRead),
    rows_loaded: String(counts.rowsLoaded),
    rows_failed: String(counts.rowsFailed),
    progress: counts.progress,
  })
}

/** From here on the import cannot be cancelled; false when it has been already. */
export function closeImport(runtime: Runtime, row: ImportRow): Promise<boolean> {
  return changeHeld(runtime, row, { held_until: until, closing: true })
}

/** Gives an import back, so that the next try can take it at once. */
export async function releaseImport(runtime: Runtime, row: ImportRow): Promise<void> {
  await changeHeld(runtime, row, { state: 'waiting', held_until: null, closing: false })
}

async function changeHeld(
  runtime: Runtime,
  row: ImportRow,
  change: Record<string, unknown>,
): Promise<boolean> {
  const result = await runtime.store.inTenant(row.tenant_id, 'write', (db) =>
    importTables(db)
      .updateTable('sources.import')
      .set(change)
      .where('id', '=', row.id)
      .where('run_id', '=', row.run_id)
      .where('state', '=', 'running')
      .executeTakeFirst(),
  )
  return result.numUpdatedRows > 0n
}

/** An import as its owner sees it. */
export function showImportRow(row: ImportRow): ImportState {
  return {
    id: row.id,
    fileName: row.file_name,
    tableId: row.table_id,
    tableLabel: row.table_label,
    mode: row.mode,
    isStep: row.plan.isStep ?? false,
    state: row.state,
    rowsRead: Number(row.rows_read),
    rowsLoaded: Number(row.rows_loaded),
    rowsFailed: Number(row.rows_failed),
    progress: row.progress,
    failures: row.failures,
    changes: row.changes,
    problem: row.problem,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
