import type { ResultField, RowStream, Statement, TextRow } from '@flexoffice/sdk/connector'
import { BatchQuery } from './batch-query.ts'
import type { Claim, StatementHost } from './claims.ts'
import { ActiveStatement } from './claims.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import { statementCancelled } from './statement-errors.ts'
import { localTimeout } from './wire.ts'

/** A stream lasts as long as its reader needs, but not for ever. */
const longestStreamMilliseconds = 3_600_000

/** A wish for a connection to be kept for several statements. */
export class LeaseClaim implements Claim {
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  readonly start: (connection: PostgresConnection) => void
  readonly fail: (error: unknown) => void

  constructor(
    deadline: number,
    signal: AbortSignal | undefined,
    start: (connection: PostgresConnection) => void,
    fail: (error: unknown) => void,
  ) {
    this.deadline = deadline
    this.signal = signal
    this.start = start
    this.fail = fail
  }
}

/** Where a stream gets its connection from, and what happens to the connection after it. */
export interface StreamLease {
  connection: PostgresConnection
  before: readonly string[]
  release(): void
}

/** Rows in batches over a connection of the pool, which goes back when the reader is done or leaves. */
export function streamRows(
  pool: StatementHost,
  statement: Statement,
  take: () => Promise<PostgresConnection>,
): RowStream {
  return streamOverLease(pool, statement, async () => {
    const connection = await take()
    return { connection, before: [], release: () => pool.release(connection) }
  })
}

/** Rows in batches over a lease of any kind. */
export function streamOverLease(
  pool: StatementHost,
  statement: Statement,
  take: () => Promise<StreamLease>,
): RowStream {
  let fields: readonly ResultField[] = []
  return {
    get fields() {
      return fields
    },
    async *[Symbol.asyncIterator]() {
      const lease = await take()
      const { connection } = lease
      const limit = statement.timeoutMilliseconds ?? longestStreamMilliseconds
      const query = new BatchQuery(statement, connection.prepared, [...lease.before, localTimeout(limit)])
      const active = new ActiveStatement(connection, statement, limit)
      pool.watch(active)
      try {
        connection.client.query(query)
        yield* readBatches(query, active, pool, statement, (found) => {
          fields = found
        })
      } finally {
        await endQuery(query)
        pool.unwatch(active)
        lease.release()
      }
    },
  }
}

async function* readBatches(
  query: BatchQuery,
  active: ActiveStatement,
  pool: StatementHost,
  statement: Statement,
  setFields: (fields: readonly ResultField[]) => void,
): AsyncGenerator<TextRow[]> {
  let left = statement.rowLimit ?? Number.POSITIVE_INFINITY
  for (let next = query.pending; ; next = query.requestMore()) {
    const batch = await next.catch((error: unknown) => {
      throw active.explain(error, query.sent, pool.limits.maximumResultBytes)
    })
    if (statement.signal?.aborted) throw statementCancelled(statement.signal, 'refused')
    setFields(query.fields)
    const rows = batch.rows.length > left ? batch.rows.slice(0, left) : batch.rows
    left -= rows.length
    if (rows.length > 0) yield rows
    if (batch.last || left <= 0) return
  }
}

/** A reader that left early leaves rows behind at the server: the statement is ended before anything else is sent. */
async function endQuery(query: BatchQuery): Promise<void> {
  query.stop()
  await query.ready
}
