import type { CellValue } from '../tabular.ts'
import type { UploadType } from './detect-columns.ts'
import type { DateOrder, NumberStyle } from './parse-values.ts'
import {
  isMissingWord,
  isUuid,
  parseBooleanWord,
  parseMoment,
  parseNumber,
  parseTime,
} from './parse-values.ts'

/** How the cells of one column are to be read, as detected or as the person corrected it. */
export interface CellTarget {
  type: UploadType
  numberStyle: NumberStyle
  dateOrder: DateOrder
}

/** Why a cell does not fit its column. */
export interface CellProblem {
  code:
    | 'not_a_number'
    | 'not_whole'
    | 'out_of_range'
    | 'not_a_date'
    | 'not_a_time'
    | 'not_a_boolean'
    | 'not_a_uuid'
    | 'too_long'
    | 'forbidden_character'
  message: string
}

/** A value in PostgreSQL's notation (null for none), or the reason why there is none. */
export type ConvertedCell =
  | { text: string | null; problem?: undefined }
  | { text?: undefined; problem: CellProblem }

/** Converts one cell to the text by which PostgreSQL reads exactly that value. */
export function convertCell(cell: CellValue, target: CellTarget, maxCharacters = 32_767): ConvertedCell {
  if (cell === null) return empty
  if (typeof cell === 'object' && cell.kind === 'error') return empty
  if (target.type === 'text') return convertText(cell, maxCharacters)
  if (typeof cell === 'string' && (cell.trim() === '' || isMissingWord(cell))) return empty
  switch (target.type) {
    case 'integer':
      return convertInteger(cell, target.numberStyle)
    case 'decimal':
    case 'float':
      return convertNumber(cell, target)
    case 'boolean':
      return convertBoolean(cell)
    case 'date':
    case 'datetime':
    case 'timestamp':
      return convertMoment(cell, target.type, target.dateOrder)
    case 'time':
      return convertTime(cell)
    case 'uuid':
      return typeof cell === 'string' && isUuid(cell)
        ? value(cell.trim().replace(/[{}]/g, '').toLowerCase())
        : problem('not_a_uuid', 'is not a UUID')
  }
}

/** The PostgreSQL type of a column. */
export function postgresType(type: UploadType): string {
  return postgresTypes[type]
}

const postgresTypes: Record<UploadType, string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamptz',
  uuid: 'uuid',
}

const empty: ConvertedCell = { text: null }

function value(text: string): ConvertedCell {
  return { text }
}

function problem(code: CellProblem['code'], message: string): ConvertedCell {
  return { problem: { code, message } }
}

function convertText(cell: Exclude<CellValue, null>, maxCharacters: number): ConvertedCell {
  const text = typeof cell === 'object' ? cell.text.replace('T', ' ') : String(cell)
  if (text.length > maxCharacters)
    return problem('too_long', `has ${text.length} characters; ${maxCharacters} are allowed in a cell`)
  if (text.includes('\0'))
    return problem('forbidden_character', 'holds a zero character, which the database cannot store')
  return text.trim() === '' ? empty : value(text)
}

function convertInteger(cell: Exclude<CellValue, null>, style: NumberStyle): ConvertedCell {
  if (typeof cell === 'string' && /^-?[1-9]\d{0,17}$/.test(cell)) return value(cell)
  const number = readNumber(cell, style)
  if (number === null) return problem('not_a_number', 'is not a number')
  const whole = /^(-?\d+)(?:\.0+)?$/.exec(number)?.[1]
  if (whole === undefined) return problem('not_whole', 'is not a whole number')
  const integer = BigInt(whole)
  if (integer !== BigInt.asIntN(64, integer))
    return problem('out_of_range', 'is too large for a whole number of 64 bits')
  return value(integer.toString())
}

function convertNumber(cell: Exclude<CellValue, null>, target: CellTarget): ConvertedCell {
  const number = readNumber(cell, target.numberStyle)
  if (number === null) return problem('not_a_number', 'is not a number')
  if (target.type === 'decimal') return value(number)
  const float = Number(number)
  const vanished = float === 0 && /[1-9]/.test(number.split(/e/i)[0]!)
  return Number.isFinite(float) && !vanished
    ? value(number)
    : problem('out_of_range', 'is outside the range of a floating-point number')
}

function readNumber(cell: Exclude<CellValue, null>, style: NumberStyle): string | null {
  if (typeof cell === 'number') return String(cell)
  if (typeof cell !== 'string') return null
  // A workbook's own numbers are no text; digits alone mean the same in both styles.
  return (
    (parseNumber(cell, style) ?? (/e[+-]?\d/i.test(cell) ? parseNumber(cell, 'point') : null))?.text ?? null
  )
}

function convertBoolean(cell: Exclude<CellValue, null>): ConvertedCell {
  const word = typeof cell === 'boolean' ? cell : typeof cell === 'string' ? parseBooleanWord(cell) : null
  if (word !== null) return value(word ? 'true' : 'false')
  const text = String(cell).trim()
  if (text === '1') return value('true')
  return text === '0' ? value('false') : problem('not_a_boolean', 'is neither yes nor no')
}

function convertMoment(
  cell: Exclude<CellValue, null>,
  type: 'date' | 'datetime' | 'timestamp',
  order: DateOrder,
): ConvertedCell {
  const source =
    typeof cell === 'string' ? cell : typeof cell === 'object' && cell.kind !== 'time' ? cell.text : ''
  const moment = parseMoment(source, order)
  if (!moment) return problem('not_a_date', 'is not a date')
  if (type === 'date') {
    const midnight = !moment.time || /^00:00:00(\.0+)?$/.test(moment.text.slice(11))
    return midnight
      ? value(moment.text.slice(0, 10))
      : problem('not_a_date', 'has a time of day, but the column holds dates')
  }
  const text = moment.time ? moment.text : `${moment.text} 00:00:00`
  if (type === 'datetime') {
    return moment.zone
      ? problem('not_a_date', 'has a time zone, but the column holds times without one')
      : value(text)
  }
  if (moment.zone) return value(moment.text)
  // An instant without a zone would depend on the server's setting; UTC is the same everywhere.
  return value(`${text}+00:00`)
}

function convertTime(cell: Exclude<CellValue, null>): ConvertedCell {
  const time =
    typeof cell === 'string'
      ? parseTime(cell)
      : typeof cell === 'object' && cell.kind === 'time'
        ? cell.text
        : null
  return time === null ? problem('not_a_time', 'is not a time of day') : value(time)
}
