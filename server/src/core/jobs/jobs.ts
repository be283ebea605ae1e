import { Logger as GraphileLogger } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Database, StoreConnection } from '../store/management-store.ts'
import type { Tracing } from '../tracing/tracing.ts'

export interface JobRequest {
  job: string
  tenantId: string
  /** Ids only: a job reads what it needs again, under the rights it is given. */
  payload: Record<string, unknown>
  /** Jobs of one key replace each other while waiting. */
  key?: string
  runAt?: Date
}

export interface Jobs {
  enqueue(db: Database, request: JobRequest): Promise<void>
}

/** Prepares the job tables (as the owner) so that the app login may add jobs and the relay login may work them off. */
export async function prepareJobs(owner: StoreConnection): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7301)')
    const { runMigrations } = await import('graphile-worker')
    const pool = makeJobPool(owner, 2)
    await runMigrations({ pgPool: pool, logger: quietJobLog() })
    await pool.end()
    await client.query(enqueueFunction)
  } finally {
    await client.end()
  }
}

const enqueueFunction = `
create or replace function core.enqueue_job(job text, payload json, job_key text, run_at timestamptz) returns void
language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.add_job(job, payload, job_key := job_key, run_at := coalesce(run_at, now()), max_attempts := 12)
$$;
revoke all on function core.enqueue_job(text, json, text, timestamptz) from public;
grant execute on function core.enqueue_job(text, json, text, timestamptz) to flexoffice_app;`

/** Makes the queue: an operation adds to it in its own transaction; its trace goes on in the job. */
export function createJobs(tracing: Tracing | null): Jobs {
  return {
    async enqueue(db, { job, tenantId, payload, key, runAt }) {
      const traceparent = tracing?.traceparent() ?? undefined
      const body = JSON.stringify({ ...payload, tenantId, traceparent })
      await sql`select core.enqueue_job(${job}, ${body}::json, ${key ?? null}, ${runAt ?? null}::timestamptz)`.execute(
        db,
      )
    },
  }
}

/** A lost connection is replaced at the next use; the worker asks that both kinds of loss are heard. */
export function makeJobPool(owner: StoreConnection, max: number): pg.Pool {
  const pool = new pg.Pool({ ...owner, max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The product's own log says what matters of a job; the worker's chatter does not. */
export function quietJobLog(): GraphileLogger {
  return new GraphileLogger(() => () => {})
}
