import { type Cast, nativeCast } from './casts.ts'
import type { Dialect } from './dialect.ts'
import { ParameterList } from './parameters.ts'
import type { ColumnShape, TableShape } from './table-shape.ts'

/** What every visitor of one statement shares. */
export interface SqlContext {
  dialect: Dialect
  parameters: ParameterList
  tables: ReadonlyMap<string, TableShape>
  /** How many tables beside the first have an alias. */
  aliases: number
}

/** A piece of SQL with what is known of its value. */
export interface SqlValue {
  sql: string
  type: ColumnShape['type']
  /** The cast in which it is compared as it is; null: by its text. */
  cast: Cast | null
  databaseType: string
  notNull: boolean
  /** The text is already ordered by code point. */
  collated: boolean
}

/** Begins a statement. */
export function newContext(dialect: Dialect, tables: ReadonlyMap<string, TableShape>): SqlContext {
  return { dialect, parameters: new ParameterList(dialect), tables, aliases: 0 }
}

/** A table alias that the statement does not have yet. */
export function newAlias(context: SqlContext, prefix: string): string {
  context.aliases += 1
  return `${prefix}${context.aliases}`
}

/** The table's name as it stands after `from`. */
export function tableSql(context: SqlContext, table: TableShape): string {
  return `${context.dialect.identifier(table.schema)}.${context.dialect.identifier(table.name)}`
}

/** The bare column, as only rules and the policy itself may read it. */
export function rawColumn(context: SqlContext, alias: string, column: ColumnShape): SqlValue {
  return {
    sql: `${alias}.${context.dialect.identifier(column.name)}`,
    type: column.type,
    cast: nativeCast(column),
    databaseType: column.databaseType,
    notNull: !column.nullable,
    collated: column.collation !== undefined && byteOrders.has(column.collation),
  }
}

const byteOrders = new Set(['C', 'POSIX', 'ucs_basic', 'C.UTF-8', 'C.utf8', 'pg_c_utf8'])

/** The value in a form that has comparison operators. */
export function comparable(context: SqlContext, value: SqlValue): { sql: string; cast: Cast } {
  if (value.cast !== null) return { sql: value.sql, cast: value.cast }
  return { sql: context.dialect.cast(wrap(value.sql), 'text'), cast: 'text' }
}

/** The value in a form whose order is the same everywhere: text by code point. */
export function orderable(context: SqlContext, value: SqlValue): { sql: string; cast: Cast } {
  const { sql, cast } = comparable(context, value)
  return cast === 'text' && !value.collated
    ? { sql: context.dialect.byCodePoint(wrap(sql)), cast }
    : { sql, cast }
}

/** Brackets around what is neither a column, a parameter nor a simple word. */
export function wrap(sql: string): string {
  return simplePattern.test(sql) ? sql : `(${sql})`
}

const simplePattern = /^(\w+|\w+\."(?:[^"]|"")*"|\$\d+(::\w+(\[\])?)?)$/

/** All conditions, without brackets. */
export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ')
}

/** Alternatives in brackets, safe between other conditions. */
export function anyOf(conditions: readonly string[]): string {
  if (conditions.length === 0) return 'false'
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' or ')})`
}

/** Both in brackets where needed, safe under `not` and `or`. */
export function allInBrackets(conditions: readonly string[]): string {
  return conditions.length <= 1 ? allOf(conditions) : `(${allOf(conditions)})`
}
