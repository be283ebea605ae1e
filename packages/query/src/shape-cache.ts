import { compileQuery, type QueryLimits } from './compile-query.ts'
import { type Dialect, postgresDialect } from './dialect.ts'
import type { CompiledPolicy } from './policy.ts'
import type { Catalogue } from './query-scope.ts'
import { type QueryShape, shapeOf } from './shape.ts'
import type { CompiledQuery } from './statement.ts'
import type { Query } from './structured-query.ts'
import type { TableShape } from './table-shape.ts'

interface Entry {
  compiled: CompiledQuery
  bytes: number
}

/**
 * Keeps compiled shapes up to a weight in bytes, the least recently used ones dropped first; one that would take more than
 * an eighth of it is compiled anew each time. A key has the fingerprint of the policy of every table that the query
 * reaches, so rights that differ never share a statement.
 */
export class ShapeCache {
  readonly #entries = new Map<string, Entry>()
  readonly #numbers = new Map<string, number>()
  #numberedBytes = 0
  #policies = new WeakMap<CompiledPolicy, number>()
  #bytes = 0
  readonly #maximumBytes: number
  readonly #dialect: Dialect

  constructor(maximumBytes = 16 * 1024 * 1024, dialect: Dialect = postgresDialect) {
    this.#maximumBytes = maximumBytes
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
    if (known) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return { compiled: known.compiled, shape }
    }
    const compiled = compileQuery(query, catalogue, limits, this.#dialect)
    this.#keep(key, { compiled, bytes: weigh(key, compiled) })
    return { compiled, shape }
  }

  get size(): number {
    return this.#entries.size
  }

  /** What is kept weighs about so much. */
  get bytes(): number {
    return this.#bytes
  }

  #keep(key: string, entry: Entry): void {
    if (entry.bytes > this.#maximumBytes / 8) return
    this.#entries.set(key, entry)
    this.#bytes += entry.bytes
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#maximumBytes) return
      this.#entries.delete(oldest)
      this.#bytes -= bytes
    }
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
    if (this.#numberedBytes > this.#maximumBytes) {
      this.#numbers.clear()
      this.#numberedBytes = 0
      this.#policies = new WeakMap()
    }
    let number = this.#numbers.get(policy.fingerprint)
    if (number === undefined) {
      lastNumber += 1
      number = lastNumber
      this.#numbers.set(policy.fingerprint, number)
      this.#numberedBytes += policy.fingerprint.length + entryBytes
    }
    this.#policies.set(policy, number)
    return number
  }
}

/** What an entry, a parameter with its binder and a column take besides their texts: measured, rounded up. */
const entryBytes = 1_000
const parameterBytes = 250
const columnBytes = 300

function weigh(key: string, { sql, parameters, columns, total }: CompiledQuery): number {
  const texts = key.length + sql.length + (total?.sql.length ?? 0)
  const count = parameters.length + (total?.parameters.length ?? 0)
  return entryBytes + texts + count * parameterBytes + columns.length * columnBytes
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
