import type { ValueType } from '@flexoffice/expression/types'
import type { TextRow } from '@flexoffice/sdk/connector'

/** Writes a value, as the database wrote it, as JSON. Null is the caller's. */
export type ValueWriter = (text: string) => string

/** What every value of a type becomes on the wire, without ever being a number or date in between. */
export function valueWriter(column: { type: ValueType; databaseType: string }): ValueWriter {
  switch (column.type) {
    case 'integer':
      return column.databaseType === 'int8' ? writeBigInteger : writeAsIs
    case 'float':
      return writeFloat
    case 'boolean':
      return (text) => (text === 't' || text === 'true' ? 'true' : 'false')
    case 'json':
      return writeAsIs
    case 'datetime':
      return writeDateTime
    case 'timestamp':
      return writeInstant
    case 'decimal':
    case 'date':
    case 'time':
    case 'uuid':
    case 'binary':
      return quote
    default:
      return JSON.stringify
  }
}

/** Writes rows as arrays: `[[1,"a"],[2,null]]`. Cells behind the columns are left out. */
export function writeRows(rows: readonly TextRow[], writers: readonly ValueWriter[]): string {
  let json = '['
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!
    json += index === 0 ? '[' : ',['
    for (let cell = 0; cell < writers.length; cell += 1) {
      if (cell > 0) json += ','
      const text = row[cell]
      json += text == null ? 'null' : writers[cell]!(text)
    }
    json += ']'
  }
  return `${json}]`
}

/** Reads one value back as what JSON makes of it, for answers that are built field by field. */
export function toWireValue(column: { type: ValueType; databaseType: string }, text: string | null): unknown {
  return text === null ? null : JSON.parse(valueWriter(column)(text))
}

function writeAsIs(text: string): string {
  return text
}

/** Letters that JSON escapes do not occur in these types. */
function quote(text: string): string {
  return `"${text}"`
}

const safe = BigInt(Number.MAX_SAFE_INTEGER)

function writeBigInteger(text: string): string {
  if (text.length <= 15) return text
  const value = BigInt(text)
  return value <= safe && value >= -safe ? text : `"${text}"`
}

function writeFloat(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  return last >= 48 && last <= 57 ? text : `"${text}"`
}

/** `2026-01-31 14:30:00` -> `2026-01-31T14:30:00`; infinities stay words, years before Christ stay as they are. */
function writeDateTime(text: string): string {
  return text.charCodeAt(10) === space ? `"${text.slice(0, 10)}T${text.slice(11)}"` : laterYear(text)
}

/** The session's zone is UTC, so an instant ends with `+00`. */
function writeInstant(text: string): string {
  if (text.charCodeAt(10) !== space || !text.endsWith('+00')) return laterYear(text)
  return `"${text.slice(0, 10)}T${text.slice(11, -3)}Z"`
}

const space = 32

function laterYear(text: string): string {
  const iso = /^(\d{5,})(-\d\d-\d\d) (\S+?)(\+00)?$/.exec(text)
  return iso ? `"${iso[1]}${iso[2]}T${iso[3]}${iso[4] ? 'Z' : ''}"` : `"${text}"`
}
