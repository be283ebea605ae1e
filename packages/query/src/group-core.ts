import { invalidField } from '@flexoffice/base'
import { isNumeric } from '@flexoffice/expression'
import { filterSql } from './filter-sql.ts'
import { timeZoneSql, value } from './formula-sql.ts'
import { readField, whereConditions } from './query-fields.ts'
import { fromSql, type QueryScope, unknownField } from './query-scope.ts'
import { allOf, comparable, orderable, type SqlValue, wrap } from './sql-context.ts'
import type { Aggregate, FieldReference, GroupItem, Query } from './structured-query.ts'

/** True for a query that asks for groups or figures rather than rows. */
export function isGrouped(query: Query): boolean {
  return (query.group ?? []).length > 0 || (query.aggregates ?? []).length > 0
}

/** The groups and figures of a query and the statement that gives them, without order and page. */
export interface GroupCore {
  sql: string
  groups: ReadonlyMap<string, SqlValue>
  aggregates: ReadonlyMap<string, SqlValue>
  read(field: FieldReference, path: string): SqlValue
}

/** Writes everything of a grouped query that its page and its total have in common. */
export function groupCore(scope: QueryScope): GroupCore {
  const { query } = scope
  const groups = new Map((query.group ?? []).map((item, index) => [item.as, groupValue(scope, item, index)]))
  const aggregates = new Map(
    (query.aggregates ?? []).map((item, index) => [item.as, aggregateValue(scope, item, index)]),
  )
  const read = (field: FieldReference, path: string): SqlValue => {
    const found =
      'group' in field
        ? groups.get(field.group)
        : 'aggregate' in field
          ? aggregates.get(field.aggregate)
          : undefined
    if (!found) throw unknownField(path)
    return found
  }
  const conditions = whereConditions(scope)
  const where = conditions.length === 0 ? '' : ` where ${allOf(conditions)}`
  const positions = [...groups.keys()].map((_, index) => index + 1)
  const grouping = groups.size === 0 ? '' : ` group by ${positions.join(', ')}`
  const having = query.having ? ` having ${filterSql(scope, query.having, read, '/having')}` : ''
  const cells = [...groups.values(), ...aggregates.values()].map((cell) => cell.sql)
  return {
    sql: `select ${cells.join(', ')} ${fromSql(scope)}${where}${grouping}${having}`,
    groups,
    aggregates,
    read,
  }
}

function groupValue(scope: QueryScope, item: GroupItem, index: number): SqlValue {
  const field = readField(scope, item.field, `/group/${index}/field`)
  const { sql, cast } = comparable(scope.context, field)
  if (item.bucket === undefined)
    return { ...field, cast, sql: scope.context.dialect.normalNumber(wrap(sql), cast) }
  if (cast === 'date' && item.bucket !== 'hour') {
    return value('date', scope.context.dialect.bucket(wrap(sql), cast, item.bucket, ''))
  }
  if (cast !== 'timestamp' && cast !== 'timestamptz') {
    throw invalidField(`/group/${index}/bucket`, 'Only dates can be put into such buckets.', 'wrong_type')
  }
  const zone = cast === 'timestamptz' ? timeZoneSql(scope, item.timeZone) : ''
  return value('datetime', scope.context.dialect.bucket(wrap(sql), cast, item.bucket, zone))
}

function aggregateValue(scope: QueryScope, item: Aggregate, index: number): SqlValue {
  const path = `/aggregates/${index}/field`
  if (item.field === undefined) {
    if (item.function !== 'count') throw invalidField(path, 'This figure needs a field.')
    return { ...value('integer', 'count(*)'), notNull: true }
  }
  const field = readField(scope, item.field, path)
  switch (item.function) {
    case 'count':
      return { ...value('integer', `count(${field.sql})`), notNull: true }
    case 'countDistinct':
      return { ...value('integer', `count(distinct ${comparable(scope.context, field).sql})`), notNull: true }
    case 'sum':
    case 'avg':
      return value('decimal', `${item.function}(${summand(scope, field, path)})`)
    case 'min':
    case 'max':
      return extreme(scope, item.function, field)
  }
}

/** Floats are added as decimals, so that the order of rows, which hidden changes can move, leaves no trace. */
function summand(scope: QueryScope, field: SqlValue, path: string): string {
  if (!isNumeric(field.type) || field.cast === null) {
    throw invalidField(path, 'Only numbers can be added up.', 'wrong_type')
  }
  const float = field.cast === 'float8' || field.cast === 'float4'
  return float ? scope.context.dialect.decimal(wrap(field.sql), field.cast) : field.sql
}

function extreme(scope: QueryScope, name: 'min' | 'max', field: SqlValue): SqlValue {
  const { sql, cast } = orderable(scope.context, field)
  if (cast === 'bool') return value('boolean', `${name === 'min' ? 'bool_and' : 'bool_or'}(${sql})`)
  const { dialect } = scope.context
  if (cast !== 'uuid' && cast !== 'bytea') {
    return { ...field, cast, sql: dialect.normalNumber(`${name}(${sql})`, cast), notNull: false }
  }
  const text = dialect.byCodePoint(dialect.cast(wrap(sql), 'text'))
  return { ...field, sql: dialect.cast(`${name}(${text})`, cast), notNull: false }
}
