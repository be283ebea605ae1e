import { AppError } from '@flexoffice/base'
import type { NotedProblem } from '@flexoffice/contract/sources'
import { importProgressed } from '@flexoffice/contract/sources'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import { previewUpload } from '../files/api.ts'
import type { Loading, LoadOutcome, LoadResult } from './copy-rows.ts'
import { cancelled } from './copy-rows.ts'
import type { ImportCounts, ImportRow } from './import-store.ts'
import { claimImport, closeImport, holdImport, releaseImport } from './import-store.ts'
import { importJob } from './import-upload.ts'
import { noteOf } from './inspect-source.ts'
import { loadTable } from './load-table.ts'
import { goneFile, previewRequest, readDateOrder } from './preview-upload.ts'
import { endImport } from './publish-import.ts'
import { inReadingLine } from './reading-line.ts'
import { uploadPath } from './upload-folder.ts'
import { fileLimits } from './upload-settings.ts'
import type { Reading, UploadRow } from './upload-store.ts'
import { findUpload, readingOf } from './upload-store.ts'
import { findTarget } from './uploaded/find-target.ts'

const tellMilliseconds = 500
const maximumAttempts = 6
const atOnce = 2
const turnMilliseconds = 1_500
const running = perRuntime(() => ({ imports: 0 }))

/**
 * A job: loads an upload as a table. Whatever it is stopped by, the next run starts clean, or finds that the table stands
 * already and only tells of it.
 */
export async function runImport(job: JobContext, payload: Record<string, unknown>): Promise<void> {
  const importId = String(payload.importId)
  const line = running(job.runtime)
  if (line.imports >= atOnce) return comeAgain(job, importId)
  line.imports += 1
  try {
    const row = await claimImport(job.runtime, job.tenantId, importId)
    if (row) await runClaimed(job, row)
  } finally {
    line.imports -= 1
  }
}

async function runClaimed(job: JobContext, row: ImportRow): Promise<void> {
  const { runtime } = job
  const keeper = keepHeld(runtime, row, job.signal)
  try {
    const outcome = await loadTable(runtime, row, () => prepareLoading(job, row, keeper))
    await finish(job, row, outcome)
  } catch (error) {
    if (keeper.lost()) return
    await fail(job, row, error)
  } finally {
    await keeper.stop()
  }
}

/** Imports take long and much memory; the other jobs of the process must not wait for them. */
async function comeAgain({ runtime, tenantId }: JobContext, importId: string): Promise<void> {
  const request = { ...importJob(tenantId, importId), runAt: new Date(Date.now() + turnMilliseconds) }
  await runtime.store.inTenant(tenantId, 'write', (db) => runtime.jobs.enqueue(db, request))
}

async function finish(job: JobContext, row: ImportRow, outcome: LoadOutcome): Promise<void> {
  const { table, result } = outcome
  const counts = countsOf(result)
  if (table === null) {
    const problem = {
      code: 'import_rows_do_not_fit',
      message: `${result.rowsFailed} rows do not fit their columns, so nothing was loaded. Correct the file or the columns, or leave such rows out.`,
      params: { rows: result.rowsFailed },
    }
    return endImport(job, row, { state: 'failed', counts, problem, load: null })
  }
  const load = { ...outcome, table }
  await endImport(job, row, { state: 'done', counts, problem: null, load })
}

/** What will fail again in the same way ends the import; everything else is tried again, a few times. */
async function fail(job: JobContext, row: ImportRow, error: unknown): Promise<void> {
  const refusal = refusalOf(error)
  if (!refusal && row.attempts < maximumAttempts) {
    await releaseImport(job.runtime, row)
    throw error
  }
  if (!refusal) job.runtime.log.error({ err: error, importId: row.id }, 'an import was given up')
  const problem = refusal ?? {
    code: 'import_interrupted',
    message: 'The import was interrupted again and again. Try it once more, or tell the operator.',
  }
  const counts = { rowsRead: 0, rowsLoaded: 0, rowsFailed: 0, failures: [] }
  await endImport(job, row, { state: 'failed', counts, problem, load: null })
}

function refusalOf(error: unknown): NotedProblem | null {
  const gone = goneFile(error)
  if (gone) return noteOf(gone)
  if (error instanceof AppError) {
    const passing = error.status >= 500 || error.detail.reason === 'file_reading_stopped'
    return passing ? null : noteOf(error)
  }
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string' || !/^(22|23|42|54)[0-9A-Z]{3}$/.test(code)) return null
  return {
    code: 'import_rows_not_stored',
    message:
      'The database could not store the rows of this file as they are. Correct the types of the columns, or load fewer columns.',
  }
}

