import { invalidField } from '@flexoffice/base'
import type { QueryResult, Statement } from '@flexoffice/sdk/connector'
import type { Claim, StatementHost } from './claims.ts'
import { ActiveStatement } from './claims.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import { isServerError, isStalePlan, resultTooLarge } from './statement-errors.ts'
import { TextQuery } from './text-query.ts'
import { localTimeout, maximumParameters } from './wire.ts'

const maximumAttempts = 3

/** A single statement that takes a connection, runs and gives the connection back. */
export class QueryClaim implements Claim {
  readonly signal: AbortSignal | undefined
  readonly deadline: number
  readonly #pool: StatementHost
  readonly statement: Statement
  readonly #before: readonly string[]
  readonly #resolve: (result: QueryResult) => void
  readonly #reject: (error: unknown) => void
  readonly #mayShare: boolean
  #attempts = 0

  constructor(
    pool: StatementHost,
    statement: Statement,
    before: readonly string[],
    resolve: (result: QueryResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.#pool = pool
    this.statement = statement
    this.#before = before
    this.#resolve = resolve
    this.#reject = reject
    this.signal = statement.signal
    this.#mayShare = statement.groupable === true && isPlain(statement) && isLight(statement)
    this.deadline = performance.now() + pool.limits.acquireTimeoutMilliseconds
  }

  start(connection: PostgresConnection): void {
    this.#attempts += 1
    runStatement(this.#pool, connection, this.statement, this.#before, (error, result, again) => {
      this.#pool.release(connection)
      if (result) this.#resolve(result)
      else if (again && this.#attempts < maximumAttempts) this.#pool.claim(this)
      else this.#reject(error)
    })
  }

  fail(error: unknown): void {
    this.#reject(error)
  }

  /** Whether it may commit together with others': on its first try. */
  get groupable(): boolean {
    return this.#mayShare && this.#attempts === 0
  }

  succeed(result: QueryResult): void {
    this.#resolve(result)
  }

  /** Takes its turn anew, alone, after a group of which nothing was done. */
  startOver(): void {
    this.#attempts += 1
    this.#pool.claim(this)
  }
}

/** Nothing by which one of several statements could end otherwise than the others. */
function isPlain({ signal, timeoutMilliseconds, rowLimit, undecoded }: Statement): boolean {
  return signal === undefined && timeoutMilliseconds === undefined && rowLimit === undefined && !undecoded
}

/** As many letters, and values, as a group of the largest size can hold at once without harm. */
const lightLetters = 65_536
const lightValues = 2_000

function isLight({ values = [] }: Statement): boolean {
  if (values.length > lightValues) return false
  let letters = 0
  for (const value of values) letters += value?.length ?? 0
  return letters <= lightLetters
}

/** How a statement ended. `again`: it certainly had no effect, and another try may succeed. */
export type StatementEnd = (error: unknown, result: QueryResult | null, again: boolean) => void

/** Runs one statement on a connection that the caller holds, under the pool's watch. */
export function runStatement(
  pool: StatementHost,
  connection: PostgresConnection,
  statement: Statement,
  before: readonly string[],
  onEnd: StatementEnd,
): void {
  if (connection.cancelling) {
    connection.cancelling.then(() => runStatement(pool, connection, statement, before, onEnd))
    return
  }
  const { statementTimeoutMilliseconds, maximumResultBytes } = pool.limits
  if ((statement.values?.length ?? 0) > maximumParameters) {
    onEnd(tooManyParameters(), null, false)
    return
  }
  const active = new ActiveStatement(connection, statement, statementTimeoutMilliseconds)
  const longer = (statement.timeoutMilliseconds ?? 0) > statementTimeoutMilliseconds
  const prefix = longer ? [...before, localTimeout(statement.timeoutMilliseconds!)] : before
  const query: TextQuery = new TextQuery(
    statement,
    connection.prepared,
    prefix,
    maximumResultBytes,
    (error, result) => {
      pool.unwatch(active)
      if (result && !query.overflowed) return onEnd(null, result, false)
      if (result) return onEnd(resultTooLarge(maximumResultBytes), null, false)
      const stale = isStalePlan(error)
      if (stale && statement.name !== undefined) connection.prepared.forget(statement.name)
      const notSent = !query.sent && !isServerError(error)
      const again = active.cause === null && (notSent || stale)
      onEnd(active.explain(error, query.sent, maximumResultBytes), null, again)
    },
    () => active.stop('overflow', performance.now()),
  )
  pool.watch(active)
  connection.client.query(query)
}

function tooManyParameters() {
  return invalidField(
    '',
    `One statement takes at most ${maximumParameters} values. Send fewer at a time.`,
    'too_many_values',
  )
}
