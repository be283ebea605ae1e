import { invalidField } from '@flexoffice/base'
import type { Cast } from './casts.ts'
import { hashText } from './hash.ts'
import type { QueryScope } from './query-scope.ts'
import { type SqlValue, wrap } from './sql-context.ts'
import type { SortItem } from './structured-query.ts'

/** One key of the order as it is written into the statement. */
export interface OrderKey {
  value: SqlValue
  /** The expression in a form with one order everywhere. */
  sql: string
  cast: Cast
  descending: boolean
  nullsFirst: boolean
}

/** Makes a key; nulls count as the largest value unless told otherwise. */
export function orderKey(
  value: SqlValue,
  form: { sql: string; cast: Cast },
  direction: SortItem['direction'] = 'ascending',
  nulls?: SortItem['nulls'],
): OrderKey {
  const descending = direction === 'descending'
  return { value, ...form, descending, nullsFirst: nulls === undefined ? descending : nulls === 'first' }
}

/** `order by a, b desc`; the place of nulls is only written where it is not the database's own. */
export function orderSql(keys: readonly OrderKey[]): string {
  if (keys.length === 0) return ''
  const items = keys.map((key) => {
    const nulls =
      key.value.notNull || key.nullsFirst === key.descending
        ? ''
        : ` nulls ${key.nullsFirst ? 'first' : 'last'}`
    return `${key.sql}${key.descending ? ' desc' : ''}${nulls}`
  })
  return ` order by ${items.join(', ')}`
}

/** Tells orders apart, so that a cursor of one is refused by another. */
export function orderSignature(keys: readonly OrderKey[], tableId: string): string {
  const text = keys.map((key) => [key.sql, key.cast, key.descending, key.nullsFirst])
  return hashText(JSON.stringify([tableId, text])).slice(0, 16)
}

/** The rows after the cursor's, as one range where an index can serve it, else key by key with nulls in their place. */
export function afterCursorSql(scope: QueryScope, keys: readonly OrderKey[], signature: string): string {
  const slot = scope.slots.get(scope.query.page)!
  const values = keys.map((key, index) =>
    scope.context.parameters.add({
      source: { kind: 'cursor', slot, index, signature },
      cast: key.cast,
      list: false,
    }),
  )
  const plain = keys.every((key) => key.value.notNull && key.descending === keys[0]!.descending)
  if (plain) {
    const operator = keys[0]!.descending ? '<' : '>'
    if (keys.length === 1) return `${keys[0]!.sql} ${operator} ${values[0]}`
    return `(${keys.map((key) => key.sql).join(', ')}) ${operator} (${values.join(', ')})`
  }
  const steps = keys.map((key, index) => {
    const equal = keys.slice(0, index).map((before, position) => equalTo(before, values[position]!))
    return [...equal, after(key, values[index]!)].join(' and ')
  })
  return `(${steps.map((step) => `(${step})`).join(' or ')})`
}

function equalTo(key: OrderKey, value: string): string {
  return key.value.notNull ? `${operand(key)} = ${value}` : `${operand(key)} is not distinct from ${value}`
}

function after(key: OrderKey, value: string): string {
  const beyond = `${operand(key)} ${key.descending ? '<' : '>'} ${value}`
  if (key.value.notNull) return beyond
  return key.nullsFirst
    ? `(${beyond} or (${value} is null and ${wrap(key.value.sql)} is not null))`
    : `(${beyond} or (${wrap(key.value.sql)} is null and ${value} is not null))`
}

function operand(key: OrderKey): string {
  return key.sql.endsWith(' collate "C"') ? key.sql : wrap(key.sql)
}

/** Refuses paging by cursor where the order would not be total. */
export function refuseKeyset(): Error {
  return invalidField(
    '/page/kind',
    'This list has no key that you can read. Page it by offset.',
    'no_readable_key',
  )
}
