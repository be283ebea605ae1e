import { pipeline } from 'node:stream/promises'
import { AppError, newId, randomName } from '@flexoffice/base'
import { importProgressed } from '@flexoffice/contract/sources'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import type { Runtime } from '../../core/runtime.ts'
import { workspaceDatabase } from '../databases/api.ts'
import type { ConversionPlan, ConversionResult } from '../files/api.ts'
import { convertUpload, copyStatement, postgresType, toTableName } from '../files/api.ts'
import type { ImportRow } from './import-store.ts'

/** What became of the loading; kept beside the table, so that a run after a crash finds it. */
export interface LoadOutcome {
  /** The table's name in schema public; null when rows failed and nothing was to be loaded then. */
  table: string | null
  result: ConversionResult
}

/** What a loading needs besides the row of its import. */
export interface Loading {
  path: string
  size: number
  plan: Omit<ConversionPlan, 'onProblem'>
  signal: AbortSignal
  onProgress(rows: number, share: number): void
  /** Asked right before the commit; false = the import was cancelled. */
  beforeCommit(): Promise<boolean>
}

/**
 * Loads a file as a new table in one transaction: table, rows, journal and outcome appear together or not at all. An
 * import that was loaded before answers what came of it then.
 */
export async function loadTable(
  runtime: Runtime,
  row: ImportRow,
  prepare: () => Promise<Loading>,
): Promise<LoadOutcome> {
  const { connection } = await workspaceDatabase(runtime, row.tenant_id)
  const client = new pg.Client({ ...connection, application_name: `FlexOffice import ${row.id}` })
  // What is lost shows at the statement that runs; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const before = await client.query<{ outcome: LoadOutcome }>(
      'select outcome from flexoffice.outcome where id = $1',
      [row.id],
    )
    if (before.rows[0]) return before.rows[0].outcome
    return await loadNew(client, runtime, row, await prepare())
  } finally {
    await client.end().catch(() => {})
  }
}

async function loadNew(
  client: pg.Client,
  runtime: Runtime,
  row: ImportRow,
  loading: Loading,
): Promise<LoadOutcome> {
  await client.query('begin')
  try {
    const interim = `import_${randomName(20)}`
    await client.query(createTableStatement(interim, row.plan.columns))
    const result = await copyRows(client, interim, row, loading)
    if (row.plan.onFailure === 'stop' && result.rowsFailed > 0) {
      await client.query('rollback')
      return { table: null, result }
    }
    await client.query(`analyze public.${interim}`)
    const table = await giveName(client, interim, row.table_label)
    const outcome: LoadOutcome = { table, result }
    await client.query('insert into flexoffice.outcome (id, outcome) values ($1, $2)', [row.id, outcome])
    const entry = journalEntry(runtime, row, outcome)
    await client.query('insert into flexoffice.journal (id, entry) values ($1, $2)', [entry.id, entry])
    if (!(await loading.beforeCommit())) throw cancelled()
    await client.query('commit')
    return outcome
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** The statement that makes the table: a key of our own, then the columns of the file. */
export function createTableStatement(table: string, columns: ImportRow['plan']['columns']): string {
  const taken = new Set(columns.map((column) => column.name))
  const key = ['id', 'row_id'].find((name) => !taken.has(name)) ?? freeKey(taken)
  const lines = columns.map((column) => `${pg.escapeIdentifier(column.name)} ${postgresType(column.type)}`)
  return `create table public.${pg.escapeIdentifier(table)} (
    ${pg.escapeIdentifier(key)} bigint generated always as identity primary key,
    ${lines.join(',\n    ')}
  )`
}

function freeKey(taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) if (!taken.has(`row_id_${number}`)) return `row_id_${number}`
}

async function copyRows(
  client: pg.Client,
  table: string,
  row: ImportRow,
  loading: Loading,
): Promise<ConversionResult> {
  const { path, size, plan, signal } = loading
  const { copy, result } = convertUpload(
    { path, name: row.file_name, size },
    { ...plan, onProblem: 'skip' },
    { signal, onProgress: ({ rows, share }) => loading.onProgress(rows, share) },
  )
  const names = row.plan.columns.map((column) => column.name)
  await pipeline(copy, client.query(from(copyStatement('public', table, names))))
  return result
}

/** Under a lock, so that two imports of one name do not wait for each other's end, nor fail at it. */
async function giveName(client: pg.Client, interim: string, label: string): Promise<string> {
  await client.query("select pg_advisory_xact_lock(hashtextextended('flexoffice table names', 0))")
  const { rows } = await client.query<{ relname: string }>(
    "select relname from pg_catalog.pg_class where relnamespace = 'public'::regnamespace",
  )
  const name = toTableName(
    label,
    rows.map((found) => found.relname),
  )
  await client.query(`alter table public.${interim} rename to ${client.escapeIdentifier(name)}`)
  return name
}

function journalEntry(runtime: Runtime, row: ImportRow, { table, result }: LoadOutcome): JournalEntry {
  const { rowsRead, rowsWritten, rowsFailed } = result
  return {
    id: newId(),
    at: runtime.clock().toISOString(),
    tenantId: row.tenant_id,
    actor: row.actor,
    operation: 'sources/load-upload',
    outcome: 'done',
    records: [
      {
        object: { type: 'import', id: row.id, name: row.table_label },
        after: { table, file: row.file_name, rowsRead, rowsWritten, rowsFailed },
      },
    ],
    events: [{ name: importProgressed.name, payload: { importId: row.id }, to: [row.person_id] }],
  }
}

/** What a run ends with when its import was cancelled, or taken over by another run. */
export function cancelled(): AppError {
  return new AppError('gone', { public: 'The import was stopped.', reason: 'import_cancelled' })
}
