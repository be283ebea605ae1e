import { AppError } from '@flexoffice/base'
import type {
  ConnectionPool,
  PoolStatistics,
  QueryResult,
  RowStream,
  SourceTransaction,
  Statement,
  TransactionOptions,
} from '@flexoffice/sdk/connector'
import { ClaimLine } from './claim-line.ts'
import type { ActiveStatement, Claim, PoolLimits, StatementHost } from './claims.ts'
import { openConnection, type PostgresConnection } from './postgres-connection.ts'
import { QueryClaim } from './query-claim.ts'
import { LeaseClaim, streamRows } from './row-stream.ts'
import { sourceBusy, statementCancelled } from './statement-errors.ts'
import type { PostgresLogin } from './target.ts'
import { runTransaction } from './transaction.ts'

/** The line is cut here: beyond it waiting is of no use to anybody. */
const maximumWaiting = 10_000
/** One timer watches deadlines and signals of all statements, so that none needs a timer or listener of its own. */
const watchMilliseconds = 50
/** How long the server may take to obey a cancel request before the connection is cut. */
const graceMilliseconds = 1_500

/** Opens a pool of sessions with one login. The first statement connects. */
export function openPostgresPool(login: PostgresLogin, limits: PoolLimits): ConnectionPool {
  return new PostgresPool(login, limits)
}

/** Connections, the line of those who wait for one, and the watch over what runs. */
class PostgresPool implements ConnectionPool, StatementHost {
  readonly limits: PoolLimits
  readonly #login: PostgresLogin
  readonly #idle: PostgresConnection[] = []
  readonly #connections = new Set<PostgresConnection>()
  readonly #line = new ClaimLine(this)
  readonly #active = new Set<ActiveStatement>()
  #connecting = 0
  #leased = 0
  #closing = 0
  #watch: NodeJS.Timeout | null = null
  #idleTimer: NodeJS.Timeout | null = null
  #ending: PromiseWithResolvers<void> | null = null

  constructor(login: PostgresLogin, limits: PoolLimits) {
    this.#login = login
    this.limits = limits
  }

