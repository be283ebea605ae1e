import type { Runtime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'

const lookAgainMilliseconds = 20_000

/** Adds a job of this feature, and a second look at the same work for the case that the first dies with its process. */
export async function queueStep(
  runtime: Runtime,
  db: Database,
  tenantId: string,
  job: string,
): Promise<void> {
  await runtime.jobs.enqueue(db, { job, tenantId, payload: {}, key: `${job} ${tenantId}` })
  await queueSecondLook(runtime, db, tenantId, job)
}

/** A job that died is held for hours; every run that has work to do makes sure first that another comes after it. */
export async function queueSecondLook(
  runtime: Runtime,
  db: Database,
  tenantId: string,
  job: string,
): Promise<void> {
  const runAt = new Date(Date.now() + lookAgainMilliseconds)
  await runtime.jobs.enqueue(db, { job, tenantId, payload: {}, key: `${job} again ${tenantId}`, runAt })
}
