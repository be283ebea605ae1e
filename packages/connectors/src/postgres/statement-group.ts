import type { QueryResult, Statement } from '@flexoffice/sdk/connector'
import type { Claim, StatementHost } from './claims.ts'
import { ActiveStatement } from './claims.ts'
import { GroupQuery } from './group-query.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import type { QueryClaim } from './query-claim.ts'
import { isServerError, isStalePlan } from './statement-errors.ts'

/**
 * When one of a group must wait for a lock, the others shall not: the server itself gives up then, which no cancel request
 * could do without ever reaching a commit that waits for a standby.
 */
const lockTimeout: Statement = {
  name: 'flexoffice_lock_timeout',
  text: "select set_config('lock_timeout', '500', true)",
}
/** Operator intervention, system error, internal error: the session may be gone, and whether it had committed is not told. */
const sessionsFault = /^(57P|58|XX)/

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
    const statements = [lockTimeout, ...this.#members.map(({ statement }) => statement)]
    const { statementTimeoutMilliseconds } = this.#pool.limits
    const active = new ActiveStatement(connection, this.#members[0]!.statement, statementTimeoutMilliseconds)
    const query: GroupQuery = new GroupQuery(statements, connection.prepared, (error, results) => {
      this.#pool.unwatch(active)
      this.#pool.release(connection)
      if (results) this.#succeed(results.slice(1))
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
    // The severity would say it too, but in the server's own language.
    const undone = isServerError(error) ? !sessionsFault.test(error.code) : !sent
    if (undone) for (const member of this.#members) member.startOver()
    else this.fail(active.explain(error, sent, this.#pool.limits.maximumResultBytes))
  }
}
