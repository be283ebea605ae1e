import { compileQuery, type QueryLimits } from './compile-query.ts'
import { type Dialect, postgresDialect } from './dialect.ts'
import type { CompiledPolicy } from './policy.ts'
import type { Catalogue } from './query-scope.ts'
import { type QueryShape, shapeOf } from './shape.ts'
import type { CompiledQuery } from './statement.ts'
import type { Query } from './structured-query.ts'
import type { TableShape } from './table-shape.ts'

/**
 * Keeps compiled shapes, the least recently used ones dropped first. A key has the fingerprint of the policy of every
 * table that the query reaches, so rights that differ never share a statement.
 */
export class ShapeCache {
  readonly #entries = new Map<string, CompiledQuery>()
  readonly #numbers = new Map<string, number>()
  #policies = new WeakMap<CompiledPolicy, number>()
  readonly #size: number
  readonly #dialect: Dialect

  constructor(size = 1000, dialect: Dialect = postgresDialect) {
    this.#size = size
    this.#dialect = dialect
  }

  /** The compiled query and the literals to bind to it. Refusals are not kept. */
  compile(
    query: Query,
    catalogue: Catalogue,
    limits: QueryLimits,
  ): { compiled: CompiledQuery; shape: QueryShape } {
    const shape = shapeOf(query)
    const key = `${limits.maximumRows}|${shape.key}|${this.#rightsKey(query, catalogue, shape.joins)}`
    const known = this.#entries.get(key)
    const compiled = known ?? compileQuery(query, catalogue, limits, this.#dialect)
    if (known) this.#entries.delete(key)
    this.#entries.set(key, compiled)
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value!)
    return { compiled, shape }
  }

  get size(): number {
    return this.#entries.size
  }

  /** The table's shape (by identity: a changed shape is a new object) and rights; with joins, those of all in reach. */
  #rightsKey(query: Query, catalogue: Catalogue, joins: boolean): string {
    const root = catalogue.tables.get(query.table)
    if (!root) return ''
    const reached = new Set<TableShape>([root])
    let key = ''
    for (const table of reached) {
      const policy = table === root || joins ? catalogue.policies.get(table.id) : undefined
      key += `${numberOfShape(table)}:${policy ? this.#numberOf(policy) : ''}|`
      if (table !== root && !joins) continue
      for (const relation of table.relations) {
        const target = catalogue.tables.get(relation.toTable)
        if (target) reached.add(target)
      }
    }
    return key
  }

  /** A short number for a fingerprint, the same for equal ones; numbers are never used again. */
  #numberOf(policy: CompiledPolicy): number {
    const known = this.#policies.get(policy)
    if (known !== undefined) return known
    if (this.#numbers.size > 10 * this.#size) {
      this.#numbers.clear()
      this.#policies = new WeakMap()
    }
    let number = this.#numbers.get(policy.fingerprint)
    if (number === undefined) {
      lastNumber += 1
      number = lastNumber
      this.#numbers.set(policy.fingerprint, number)
    }
    this.#policies.set(policy, number)
    return number
  }
}

const shapeNumbers = new WeakMap<TableShape, number>()
let lastNumber = 0

function numberOfShape(table: TableShape): number {
  const known = shapeNumbers.get(table)
  if (known !== undefined) return known
  lastNumber += 1
  shapeNumbers.set(table, lastNumber)
  return lastNumber
}