function countsOf(result: LoadResult) {
  return {
    rowsRead: result.rowsRead,
    rowsLoaded: result.rowsWritten,
    rowsFailed: result.rowsFailed,
    failures: result.failures.map(({ row, column, value, code }) => ({ row, column, value, code })),
  }
}

interface Keeper {
  signal: AbortSignal
  see(rows: number, share: number): void
  close(): Promise<boolean>
  /** The import was cancelled or taken over: it is no longer this run's to end. */
  lost(): boolean
  stop(): Promise<void>
}

/** Twice a second: notes how far the run is, tells its owner, holds the import on, and sees whether it was cancelled. */
function keepHeld(runtime: Runtime, row: ImportRow, stopping: AbortSignal): Keeper {
  const controller = new AbortController()
  const counts: ImportCounts = { rowsRead: 0, rowsLoaded: 0, rowsFailed: 0, progress: 0 }
  let lost = false
  let told = -1
  let beat: Promise<void> = Promise.resolve()

  async function hold(): Promise<void> {
    const held = await holdImport(runtime, row, counts).catch(() => true)
    if (!held) {
      lost = true
      controller.abort(cancelled())
    } else if (counts.rowsRead !== told) {
      told = counts.rowsRead
      const event = { name: importProgressed.name, payload: { importId: row.id }, to: [row.person_id] }
      runtime.hub.publish(row.tenant_id, event)
    }
  }

  const timer = setInterval(() => {
    beat = beat.then(() => hold())
  }, tellMilliseconds)
  timer.unref()
  return {
    signal: AbortSignal.any([controller.signal, stopping]),
    see(rows, share) {
      counts.rowsRead = rows
      counts.progress = share
    },
    async close() {
      const closed = await closeImport(runtime, row)
      lost ||= !closed
      return closed
    },
    lost: () => lost,
    async stop() {
      clearInterval(timer)
      await beat
    },
  }
}

async function prepareLoading(job: JobContext, row: ImportRow, keeper: Keeper): Promise<Loading> {
  const { runtime } = job
  const upload = await runtime.store.inTenant(row.tenant_id, 'read', (db) =>
    findUpload(db, row.upload_id, row.person_id),
  )
  const target = await findTarget(job, row)
  const limits = await fileLimits(runtime, row.tenant_id)
  const { sheet, firstDataRow, columns } = await findReading(runtime, row, upload, keeper.signal)
  const style = row.plan.decimal && (row.plan.decimal === ',' ? ('comma' as const) : ('point' as const))
  const order = readDateOrder(row.plan.dateOrder)
  const { delimited } = previewRequest(upload, undefined, row.plan)
  return {
    path: uploadPath(runtime, upload.id),
    size: Number(upload.size),
    plan: {
      sheet,
      firstDataRow,
      delimited,
      limits,
      rowNumbers: target !== undefined,
      columns: row.plan.columns.map(({ index, name, type, required }) => ({
        index,
        name,
        type,
        required,
        numberStyle: style ?? columns[index]?.numberStyle ?? 'point',
        dateOrder: order ?? columns[index]?.dateOrder ?? 'dmy',
      })),
    },
    target,
    signal: keeper.signal,
    onProgress: keeper.see,
    async beforeCommit() {
      // The rights may have ended while the file was read.
      await findTarget(job, row)
      return keeper.close()
    },
  }
}

/** What the upload's first look found, unless the person had the file read otherwise: then it is looked at again. */
async function findReading(
  runtime: Runtime,
  row: ImportRow,
  upload: UploadRow,
  signal: AbortSignal,
): Promise<Reading> {
  const { sheet, headerRow, delimiter, encoding } = row.plan
  const { reading } = upload.detected
  const asDetected =
    sheet === reading.sheet &&
    (headerRow === undefined || headerRow === reading.headerRow) &&
    (delimiter === undefined || delimiter === reading.delimiter) &&
    (encoding === undefined || encoding === reading.encoding)
  if (asDetected) return reading
  const limits = await fileLimits(runtime, row.tenant_id)
  const file = { path: uploadPath(runtime, upload.id), name: upload.file_name, size: Number(upload.size) }
  const request = { ...previewRequest(upload, undefined, row.plan), sheet, limits }
  return readingOf(await inReadingLine(runtime, () => previewUpload(file, request, { signal })))
}