  query(statement: Statement): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      this.claim(new QueryClaim(this, statement, noPrefix, resolve, reject))
    })
  }

  stream(statement: Statement): RowStream {
    return streamRows(this, statement, () => this.lease(statement.signal))
  }

  transaction<T>(
    work: (transaction: SourceTransaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    return runTransaction(this, work, options)
  }

  statistics(): PoolStatistics {
    return {
      total: this.#connections.size,
      idle: this.#idle.length,
      waiting: this.#line.size,
      connecting: this.#connecting,
    }
  }

  end(): Promise<void> {
    this.#ending ??= Promise.withResolvers()
    for (const claim of this.#line.takeWhere(() => true)) claim.fail(poolClosed())
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    for (const connection of this.#idle.splice(0)) this.#discard(connection)
    this.#settleEnd()
    return this.#ending.promise
  }

  /** Takes a connection for several statements; `release` gives it back. */
  lease(signal?: AbortSignal): Promise<PostgresConnection> {
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + this.limits.acquireTimeoutMilliseconds
      this.claim(new LeaseClaim(deadline, signal, resolve, reject))
    })
  }

  /** Serves a claim now, or puts it into the line. */
  claim(claim: Claim): void {
    const refusal = this.#refusal(claim)
    if (refusal) {
      claim.fail(refusal)
      return
    }
    if (this.#line.size >= maximumWaiting) {
      claim.fail(sourceBusy())
      return
    }
    this.#line.push(claim)
    this.#serveLine()
    if (this.#line.size === 0) return
    this.#startWatch()
    this.#growIfNeeded()
  }

  /** Gives a connection back. One that is being cancelled waits for that to end. */
  release(connection: PostgresConnection): void {
    this.#leased -= 1
    this.#line.ends(connection)
    if (connection.cancelling) connection.cancelling.then(() => this.#reuse(connection))
    else this.#reuse(connection)
  }

  /** Watches a running statement for its deadline and signal. */
  watch(active: ActiveStatement): void {
    this.#active.add(active)
    if (this.#watch === null) this.#startWatch()
  }

  unwatch(active: ActiveStatement): void {
    this.#active.delete(active)
  }

  /** Brings those who wait and the free connections together. */
  #serveLine(): void {
    while (this.#line.wanted > 0) {
      const connection = this.#takeIdle()
      if (connection === undefined) break
      const claim = this.#line.next()!
      this.#leased += 1
      this.#line.begins(claim, connection)
      claim.start(connection)
    }
  }

  #refusal(claim: Claim): AppError | null {
    if (this.#ending) return poolClosed()
    return claim.signal?.aborted ? statementCancelled(claim.signal, 'not-sent') : null
  }

  #takeIdle(): PostgresConnection | undefined {
    for (;;) {
      const connection = this.#idle.pop()
      if (connection === undefined || !connection.broken) return connection
    }
  }

  #reuse(connection: PostgresConnection): void {
    if (connection.broken || this.#ending) this.#discard(connection)
    else this.#keepIdle(connection)
    this.#serveLine()
  }

  #keepIdle(connection: PostgresConnection): void {
    connection.idleSince = performance.now()
    this.#idle.push(connection)
    this.#idleTimer ??= this.#scheduleIdleCheck()
  }

  #discard(connection: PostgresConnection): void {
    this.#connections.delete(connection)
    const index = this.#idle.indexOf(connection)
    if (index >= 0) this.#idle.splice(index, 1)
    this.#closing += 1
    connection.close().then(() => {
      this.#closing -= 1
      this.#settleEnd()
    })
    this.#growIfNeeded()
  }

  #settleEnd(): void {
    const left = this.#leased + this.#connecting + this.#closing + this.#connections.size
    if (left === 0) this.#ending?.resolve()
  }

  #growIfNeeded(): void {
    if (this.#ending || this.#connecting >= this.#line.wanted) return
    if (this.#connections.size + this.#connecting >= this.limits.maximumConnections) return
    this.#connecting += 1
    openConnection(this.#login, (connection) => this.#broke(connection)).then(
      (connection) => {
        this.#connecting -= 1
        this.#connections.add(connection)
        this.#reuse(connection)
      },
      (error: unknown) => {
        this.#connecting -= 1
        this.#connectFailed(error)
      },
    )
  }

  /** Those who wait are told why; when other connections live, a full server only means to wait for one of them. */
  #connectFailed(error: unknown): void {
    const full = error instanceof AppError && error.detail.reason === 'source_too_many_connections'
    if (this.#connections.size > 0) {
      if (!full) this.#line.shift()?.fail(error)
    } else if (this.#connecting === 0) {
      for (const claim of this.#line.takeWhere(() => true)) claim.fail(error)
    }
    this.#settleEnd()
  }

  #broke(connection: PostgresConnection): void {
    if (this.#idle.includes(connection)) this.#discard(connection)
  }

  #startWatch(): void {
    this.#watch ??= setInterval(() => this.#watchOnce(), watchMilliseconds).unref()
  }

  #watchOnce(): void {
    const now = performance.now()
    const due = (claim: Claim) => claim.deadline < now || claim.signal?.aborted === true
    for (const claim of this.#line.size > 0 ? this.#line.takeWhere(due) : []) {
      claim.fail(claim.signal?.aborted ? statementCancelled(claim.signal, 'not-sent') : sourceBusy())
    }
    for (const active of this.#active) this.#watchActive(active, now)
    if (this.#line.passSlow(now)) {
      this.#serveLine()
      this.#growIfNeeded()
    }
    if (this.#active.size > 0 || this.#line.size > 0) return
    clearInterval(this.#watch!)
    this.#watch = null
  }

  #watchActive(active: ActiveStatement, now: number): void {
    if (active.stopSince !== null) {
      if (now - active.stopSince > graceMilliseconds) active.connection.destroy()
      return
    }
    if (active.signal?.aborted) active.stop('cancelled', now)
    else if (active.deadline < now) active.stop('timeout', now)
  }

  #scheduleIdleCheck(): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#idleTimer = null
      const oldest = performance.now() - this.limits.idleTimeoutMilliseconds
      for (const connection of this.#idle.filter((entry) => entry.idleSince < oldest))
        this.#discard(connection)
      if (this.#idle.length > 0 && !this.#ending) this.#idleTimer ??= this.#scheduleIdleCheck()
    }, this.limits.idleTimeoutMilliseconds / 2)
    return timer.unref()
  }
}

function poolClosed(): AppError {
  return new AppError('unavailable', {
    public: 'The connection to this source is being closed. Try again in a moment.',
    reason: 'source_closed',
  })
}

const noPrefix: readonly string[] = []
