import type { ConnectionPool } from '@flexoffice/sdk/connector'
import { Secret } from '@flexoffice/sdk/connector'
import type { PoolLimits } from '../postgres/claims.ts'
import { openPostgresPool } from '../postgres/pool.ts'
import type { PostgresLogin } from '../postgres/target.ts'
import type { TestPostgres } from './postgres-server.ts'

/** A login for the owner of a test server, with what a test changes. */
export function testLogin(server: TestPostgres, changes: Partial<PostgresLogin> = {}): PostgresLogin {
  return {
    locate: async () => [{ address: server.host, port: server.port, serverName: null }],
    user: server.user,
    password: new Secret(server.password),
    database: 'postgres',
    tlsMode: 'disable',
    connectTimeoutMilliseconds: 5_000,
    statementTimeoutMilliseconds: 10_000,
    applicationName: 'connector test',
    readOnly: false,
    ...changes,
  }
}

/** A pool on a test server with small limits. */
export function testPool(
  server: TestPostgres,
  limits: Partial<PoolLimits> = {},
  login: Partial<PostgresLogin> = {},
): ConnectionPool {
  return openPostgresPool(testLogin(server, login), {
    maximumConnections: 3,
    idleTimeoutMilliseconds: 10_000,
    acquireTimeoutMilliseconds: 5_000,
    statementTimeoutMilliseconds: 10_000,
    maximumResultBytes: 8 * 1024 * 1024,
    ...limits,
  })
}
