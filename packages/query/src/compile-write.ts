import { AppError, forbidden, notFound } from '@flexoffice/base'
import { castFor, nativeCast } from './casts.ts'
import { governedColumn } from './cell-sql.ts'
import { type Dialect, postgresDialect } from './dialect.ts'
import type { RecordOperation } from './grants.ts'
import type { ParameterDescriptor } from './parameters.ts'
import { type CompiledPolicy, decide } from './policy.ts'
import { type Catalogue, unknownField } from './query-scope.ts'
import type { RuleSet } from './rule-set.ts'
import { columnById, ruleSetSql } from './rule-sql.ts'
import { comparable, newContext, type SqlContext, tableSql, wrap } from './sql-context.ts'
import type { ColumnShape, TableShape } from './table-shape.ts'
import { finishWrite, type WriteStatement } from './write-statement.ts'

/** A row, or several by one list per column; the literals are the values in the order of `columns`. */
export interface InsertRequest {
  table: string
  columns: readonly string[]
  many?: boolean
}

/**
 * A change of one row. The literals are the new values, then the key's, then the seen values, each in the order of
 * its list; `seen` has at least the changed columns that the author can read, as the author saw them.
 */
export interface UpdateRequest {
  table: string
  columns: readonly string[]
  seen: readonly string[]
}

/** The removal of one row. The literals are the key's values, then the seen ones. */
export interface DeleteRequest {
  table: string
  seen: readonly string[]
}

/** Creates rows; a row that breaks the rule of a role which may set its columns makes the whole statement fail. */
export function compileInsert(
  request: InsertRequest,
  catalogue: Catalogue,
  dialect: Dialect = postgresDialect,
): WriteStatement {
  const write = openWrite(request.table, 'create', catalogue, dialect)
  const columns = checkColumns(write, 'create', request.columns)
  const names = columns.map((column) => dialect.identifier(column.name)).join(', ')
  const values = columns.map((column, slot) => valueSql(write, column, slot, request.many === true))
  const source = request.many ? `select * from unnest(${values.join(', ')})` : `values (${values.join(', ')})`
  const body = columns.length === 0 ? 'default values' : `(${names}) ${source}`
  const rules = columns.length === 0 ? [write.policy.rows.create] : rulesOf(write, 'create', columns)
  const sql = `insert into ${tableSql(write.context, write.table)} as t ${body}`
  return finishWrite(write, sql, rules)
}

/** Changes one row: the rules hold before (else no row) and after (else the statement fails), and nobody was faster. */
export function compileUpdate(
  request: UpdateRequest,
  catalogue: Catalogue,
  dialect: Dialect = postgresDialect,
): WriteStatement {
  const write = openWrite(request.table, 'update', catalogue, dialect)
  const columns = checkColumns(write, 'update', request.columns)
  if (columns.length === 0)
    throw new AppError('invalid_input', { public: 'Name at least one field to change.' })
  const unseen = columns.some(
    (column) => write.policy.cells.has(column.id) && !request.seen.includes(column.id),
  )
  if (unseen)
    throw new AppError('invalid_input', { public: 'Give the value that you saw of each changed field.' })
  const changes = columns.map(
    (column, slot) => `${dialect.identifier(column.name)} = ${valueSql(write, column, slot, false)}`,
  )
  const rules = rulesOf(write, 'update', columns)
  const conditions = rowConditions(write, rules, columns.length, request.seen)
  const sql = `update ${tableSql(write.context, write.table)} t set ${changes.join(', ')} where ${conditions}`
  return finishWrite(write, sql, rules)
}

/** Removes one row, if its rule allows it and what was shown is still so. */
export function compileDelete(
  request: DeleteRequest,
  catalogue: Catalogue,
  dialect: Dialect = postgresDialect,
): WriteStatement {
  const write = openWrite(request.table, 'delete', catalogue, dialect)
  const conditions = rowConditions(write, [write.policy.rows.delete], 0, request.seen)
  return finishWrite(write, `delete from ${tableSql(write.context, write.table)} t where ${conditions}`, [])
}

/** The state of one compilation of a write. */
export interface WriteScope {
  context: SqlContext
  table: TableShape
  policy: CompiledPolicy
  /** Rules that the written row is known to satisfy. */
  checkedBefore: RuleSet[]
}

