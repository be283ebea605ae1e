import { AppError, forbidden, notFound } from '@flexoffice/base'
import type { ColumnShape } from '@flexoffice/query'
import type { Context } from '../../core/context.ts'
import { findRecord } from './list-records.ts'
import type { OpenTable } from './open-table.ts'
import type { PreparedWrite } from './prepare-write.ts'
import type { JsonValue } from './wire-values.ts'
import { toText } from './wire-values.ts'

/** One field that is not as the author saw it. */
export interface Difference {
  column: string
  name: string
  label: string
  seen: JsonValue
  current: JsonValue
  /** What the author wants to write; absent when they only looked at it. */
  yours?: JsonValue
}

/**
 * Why a change hit no record, told from a second look under the read policy: gone or unreadable is 404, different is 409
 * with the differences, and a readable, unchanged record is one that the author may not change.
 */
export async function explainMiss(ctx: Context, table: OpenTable, write: PreparedWrite): Promise<AppError> {
  const { change, key } = write
  if (change.kind === 'create' || key === null) return forbidden('create')
  const record = await findRecord(ctx, table, key)
  if (!record) return notFound(`record of ${table.shape.id}`)
  const values: Record<string, JsonValue> = change.kind === 'update' ? change.values : {}
  const differences = Object.keys(change.seen).flatMap((id): Difference[] => {
    const column = table.shape.columns.find((candidate) => candidate.id === id)
    const current = record.values[id]
    if (!column || current === undefined || isSame(column, change.seen[id]!, current)) return []
    const label = table.known.columns.find((candidate) => candidate.id === id)?.label ?? column.name
    const yours = Object.hasOwn(values, id) ? { yours: values[id]! } : {}
    return [{ column: id, name: column.name, label, seen: change.seen[id]!, current, ...yours }]
  })
  if (differences.length === 0) return forbidden(`${change.kind} of this record`)
  return new AppError('conflict', {
    public: 'Somebody else changed this record meanwhile. Compare the values and decide which to keep.',
    reason: 'record_changed',
    params: { differences },
  })
}

function isSame(column: ColumnShape, seen: JsonValue, current: JsonValue): boolean {
  return comparableText(column, seen) === comparableText(column, current)
}

/** `12.5` and `12.50` are one value, and so are two ways to write an instant. */
function comparableText(column: ColumnShape, value: JsonValue): string | null {
  if (column.type === 'json') return JSON.stringify(sortKeys(value))
  const text = toText(column, value, '')
  if (text === null) return null
  if (column.type === 'decimal')
    return text
      .replace(/^\+/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  if (column.type === 'datetime' || column.type === 'timestamp')
    return text
      .replace('T', ' ')
      .replace(/(Z|[+-]00(:00)?)$/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  return text
}

/** JSON objects are the same in whatever order their keys stand. */
function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}
