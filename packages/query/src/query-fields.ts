import { filterSql } from './filter-sql.ts'
import { formulaSql } from './formula-sql.ts'
import { type QueryScope, readReference, rowConditions, unknownField } from './query-scope.ts'
import type { SqlValue } from './sql-context.ts'
import type { FieldReference } from './structured-query.ts'

/** A column or computed column of the queried table. */
export function readField(scope: QueryScope, field: FieldReference, path: string): SqlValue {
  if ('column' in field) return readReference(scope, field, path)
  if (!('computed' in field)) throw unknownField(path)
  const known = scope.computed.get(field.computed)
  if (known) return known
  const index = scope.query.computed?.findIndex((computed) => computed.name === field.computed) ?? -1
  if (index < 0) throw unknownField(path)
  const value = formulaSql(scope, scope.query.computed![index]!.formula, `/computed/${index}/formula`)
  scope.computed.set(field.computed, value)
  return value
}

/** The conditions on rows: the policy first, then the query's own filter. */
export function whereConditions(scope: QueryScope): string[] {
  const { filter } = scope.query
  const conditions = rowConditions(scope)
  if (filter)
    conditions.push(filterSql(scope, filter, (field, path) => readField(scope, field, path), '/filter'))
  return conditions
}

/** ` limit 50 offset $3`: the limit is part of the shape, so that the planner knows it. */
export function pageSql(scope: QueryScope): string {
  const { page } = scope.query
  if (page.kind === 'keyset' || page.offset === 0) return ` limit ${page.limit}`
  const source = { kind: 'literal' as const, slot: scope.slots.get(page)!, path: '/page/offset' }
  return ` limit ${page.limit} offset ${scope.context.parameters.add({ source, cast: 'int8', list: false })}`
}