function openWrite(
  tableId: string,
  operation: RecordOperation,
  catalogue: Catalogue,
  dialect: Dialect,
): WriteScope {
  const table = catalogue.tables.get(tableId)
  const policy = catalogue.policies.get(tableId)
  if (!table || !policy || policy.tableId !== table.id) throw notFound(`table ${tableId}`)
  const readable = decide(policy, 'read') === 'allow'
  const allowed = decide(policy, operation) === 'allow'
  if (!readable && (operation !== 'create' || !allowed)) throw notFound(`table ${tableId}`)
  if (!allowed) throw forbidden(`${operation} on table ${tableId}`)
  if (table.key.length === 0 && operation !== 'create') {
    throw new AppError('read_only', {
      public: 'This table has no key, so its rows cannot be changed. Add a key in the database.',
    })
  }
  return { context: newContext(dialect, catalogue.tables), table, policy, checkedBefore: [] }
}

function checkColumns(
  write: WriteScope,
  operation: 'create' | 'update',
  ids: readonly string[],
): ColumnShape[] {
  return ids.map((id, index) => {
    const column = columnById(write.table, id)
    if (column && write.policy.writes[operation].has(id)) {
      if (ids.indexOf(id) !== index) throw unknownField(`/columns/${index}`)
      return column
    }
    if (!write.policy.cells.has(id)) throw unknownField(`/columns/${index}`)
    throw forbidden(`${operation} of column ${id}`)
  })
}

/** Each set column needs a role that grants both the column and the row; equal sets only once. */
function rulesOf(
  write: WriteScope,
  operation: 'create' | 'update',
  columns: readonly ColumnShape[],
): RuleSet[] {
  return distinctRules(columns.map((column) => write.policy.writes[operation].get(column.id)!))
}

function distinctRules(rules: readonly RuleSet[]): RuleSet[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()]
}

function rowConditions(
  write: WriteScope,
  rules: readonly RuleSet[],
  firstSlot: number,
  seen: readonly string[],
): string {
  const { context, table, policy } = write
  const key = table.key.map((id, index) => {
    const governed = governedColumn(context, table, policy, 't', columnById(table, id)!)
    if (governed === null) throw notFound(`key of table ${table.id}`)
    const { sql, cast } = comparable(context, governed)
    return `${wrap(sql)} = ${literal(write, { cast }, firstSlot + index, `/key/${index}`)}`
  })
  const before = distinctRules([policy.rows.read, ...rules])
  write.checkedBefore = before
  const rows = before.flatMap((rule) => ruleSetSql(context, table, 't', rule) ?? [])
  const unchanged = seen.map((id, index) => {
    const column = columnById(table, id)
    const governed = column && governedColumn(context, table, policy, 't', column)
    if (!governed) throw unknownField(`/seen/${index}`)
    const { sql, cast } = comparable(context, governed)
    const slot = firstSlot + table.key.length + index
    const seenValue = literal(write, { cast }, slot, `/seen/${index}`)
    // JSON is one value however it is spaced and ordered; a client never has the database's own text of it.
    if (column.type === 'json')
      return context.dialect.isDistinct(`${wrap(sql)}::jsonb`, `${seenValue}::jsonb`, true)
    return context.dialect.isDistinct(wrap(sql), seenValue, true)
  })
  return [...key, ...rows, ...unchanged].join(' and ')
}

/** A new value: the database takes the type from the column, so that its own rules for length and scale hold. */
function valueSql(write: WriteScope, column: ColumnShape, slot: number, many: boolean): string {
  const native = nativeCast(column)
  const path = `/values/${column.id}`
  if (!many) return literal(write, { cast: 'raw', check: native ?? undefined }, slot, path)
  if (native !== null) return literal(write, { cast: native, list: true }, slot, path)
  if (castFor(column.type) !== 'text')
    throw new AppError('unprocessable', { public: 'Write such rows one by one.' })
  const texts = literal(write, { cast: 'text', list: true }, slot, path)
  return listCasts.has(column.databaseType) ? `${texts}::${column.databaseType}[]` : texts
}

/** Types that text lists can be cast to; other types are only written row by row. */
const listCasts = new Set([
  'json',
  'jsonb',
  'bpchar',
  'citext',
  'interval',
  'inet',
  'cidr',
  'macaddr',
  'timetz',
  'money',
])

function literal(
  write: WriteScope,
  form: Pick<ParameterDescriptor, 'cast' | 'check'> & { list?: boolean },
  slot: number,
  path: string,
): string {
  const { list = false, ...rest } = form
  return write.context.parameters.add({ source: { kind: 'literal', slot, path }, ...rest, list })
}
