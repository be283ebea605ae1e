import type { JobContext } from '../../core/jobs/work-jobs.ts'
import type { Runtime } from '../../core/runtime.ts'
import { removeFile, removeOldFiles } from './upload-folder.ts'
import { uploadTables } from './upload-store.ts'

const roundMilliseconds = 5_000
const checkMilliseconds = 5 * 60_000
const keepMilliseconds = 24 * 60 * 60_000

/**
 * Goes round from time to time: imports whose run died are started again, old uploads removed, connected sources
 * checked. Every node does; the keys of the jobs let each happen once.
 */
export function maintainSources(runtime: Runtime): void {
  let round: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    round = round
      .then(() => goRound(runtime))
      .catch((error) => {
        runtime.log.warn({ err: error }, 'the round of sources was cut off; the next does its work')
      })
  }, roundMilliseconds)
  timer.unref()
  runtime.onStop(() => {
    clearInterval(timer)
    return round
  })
}

/** One round; exported for tests. */
export async function goRound(runtime: Runtime): Promise<void> {
  const now = runtime.clock().getTime()
  const find = (look: string, moment: number) =>
    runtime.store.gate<{ id: string; tenant_id: string }>(`sources.gate_list_${look}`, new Date(moment))
  for (const { id, tenant_id } of await find('dropped_imports', now))
    await enqueue(runtime, tenant_id, 'sources/import-upload', { importId: id }, `import ${id}`)
  for (const { id, tenant_id } of await find('unchecked', now - checkMilliseconds))
    await enqueue(runtime, tenant_id, 'sources/check-source', { sourceId: id }, `check ${id}`)
  for (const { id, tenant_id } of await find('old_uploads', now - keepMilliseconds))
    await enqueue(runtime, tenant_id, 'sources/remove-upload', { uploadId: id }, `remove upload ${id}`)
  await removeOldFiles(runtime, 2 * keepMilliseconds)
}

/** A job: removes an upload and its file; imports of it have ended by then. */
export async function removeUpload(job: JobContext, payload: Record<string, unknown>): Promise<void> {
  const uploadId = String(payload.uploadId)
  await removeFile(job.runtime, uploadId)
  await job.runtime.store.inTenant(job.tenantId, 'write', (db) =>
    uploadTables(db).deleteFrom('sources.upload').where('id', '=', uploadId).execute(),
  )
}

async function enqueue(
  runtime: Runtime,
  tenantId: string,
  job: string,
  payload: Record<string, unknown>,
  key: string,
): Promise<void> {
  await runtime.store.inTenant(tenantId, 'write', (db) =>
    runtime.jobs.enqueue(db, { job, tenantId, payload, key }),
  )
}
