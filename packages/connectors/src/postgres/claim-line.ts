import type { Claim, StatementHost } from './claims.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import { QueryClaim } from './query-claim.ts'
import { StatementGroup } from './statement-group.ts'
import { WaitingLine } from './waiting-line.ts'

/** So many connections at a time run statements that may commit together; who comes meanwhile forms the next group. */
const groupsAtATime = 4
/** More would gain little, and keep each of them waiting for the rest. */
const largestGroup = 16
/** One that takes longer waits for somebody's lock; it is not counted, or the others would wait with it. */
const slowMilliseconds = 100

/**
 * Those who wait for a connection, first come, first served. Statements that may commit together wait apart: few
 * connections take them, each as many as there are, so that one commit serves all of those and readers keep the rest.
 */
export class ClaimLine {
  readonly #pool: StatementHost
  readonly #single = new WaitingLine<Claim>()
  readonly #groupable = new WaitingLine<QueryClaim>()
  readonly #runningSince = new Map<PostgresConnection, number>()

  constructor(pool: StatementHost) {
    this.#pool = pool
  }

  get size(): number {
    return this.#single.size + this.#groupable.size
  }

  /** How many connections could be of use now. */
  get wanted(): number {
    return this.#single.size + Math.min(this.#groupable.size, this.#freeGroups)
  }

  get #freeGroups(): number {
    return groupsAtATime - this.#runningSince.size
  }

  push(claim: Claim): void {
    if (isGroupable(claim)) this.#groupable.push(claim)
    else this.#single.push(claim)
  }

  /** Who is next for a free connection. */
  next(): Claim | undefined {
    const groupable = this.#freeGroups > 0 ? this.#groupable.peek() : undefined
    if (groupable === undefined || this.#isSingleFirst(groupable)) return this.#single.shift()
    const members = this.#groupable.shiftMany(largestGroup)
    return members.length === 1 ? groupable : new StatementGroup(this.#pool, members)
  }

  /** Takes out the one that has waited longest. */
  shift(): Claim | undefined {
    const groupable = this.#groupable.peek()
    return groupable === undefined || this.#isSingleFirst(groupable)
      ? this.#single.shift()
      : this.#groupable.shift()
  }

  #isSingleFirst(groupable: Claim): boolean {
    const single = this.#single.peek()
    return single !== undefined && single.deadline < groupable.deadline
  }

  takeWhere(test: (claim: Claim) => boolean): Claim[] {
    return [...this.#single.takeWhere(test), ...this.#groupable.takeWhere(test)]
  }

  /** A claim begins on a connection. */
  begins(claim: Claim, connection: PostgresConnection): void {
    if (claim instanceof StatementGroup || isGroupable(claim))
      this.#runningSince.set(connection, performance.now())
  }

  ends(connection: PostgresConnection): void {
    this.#runningSince.delete(connection)
  }

  /** Lets others go on beside what is slow; true when that gave them room. */
  passSlow(now: number): boolean {
    const before = this.#runningSince.size
    for (const [connection, since] of this.#runningSince) {
      if (now - since > slowMilliseconds) this.#runningSince.delete(connection)
    }
    return this.#runningSince.size < before && this.#groupable.size > 0
  }
}

function isGroupable(claim: Claim): claim is QueryClaim {
  return claim instanceof QueryClaim && claim.groupable
}
