import { isId } from '@flexoffice/base'
import type { Transaction } from 'kysely'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'

/** The tables of a transaction; each store file narrows it with `withTables`. */
export type Database = Transaction<Record<never, never>>

/** How to reach the management store: the parts of a pg client's configuration. */
export interface StoreConnection {
  host: string
  port: number
  database: string
  user: string
  password: string
  ssl?: pg.ClientConfig['ssl']
}

/**
 * The management store, reached by three logins: `app` (row security by tenant), `gate` (only the reviewed look-ups
 * before sign-in) and `relay` (journal to audit). The owner's login is used for migrations and then closed.
 */
export interface ManagementStore {
  /** Runs `work` in one transaction in which only the rows of the tenant exist. */
  inTenant<Result>(
    tenantId: string,
    mode: 'read' | 'write',
    work: (database: Database) => Promise<Result>,
  ): Promise<Result>
  /**
   * Reads what decisions are made by, on connections of their own: operations that hold a transaction wait for it, and
   * must not have to wait for each other's connections.
   */
  lookUp<Result>(tenantId: string, work: (database: Database) => Promise<Result>): Promise<Result>
  /** Calls a reviewed look-up of the gate: a SECURITY DEFINER function named `feature.gate_…`. */
  gate<Row>(functionName: string, ...values: unknown[]): Promise<Row[]>
  relay: pg.Pool
  /** Asks the store as each of the three logins; throws when one gets no answer. */
  check(): Promise<void>
  /** Connection for LISTEN and jobs. */
  connection: { app: StoreConnection; relay: StoreConnection }
  close(): Promise<void>
}

// Values must stay exact: 64-bit counters come as text, not as rounded numbers.
const types = new pg.TypeOverrides()

/** Opens the store's pools. The logins must exist (see migrate.ts). */
export function openManagementStore(connections: {
  app: StoreConnection
  gate: StoreConnection
  relay: StoreConnection
}): ManagementStore {
  const app = makePool(connections.app, 12)
  const gate = makePool(connections.gate, 4)
  const relay = makePool(connections.relay, 4)
  const database = openDatabase(app)
  const lookUps = openDatabase(makePool(connections.app, 4))

  return {
    relay,
    connection: { app: connections.app, relay: connections.relay },
    inTenant: (tenantId, mode, work) => runInTenant(database, tenantId, mode, work),
    lookUp: (tenantId, work) => runInTenant(lookUps, tenantId, 'read', work),
    async gate(functionName, ...values) {
      if (!/^[a-z_]+\.gate_[a-z_]+$/.test(functionName))
        throw new Error(`${functionName} is no look-up of the gate`)
      const marks = values.map((_, index) => `$${index + 1}`).join(', ')
      const result = await gate.query(`select * from ${functionName}(${marks})`, values)
      return result.rows as never
    },
    async check() {
      await Promise.all([app, gate, relay].map((pool) => pool.query('select 1')))
    },
    async close() {
      await Promise.all([database.destroy(), lookUps.destroy(), gate.end(), relay.end()])
    },
  }
}

type Store = Kysely<Record<never, never>>

function openDatabase(pool: pg.Pool): Store {
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}

function runInTenant<Result>(
  store: Store,
  tenantId: string,
  mode: 'read' | 'write',
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  if (!isId(tenantId)) throw new Error('a tenant transaction needs a tenant id')
  return store
    .transaction()
    .setAccessMode(mode === 'read' ? 'read only' : 'read write')
    .execute(async (transaction) => {
      await sql`select set_config('app.tenant', ${tenantId}, true)`.execute(transaction)
      return work(transaction)
    })
}

function makePool(connection: StoreConnection, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    types,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  })
  // A connection lost while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}
