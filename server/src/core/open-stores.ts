import { join } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { StoreConnection } from './store/management-store.ts'
import type { ClusterName } from './stores/embedded-postgres.ts'
import { findCluster, startCluster } from './stores/embedded-postgres.ts'

/** The two servers under us: ours, and the one on which the tenants' databases are made. */
export interface Stores {
  /** The owner's login of the management store. */
  management: StoreConnection
  /** The login that may create databases and roles for tenants; null when external stores name none. */
  tenants: StoreConnection | null
  stop(): Promise<void>
}

const databaseName = 'flexoffice'

/** Starts both embedded clusters at once, or takes the external store that DATABASE_URL names. */
export async function openStores(config: Config, log: Logger): Promise<Stores> {
  if (config.databaseUrl) {
    const tenants = config.dataServerUrl ? readUrl('FLEXOFFICE_DATA_SERVER', config.dataServerUrl) : null
    return { management: readUrl('DATABASE_URL', config.databaseUrl), tenants, stop: async () => {} }
  }
  const start = (name: ClusterName) => startCluster({ name, ...placesOf(config, name), log })
  const results = await Promise.allSettled([start('management'), start('tenants')])
  const running = results.filter((result) => result.status === 'fulfilled').map((result) => result.value)
  const stop = async () => void (await Promise.all(running.map((cluster) => cluster.stop())))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const [management, tenants] = running
  for (const cluster of running) {
    // Without its store the server can serve nothing; ending lets whoever supervises it start both anew.
    void cluster.exited.then(({ expected, lastLines }) => {
      if (expected) return
      log.fatal(
        { lastLines },
        'an embedded PostgreSQL ended by itself; the server ends too and recovers at the next start',
      )
      process.exit(1)
    })
  }
  await ensureDatabase(management!.connection)
  return {
    management: { ...management!.connection, database: databaseName },
    tenants: tenants!.connection,
    stop,
  }
}

/**
 * Reaches the management store as its owner, for a command beside the server: the external one, the embedded one that a
 * running server has started, or one that is started for the command alone.
 */
export async function reachManagement(
  config: Config,
  log: Logger,
): Promise<{ connection: StoreConnection; stop(): Promise<void> }> {
  if (config.databaseUrl)
    return { connection: readUrl('DATABASE_URL', config.databaseUrl), stop: async () => {} }
  const places = placesOf(config, 'management')
  const running = findCluster(places)
  if (running) return { connection: { ...running, database: databaseName }, stop: async () => {} }
  const cluster = await startCluster({ name: 'management', ...places, log })
  return { connection: { ...cluster.connection, database: databaseName }, stop: () => cluster.stop() }
}

function placesOf({ dataFolder }: Config, name: ClusterName): { dataFolder: string; passwordFile: string } {
  return {
    dataFolder: join(dataFolder, name),
    passwordFile: join(dataFolder, 'keys', `postgres-${name}`),
  }
}

async function ensureDatabase(connection: StoreConnection): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (found.rowCount === 0)
      await client.query(`create database ${databaseName} encoding 'UTF8' template template0`)
    await client.query(`revoke connect on database ${databaseName} from public`)
  } finally {
    await client.end()
  }
}

function readUrl(name: string, text: string): StoreConnection {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) {
    throw new Error(`${name} must be an address such as postgres://user:password@host:5432/database.`)
  }
  const tls = url.searchParams.get('sslmode') ?? 'disable'
  if (!['disable', 'require', 'verify-full'].includes(tls)) {
    throw new Error(`${name}: sslmode is "${tls}"; it must be disable, require or verify-full.`)
  }
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(tls === 'disable' ? {} : { ssl: { rejectUnauthorized: tls === 'verify-full' } }),
  }
}
