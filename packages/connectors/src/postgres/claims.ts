import type { AppError } from '@flexoffice/base'
import type { Statement, StatementOutcome } from '@flexoffice/sdk/connector'
import type { PostgresConnection } from './postgres-connection.ts'
import { resultTooLarge, statementCancelled, statementError, statementTimeout } from './statement-errors.ts'

/** The limits of a pool. */
export interface PoolLimits {
  maximumConnections: number
  idleTimeoutMilliseconds: number
  acquireTimeoutMilliseconds: number
  statementTimeoutMilliseconds: number
  maximumResultBytes: number
}

/** What statements need of the pool that they run in. */
export interface StatementHost {
  readonly limits: PoolLimits
  claim(claim: Claim): void
  lease(signal?: AbortSignal): Promise<PostgresConnection>
  release(connection: PostgresConnection): void
  /** Watches a running statement for its deadline and signal. */
  watch(active: ActiveStatement): void
  unwatch(active: ActiveStatement): void
}

/** Somebody who wants a connection. */
export interface Claim {
  /** Until when it may wait, in the time of `performance.now()`. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  start(connection: PostgresConnection): void
  fail(error: unknown): void
}

/** Why a running statement is being stopped. */
export type StopCause = 'cancelled' | 'timeout' | 'overflow'

/** The server's own limit is given this long to answer first: its answer tells the outcome for sure. */
const serverFirstMilliseconds = 1_000

/** A statement that runs, under the pool's watch. */
export class ActiveStatement {
  readonly connection: PostgresConnection
  readonly signal: AbortSignal | undefined
  readonly deadline: number
  stopSince: number | null = null
  #cause: StopCause | null = null

  constructor(connection: PostgresConnection, statement: Statement, defaultTimeoutMilliseconds: number) {
    this.connection = connection
    this.signal = statement.signal
    const own = statement.timeoutMilliseconds
    const limit = own === undefined ? defaultTimeoutMilliseconds + serverFirstMilliseconds : own
    this.deadline = performance.now() + limit
  }

  /** Asks the server to stop; asking again changes nothing. */
  stop(cause: StopCause, now: number): void {
    if (this.stopSince !== null) return
    this.stopSince = now
    this.#cause = cause
    this.connection.cancel()
  }

  get cause(): StopCause | null {
    return this.#cause
  }

  /** What a failure means, seeing that we may have asked for it ourselves. */
  explain(error: unknown, sent: boolean, maximumResultBytes: number): AppError {
    const explained = statementError(error, sent)
    if (this.#cause === null) return explained
    const lost = explained.detail.reason === 'source_connection_lost'
    if (!lost && explained.detail.reason !== 'statement_timeout') return explained
    const outcome: StatementOutcome = lost ? 'unknown' : 'refused'
    if (this.#cause === 'timeout') return statementTimeout(outcome)
    if (this.#cause === 'overflow') return resultTooLarge(maximumResultBytes)
    return statementCancelled(this.signal, outcome)
  }
}
