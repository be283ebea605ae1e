import { AppError } from '@flexoffice/base'
import type { ConnectionReport } from '@flexoffice/sdk/connector'
import { connectError } from './connect-errors.ts'
import { openConnection, type PostgresConnection } from './postgres-connection.ts'
import { probePostgres } from './probe.ts'
import { statementError } from './statement-errors.ts'
import type { PostgresEndpoint, PostgresLogin } from './target.ts'
import { isSocketFolder } from './target.ts'

/** One round trip: who answers, whether it takes writes, whether the login may write anywhere. */
const reportQuery = `
select current_setting('server_version'), pg_catalog.version(),
  current_setting('transaction_read_only') = 'on' or pg_catalog.pg_is_in_recovery(),
  exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
      and (pg_catalog.has_any_column_privilege(c.oid, 'insert, update') or pg_catalog.has_table_privilege(c.oid, 'delete')))`

/** Tries a login for real: finds the address, asks for TLS, signs in, looks around, leaves. */
export async function testPostgres(login: PostgresLogin, signal?: AbortSignal): Promise<ConnectionReport> {
  const endpoints = await login.locate()
  const endpoint = await firstAnswering(endpoints, login, signal)
  const connection = await openConnection({ ...login, locate: async () => [endpoint] }, () => undefined)
  try {
    return await report(connection)
  } catch (error) {
    throw statementError(error, true)
  } finally {
    await connection.close()
  }
}

async function firstAnswering(
  endpoints: PostgresEndpoint[],
  login: PostgresLogin,
  signal: AbortSignal | undefined,
): Promise<PostgresEndpoint> {
  let failure: unknown = connectError('source_unknown_host')
  for (const endpoint of endpoints) {
    if (isSocketFolder(endpoint.address)) return endpoint
    try {
      const { offersTls } = await probePostgres(endpoint, login.connectTimeoutMilliseconds, signal)
      if (!offersTls && login.tlsMode !== 'disable') throw connectError('source_tls_refused')
      return endpoint
    } catch (error) {
      failure = error
      if (error instanceof AppError && error.detail.reason === 'source_tls_refused') break
    }
  }
  throw failure
}

async function report(connection: PostgresConnection): Promise<ConnectionReport> {
  const started = performance.now()
  const result = await connection.client.query<(string | boolean)[]>({ text: reportQuery, rowMode: 'array' })
  const [version, product, readOnly, mayWrite] = result.rows[0]!
  return {
    product: String(product).split(' ')[0]!,
    version: String(version),
    tls: connection.tlsProtocol,
    readOnly: readOnly === true,
    canWrite: readOnly !== true && mayWrite === true,
    latencyMilliseconds: Math.max(0, Math.round((performance.now() - started) * 10) / 10),
  }
}
