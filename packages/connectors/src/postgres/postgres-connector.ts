import type { ConnectionPool, ConnectorContext, Secret } from '@flexoffice/sdk/connector'
import { defineConnector } from '@flexoffice/sdk/connector'
import { checkTarget } from '../network/network-guard.ts'
import type { PoolLimits } from './claims.ts'
import { introspectPostgres } from './introspect.ts'
import { openPostgresPool } from './pool.ts'
import type { PostgresSettings } from './settings.ts'
import { postgresSettings } from './settings.ts'
import type { PostgresLogin } from './target.ts'
import { testPostgres } from './test-connection.ts'

const defaultLimits: PoolLimits = {
  maximumConnections: 10,
  idleTimeoutMilliseconds: 30_000,
  acquireTimeoutMilliseconds: 30_000,
  statementTimeoutMilliseconds: 30_000,
  maximumResultBytes: 64 * 1024 * 1024,
}

/** PostgreSQL as a source: live reads and writes with values as the server wrote them. */
export const postgresConnector = defineConnector({
  name: 'postgres',
  dialect: 'postgres',
  settingsSchema: postgresSettings,
  capabilities: { write: true, transactions: true, stream: true, cancel: true, stableColumnIds: true },
  testConnection: (settings, context, signal) => testPostgres(sourceLogin(settings, context), signal),
  introspect: (pool, settings, signal) => introspectPostgres(pool, settings.schemas, signal),
  open: (settings, context) => openPostgresPool(sourceLogin(settings, context), limitsOf(context)),
})

/** A cluster that the platform itself runs: reached by its socket or address, past the network guard. */
export interface ManagedPostgres {
  /** The folder of the local socket, or an IP address. Never taken from settings. */
  address: string
  port: number
  database: string
  user: string
  password: Secret | null
}

/** Opens a pool on a cluster that the platform runs. For the platform's own code; no input of a person leads here. */
export function openManagedPostgres(
  managed: ManagedPostgres,
  context: Omit<ConnectorContext, 'network'> = {},
): ConnectionPool {
  const { address, port, ...who } = managed
  const login: PostgresLogin = {
    ...who,
    ...sessionOf(context),
    locate: async () => [{ address, port, serverName: null }],
    tlsMode: 'disable',
    connectTimeoutMilliseconds: 10_000,
    readOnly: false,
  }
  return openPostgresPool(login, limitsOf(context))
}

function sourceLogin(settings: PostgresSettings, context: ConnectorContext): PostgresLogin {
  return {
    ...sessionOf(context),
    locate: async () => {
      const { addresses, port, serverName } = await checkTarget(settings.host, settings.port, context.network)
      return addresses.map((address) => ({ address, port, serverName }))
    },
    user: settings.user,
    password: settings.password ?? null,
    database: settings.database,
    tlsMode: settings.tlsMode,
    tlsAuthority: settings.tlsAuthority,
    connectTimeoutMilliseconds: settings.connectTimeoutSeconds * 1000,
    readOnly: settings.readOnly,
  }
}

function sessionOf(context: Omit<ConnectorContext, 'network'>) {
  return {
    applicationName: context.applicationName ?? 'FlexOffice',
    statementTimeoutMilliseconds: limitsOf(context).statementTimeoutMilliseconds,
  }
}

function limitsOf(context: Omit<ConnectorContext, 'network'>): PoolLimits {
  return {
    maximumConnections: context.maximumConnections ?? defaultLimits.maximumConnections,
    idleTimeoutMilliseconds: context.idleTimeoutMilliseconds ?? defaultLimits.idleTimeoutMilliseconds,
    acquireTimeoutMilliseconds:
      context.acquireTimeoutMilliseconds ?? defaultLimits.acquireTimeoutMilliseconds,
    statementTimeoutMilliseconds:
      context.statementTimeoutMilliseconds ?? defaultLimits.statementTimeoutMilliseconds,
    maximumResultBytes: context.maximumResultBytes ?? defaultLimits.maximumResultBytes,
  }
}
