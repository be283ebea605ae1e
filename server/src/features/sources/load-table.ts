import { randomName } from '@flexoffice/base'
import pg from 'pg'
import type { Runtime } from '../../core/runtime.ts'
import type { WorkspaceDatabase } from '../databases/api.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { postgresType, toTableName } from '../files/api.ts'
import type { Loading, LoadOutcome } from './copy-rows.ts'
import { commitOutcome, copyRows } from './copy-rows.ts'
import type { ImportRow } from './import-store.ts'
import { loadInto } from './uploaded/merge-rows.ts'

/**
 * Loads a file as a new table, or into one that is there, in one transaction: table, rows, journal and outcome appear
 * together or not at all. An import that was loaded before answers what came of it then.
 */
export async function loadTable(
  runtime: Runtime,
  row: ImportRow,
  prepare: () => Promise<Loading>,
): Promise<LoadOutcome> {
  const workspace = await workspaceDatabase(runtime, row.tenant_id)
  const client = new pg.Client({
    ...workspace.connection,
    application_name: `FlexOffice import ${row.id}`,
  })
  // What is lost shows at the statement that runs; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const before = await client.query<{ outcome: LoadOutcome }>(
      'select outcome from flexoffice.outcome where id = $1',
      [row.id],
    )
    if (before.rows[0]) return before.rows[0].outcome
    const loading = await prepare()
    const leave = await cancelWith(loading.signal, client, workspace)
    try {
      return await (loading.target ? loadInto : loadNew)(client, runtime, row, loading)
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      leave()
    }
  } finally {
    await client.end().catch(() => {})
  }
}

/** A statement that only the server is at work on does not see the signal, so the server is told. */
async function cancelWith(
  signal: AbortSignal,
  client: pg.Client,
  { pool }: WorkspaceDatabase,
): Promise<() => void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const cancel = () =>
    void pool.query({ text: `select pg_cancel_backend(${rows[0]!.pid})` }).catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  return () => signal.removeEventListener('abort', cancel)
}

async function loadNew(
  client: pg.Client,
  runtime: Runtime,
  row: ImportRow,
  loading: Loading,
): Promise<LoadOutcome> {
  await client.query('begin')
  const interim = `import_${randomName(20)}`
  await client.query(createTableStatement(interim, row.plan.columns))
  const names = row.plan.columns.map((column) => column.name)
  const result = await copyRows(client, { schema: 'public', table: interim, names }, row, loading)
  if (row.plan.onFailure === 'stop' && result.rowsFailed > 0) {
    await client.query('rollback')
    return { table: null, result }
  }
  await client.query(`analyze public.${interim}`)
  const table = await giveName(client, interim, row.table_label)
  return commitOutcome(client, runtime, row, loading, { table, result })
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
