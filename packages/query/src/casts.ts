import { parseMoment, printMoment } from '@flexoffice/expression'
import type { ValueType } from '@flexoffice/expression/types'
import type { ColumnShape } from './table-shape.ts'

/** The few database types that parameters and comparisons use. Chosen so that an index on the column stays usable. */
export type Cast =
  | 'text'
  | 'int8'
  | 'numeric'
  | 'float8'
  | 'float4'
  | 'bool'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'uuid'
  | 'bytea'

const castOfType: Record<ValueType, Cast> = {
  text: 'text',
  integer: 'int8',
  decimal: 'numeric',
  float: 'float8',
  boolean: 'bool',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamptz',
  uuid: 'uuid',
  json: 'text',
  binary: 'bytea',
  other: 'text',
}

const nativeTypes: Record<string, Cast> = {
  text: 'text',
  varchar: 'text',
  int2: 'int8',
  int4: 'int8',
  int8: 'int8',
  numeric: 'numeric',
  float4: 'float4',
  float8: 'float8',
  bool: 'bool',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  bytea: 'bytea',
}

/** The cast in which values of a type are compared. */
export function castFor(type: ValueType): Cast {
  return castOfType[type]
}

/**
 * The cast that matches a column as it is stored, or null when the database's type is none that can be compared as it
 * is (enum, char(n), citext, json ...): such a column is compared by its text.
 */
export function nativeCast(column: ColumnShape): Cast | null {
  const native = nativeTypes[column.databaseType]
  if (native === undefined) return null
  const fits = native === castOfType[column.type] || (native === 'float4' && column.type === 'float')
  return fits ? native : null
}

/**
 * Writes a text in the canonical form of a cast, or null when it is no value of it. What passes here never makes the
 * database's input function fail, so that a refusal depends on the input alone.
 */
export function readCanonical(cast: Cast, text: string): string | null {
  switch (cast) {
    case 'text':
      return text.isWellFormed() && !text.includes('\u0000') ? text : null
    case 'int8':
      return readInteger(text)
    case 'numeric':
      return /^(NaN|-?Infinity|[+-]?\d{1,131072}(\.\d{1,16383})?)$/.test(text) ? text : null
    case 'float8':
      return readFloat(text, Number)
    case 'float4':
      return readFloat(text, (digits) => Math.fround(Number(digits)))
    case 'bool':
      return booleans[text] ?? null
    case 'uuid':
      return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ? text : null
    case 'bytea':
      return /^\\x([0-9a-f]{2})*$/i.test(text) ? text : null
    case 'date':
    case 'time':
      return readMoment(cast, text)
    case 'timestamp':
      return readMoment('datetime', text)
    case 'timestamptz':
      return readMoment('timestamp', text)
  }
}

const booleans: Record<string, string> = Object.assign(Object.create(null), {
  true: 'true',
  false: 'false',
  t: 'true',
  f: 'false',
})

function readInteger(text: string): string | null {
  if (!/^[+-]?\d{1,19}$/.test(text)) return null
  const value = BigInt(text)
  return BigInt.asIntN(64, value) === value ? value.toString() : null
}

function readFloat(text: string, round: (digits: string) => number): string | null {
  if (/^(NaN|-?Infinity)$/.test(text)) return text
  if (!/^[+-]?\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,4})?$/i.test(text)) return null
  const value = round(text)
  const lost = value === 0 && /[1-9]/.test(text.split(/e/i)[0]!)
  return Number.isFinite(value) && !lost ? text : null
}

/** Years from 4712 BC to 294275 (dates: 5874896) are within what PostgreSQL's types hold, in every zone. */
function readMoment(kind: 'date' | 'time' | 'datetime' | 'timestamp', text: string): string | null {
  const moment = parseMoment(kind, text)
  if (moment === null) return null
  const printed = printMoment(moment)
  if (kind === 'time' || printed.endsWith('infinity')) return printed
  const year = Number(/^\d+/.exec(printed)?.[0])
  const last = kind === 'date' ? 5_874_896 : 294_275
  return year <= (printed.endsWith('BC') ? 4712 : last) ? printed : null
}
