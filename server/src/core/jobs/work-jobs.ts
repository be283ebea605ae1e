import type { JobHelpers, TaskList } from 'graphile-worker'
import type { SystemActor } from '../actor.ts'
import type { Runtime } from '../runtime.ts'
import type { StoreConnection } from '../store/management-store.ts'
import type { SpanStart } from '../tracing/tracing.ts'
import { makeJobPool, quietJobLog } from './jobs.ts'

/** What a job's code receives; safe to run twice. */
export interface JobContext {
  runtime: Runtime
  tenantId: string
  actor: SystemActor
  attempt: number
  signal: AbortSignal
}

export type JobHandler = (ctx: JobContext, payload: Record<string, unknown>) => Promise<void>

/** Starts working off jobs; the answer stops it after the running ones. */
export async function workJobs(
  runtime: Runtime,
  owner: StoreConnection,
  handlers: Record<string, JobHandler>,
): Promise<() => Promise<void>> {
  const { run } = await import('graphile-worker')
  const pool = makeJobPool(owner, 6)
  const runner = await run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: quietJobLog(),
    taskList: toTasks(runtime, handlers),
  })
  return async () => {
    await runner.stop().catch(() => {})
    await pool.end()
  }
}

function toTasks(runtime: Runtime, handlers: Record<string, JobHandler>): TaskList {
  const tasks: TaskList = {}
  for (const [name, handle] of Object.entries(handlers)) {
    tasks[name] = (payload, helpers: JobHelpers) => {
      const { tenantId, traceparent, ...rest } = payload as JobPayload
      const actor: SystemActor = { kind: 'system', name: `job ${name}`, tenantId, permissions: new Set() }
      const attempt = helpers.job.attempts
      const signal = helpers.abortSignal ?? new AbortController().signal
      async function work(): Promise<void> {
        try {
          await handle({ runtime, tenantId, actor, attempt, signal }, rest)
        } catch (error) {
          runtime.log.error(
            { err: error, job: name, attempt },
            'a job failed; it is tried again with growing pauses',
          )
          throw error
        }
      }
      return runtime.tracing?.within(spanOf(name, { tenantId, traceparent, attempt }), work) ?? work()
    }
  }
  return tasks
}

interface JobPayload {
  tenantId: string
  traceparent?: string
  [name: string]: unknown
}

function spanOf(
  name: string,
  { tenantId, traceparent, attempt }: Pick<JobPayload, 'tenantId' | 'traceparent'> & { attempt: number },
): SpanStart {
  return {
    name: `job ${name}`,
    kind: 'consumer',
    parent: traceparent,
    attributes: { 'flexoffice.tenant.id': tenantId, 'flexoffice.job.attempt': attempt },
  }
}
