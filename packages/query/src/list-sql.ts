import { invalidField } from '@flexoffice/base'
import { isNumeric } from '@flexoffice/expression'
import type { Cast } from './casts.ts'
import { encodeCursor } from './cursor.ts'
import { defaultName } from './default-name.ts'
import {
  afterCursorSql,
  type OrderKey,
  orderKey,
  orderSignature,
  orderSql,
  refuseKeyset,
} from './order-sql.ts'
import { pageSql, readField, whereConditions } from './query-fields.ts'
import { fromSql, type QueryScope, readColumn } from './query-scope.ts'
import { allOf, orderable, type SqlValue, wrap } from './sql-context.ts'
import { type CompiledQuery, makeStatement, type ResultColumn } from './statement.ts'
import type { Query } from './structured-query.ts'
import { totalStatement } from './total-sql.ts'

/** A query for rows: the page itself, with the cursor behind each row where it is paged by keyset. */
export function listQuery(scope: QueryScope): CompiledQuery {
  const { query } = scope
  if (query.select.length === 0) throw invalidField('/select', 'Choose at least one column.')
  if (query.having) throw invalidField('/having', 'A condition on groups needs groups. Use the filter.')
  const values = query.select.map((item, index) => readField(scope, item.field, `/select/${index}/field`))
  const keys = totalOrder(scope, values)
  const signature = orderSignature(keys, query.table)
  const conditions = whereConditions(scope)
  if (query.page.kind === 'keyset' && query.page.after !== undefined) {
    conditions.push(afterCursorSql(scope, keys, signature))
  }
  const cells = values.map((value) => value.sql)
  const positions = query.page.kind === 'keyset' ? keys.map((key) => cellPosition(cells, key)) : []
  const where = conditions.length === 0 ? '' : ` where ${allOf(conditions)}`
  const sql = `select ${cells.join(', ')} ${fromSql(scope)}${where}${orderSql(keys)}${pageSql(scope)}`
  return {
    ...makeStatement(sql, scope.context.parameters.descriptors),
    columns: values.map((value, index) => resultColumn(query, value, index)),
    cursorAfter:
      query.page.kind === 'keyset'
        ? (row) =>
            encodeCursor(
              signature,
              positions.map((position) => row[position] ?? null),
            )
        : null,
    total: totalStatement(scope),
  }
}

/** The wanted order, then the key, else every visible value: no hidden value and no chance decides what comes first. */
function totalOrder(scope: QueryScope, values: readonly SqlValue[]): OrderKey[] {
  const { query, root, context } = scope
  const keys = (query.sort ?? []).map((item, index) => {
    const value = readField(scope, item.field, `/sort/${index}/field`)
    return orderKey(value, orderable(context, value), item.direction, item.nulls)
  })
  const whole = root.table.key.every((id) => root.policy.cells.get(id)?.whole === true)
  const keyed = whole && root.table.key.length > 0
  if (!keyed && query.page.kind === 'keyset') throw refuseKeyset()
  const direction = keys.at(-1)?.descending ? 'descending' : 'ascending'
  const add = (value: SqlValue, form: { sql: string; cast: Cast }): void => {
    if (!keys.some((key) => key.sql === form.sql)) keys.push(orderKey(value, form, direction))
  }
  const rest = keyed ? root.table.key.map((id) => readColumn(context, root, id)!) : values
  for (const value of rest) add(value, orderable(context, value))
  if (keyed) return keys
  for (const value of values) if (isNumeric(value.type)) add(value, textForm(scope, value))
  return keys
}

/** Equal numbers may be written differently (`1.5` and `1.50`); without a key their texts decide. */
function textForm(scope: QueryScope, value: SqlValue): { sql: string; cast: Cast } {
  const { dialect } = scope.context
  return { sql: dialect.byCodePoint(dialect.cast(wrap(value.sql), 'text')), cast: 'text' }
}

function cellPosition(cells: string[], key: OrderKey): number {
  const known = cells.indexOf(key.value.sql)
  return known >= 0 ? known : cells.push(key.value.sql) - 1
}

function resultColumn(query: Query, value: SqlValue, index: number): ResultColumn {
  const item = query.select[index]!
  return {
    name: item.as ?? defaultName(item.field),
    type: value.type,
    databaseType: value.databaseType,
    field: item.field,
  }
}
