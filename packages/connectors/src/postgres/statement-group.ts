import type { QueryResult } from '@flexoffice/sdk/connector'
import type { Claim, StatementHost } from './claims.ts'
import { ActiveStatement } from './claims.ts'
import { GroupQuery } from './group-query.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import type { QueryClaim } from './query-claim.ts'
import { isServerError, isStalePlan } from './statement-errors.ts'

/** A group takes some milliseconds; when one of its statements must wait for a lock, the others shall not. */
const breakUpMilliseconds = 500

/**
 * Claims that share a turn: one write, one commit and one wait for the disk for all of them. When any statement is
 * refused the server has undone all, and each runs again alone, so that everybody hears what is their own.
 */
export class StatementGroup implements Claim {
  readonly deadline: number
  readonly signal = undefined
  readonly #pool: StatementHost
  readonly #members: readonly QueryClaim[]

  constructor(pool: StatementHost, members: readonly QueryClaim[]) {
    this.#pool = pool
    this.#members = members
    this.deadline = members[0]!.deadline
  }

  start(connection: PostgresConnection): void {
    const statements = this.#members.map(({ statement }) => statement)
    const { statementTimeoutMilliseconds } = this.#pool.limits
    const active = new ActiveStatement(connection, this.#members[0]!.statement, statementTimeoutMilliseconds)
    active.breakUpAfter = performance.now() + breakUpMilliseconds
    const query: GroupQuery = new GroupQuery(statements, connection.prepared, (error, results) => {
      this.#pool.unwatch(active)
      this.#pool.release(connection)
      if (results) this.#succeed(results)
      else this.#end(active, query.sent, error, connection)
    })
    this.#pool.watch(active)
    connection.client.query(query)
  }

  fail(error: unknown): void {
    for (const member of this.#members) member.fail(error)
  }

  #succeed(results: readonly QueryResult[]): void {
    for (const [index, member] of this.#members.entries()) member.succeed(results[index]!)
  }

  #end(active: ActiveStatement, sent: boolean, error: unknown, { prepared }: PostgresConnection): void {
    const names = this.#members.flatMap(({ statement }) => statement.name ?? [])
    if (isStalePlan(error)) for (const name of new Set(names)) prepared.forget(name)
    // After a FATAL the session is gone, and whether it had committed is not told.
    const undone = isServerError(error) ? error.severity === 'ERROR' : !sent
    if (undone) for (const member of this.#members) member.startOver()
    else this.fail(active.explain(error, sent, this.#pool.limits.maximumResultBytes))
  }
}
