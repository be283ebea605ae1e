import { AppError } from '@flexoffice/base'
import type { PostgresSettings } from '@flexoffice/connectors'
import { introspectPostgres, postgresConnector } from '@flexoffice/connectors'
import type { NotedProblem } from '@flexoffice/contract/sources'
import type { ConnectionPool, ConnectionReport, SourceSchema } from '@flexoffice/sdk/connector'
import type { Runtime } from '../../core/runtime.ts'
import { tracePool } from '../../core/tracing/trace-pool.ts'
import { connectorContext } from './source-network.ts'

/** What was found behind a connection. */
export interface Inspection {
  report: ConnectionReport
  schema: SourceSchema
  /** Tells one database from another behind the same name; null where the login may not ask. */
  fingerprint: string | null
}

/** Signs in, looks at everything that the login may read, and leaves. Every refusal names the field that mends it. */
export async function inspectSource(
  runtime: Runtime,
  settings: PostgresSettings,
  signal?: AbortSignal,
): Promise<Inspection> {
  return namingSettings(async () => {
    const context = await connectorContext(runtime)
    const report = await postgresConnector.testConnection(settings, context, signal)
    const opened = postgresConnector.open(settings, { ...context, maximumConnections: 1 })
    const pool = tracePool(runtime.tracing, opened, {})
    try {
      const schema = await postgresConnector.introspect(pool, settings, signal)
      return { report, schema, fingerprint: await readFingerprint(pool) }
    } finally {
      await pool.end()
    }
  })
}

/** Looks at the tables of a workspace's own database; what we keep in it beside them is not shown. */
export function inspectManaged(pool: ConnectionPool, signal?: AbortSignal): Promise<SourceSchema> {
  return introspectPostgres(pool, ['public'], signal)
}

/** What those who see the source may read about a failed look. */
export function describeProblem(error: unknown): NotedProblem {
  if (error instanceof AppError) return noteOf(error)
  return {
    code: 'source_unreachable',
    message: 'The source could not be reached. Check that it runs and that its network is open.',
  }
}

/** What a refusal says, to be kept. */
export function noteOf({ code, detail }: AppError): NotedProblem {
  return { code: detail.reason ?? code, message: detail.public, params: detail.params }
}

/** Connectors name fields of their settings; for the caller those lie under `/settings`. */
export async function namingSettings<Result>(work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || !error.detail.fields) throw error
    const fields = error.detail.fields.map((field) => ({
      ...field,
      path: field.path.startsWith('/settings') ? field.path : `/settings${field.path}`,
    }))
    throw new AppError(error.code, { ...error.detail, fields })
  }
}

async function readFingerprint(pool: ConnectionPool): Promise<string | null> {
  try {
    const { rows } = await pool.query({
      text: `select system_identifier::text || '/' || (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
        from pg_catalog.pg_control_system()`,
    })
    return rows[0]?.[0] ?? null
  } catch {
    // Some hosted servers keep this to themselves.
    return null
  }
}
