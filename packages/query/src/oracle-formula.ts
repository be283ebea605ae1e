import { compareCanonical, isNumeric, parseDecimal, parseMoment } from '@flexoffice/expression'
import {
  addDecimals,
  Decimal,
  multiplyDecimals,
  printDecimal,
  roundDecimal,
  subtractDecimals,
} from '@flexoffice/expression/decimal'
import { floorDivide, microsecondsPerDay, splitMicroseconds } from '@flexoffice/expression/moment'
import type { ValueType } from '@flexoffice/expression/types'
import type { ColumnReference, DatePart, Formula, QueryCompareOperator } from './structured-query.ts'

/** A value with its type, as the oracle calculates. */
export interface Cell {
  type: ValueType
  value: string | null
}

/** Evaluates a formula on one row; `read` gives the governed cells. */
export function evaluateFormula(formula: Formula, read: (field: ColumnReference) => Cell): Cell {
  const go = (part: Formula): Cell => evaluateFormula(part, read)
  switch (formula.kind) {
    case 'column':
      return boundDecimal(read(formula.field))
    case 'literal':
      return { type: formula.type, value: formula.value }
    case 'arithmetic':
      return decimalCell(
        calculate(formula.operator, toDecimal(go(formula.left)), toDecimal(go(formula.right))),
      )
    case 'round': {
      const number = toDecimal(go(formula.operand))
      return decimalCell(number && roundDecimal(number, formula.digits))
    }
    case 'concat':
      return { type: 'text', value: formula.parts.map((part) => go(part).value ?? '').join('') }
    case 'lower':
    case 'upper': {
      const text = go(formula.operand).value
      return {
        type: 'text',
        value: (formula.kind === 'lower' ? text?.toLowerCase() : text?.toUpperCase()) ?? null,
      }
    }
    case 'length': {
      const text = go(formula.operand).value
      return { type: 'integer', value: text === null ? null : String([...text].length) }
    }
    case 'coalesce':
      return alternative(
        formula.parts.map(go),
        (cells) => cells.find((cell) => cell.value !== null) ?? cells[0]!,
      )
    case 'if': {
      const condition = isTrue(go(formula.condition))
      return alternative([go(formula.whenTrue), go(formula.whenFalse)], (cells) => cells[condition ? 0 : 1]!)
    }
    case 'compare':
      return truthCell(compareCells(formula.operator, go(formula.left), go(formula.right)))
    case 'and':
    case 'or': {
      const truths = formula.parts.map((part) => toTruth(go(part)))
      const decisive = formula.kind === 'or'
      return truthCell(truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive)
    }
    case 'not': {
      const truth = toTruth(go(formula.operand))
      return truthCell(truth === null ? null : !truth)
    }
    case 'isNull':
      return truthCell(go(formula.operand).value === null)
    case 'datePart':
      return readPart(go(formula.operand), formula.part, formula.timeZone)
  }
}

/** Three-valued comparison of cells whose types meet. */
export function compareCells(operator: QueryCompareOperator, left: Cell, right: Cell): boolean | null {
  if (left.value === null || right.value === null) return null
  const exact = left.type !== right.type
  const [a, b] = exact ? [toDecimal(left), toDecimal(right)] : [left.value, right.value]
  if (a === null || b === null) return null
  const order = compareCanonical(exact ? 'decimal' : left.type, String(a), String(b))
  return compareOutcome(operator, order)
}

/** What an operator says of an ordering. */
export function compareOutcome(operator: QueryCompareOperator, order: number): boolean {
  switch (operator) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
  }
}

/** The number of a cell, null for none and for what is too large or too long to calculate with. */
export function toDecimal(cell: Cell): Decimal | null {
  const number = cell.value === null ? null : parseDecimal(cell.value)
  if (number === null || !isNumeric(cell.type)) return null
  const size = number.units < 0n ? -number.units : number.units
  return size < 10n ** BigInt(100 + number.scale) ? number : null
}

/** The quotient with as many places as PostgreSQL's numeric division keeps. */
export function divideLikePostgres(left: Decimal, right: Decimal): Decimal | null {
  if (right.units === 0n) return null
  const [a, b] = [leadingDigit(left), leadingDigit(right)]
  const weight = a.weight - b.weight - (a.digit <= b.digit ? 1 : 0)
  const places = Math.min(1000, Math.max(16 - weight * 4, left.scale, right.scale, 0))
  const numerator = left.units * 10n ** BigInt(places + right.scale)
  const denominator = right.units * 10n ** BigInt(left.scale)
  const negative = numerator < 0n !== denominator < 0n
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator]
  const rounded = (2n * n + d) / (2n * d)
  return new Decimal(negative ? -rounded : rounded, places)
}

/** The first digit to the base of 10,000 and its position. */
function leadingDigit(value: Decimal): { weight: number; digit: bigint } {
  if (value.units === 0n) return { weight: 0, digit: 0n }
  const padding = (4 - (value.scale % 4)) % 4
  let digit = (value.units < 0n ? -value.units : value.units) * 10n ** BigInt(padding)
  let weight = -(value.scale + padding) / 4
  while (digit >= 10_000n) {
    digit /= 10_000n
    weight += 1
  }
  return { weight, digit }
}

function calculate(operator: string, left: Decimal | null, right: Decimal | null): Decimal | null {
  if (left === null || right === null) return null
  if (operator === '+') return addDecimals(left, right)
  if (operator === '-') return subtractDecimals(left, right)
  return operator === '*' ? multiplyDecimals(left, right) : divideLikePostgres(left, right)
}

function boundDecimal(cell: Cell): Cell {
  if (cell.type !== 'decimal') return cell
  const number = toDecimal(cell)
  return { type: 'decimal', value: number !== null && number.scale <= 100 ? cell.value : null }
}

function decimalCell(number: Decimal | null): Cell {
  return { type: 'decimal', value: number === null ? null : printDecimal(number) }
}

/** Alternatives of several number types, and floats, become decimals first. */
function alternative(cells: Cell[], choose: (cells: Cell[]) => Cell): Cell {
  const { type } = cells[0]!
  if (cells.every((cell) => cell.type === type) && type !== 'float') return choose(cells)
  return choose(cells.map((cell) => decimalCell(toDecimal(cell))))
}

function toTruth(cell: Cell): boolean | null {
  return cell.value === null ? null : isTrue(cell)
}

function isTrue(cell: Cell): boolean {
  return cell.value === 't' || cell.value === 'true'
}

function truthCell(truth: boolean | null): Cell {
  return { type: 'boolean', value: truth === null ? null : truth ? 't' : 'f' }
}

const hoursOfZone: Record<string, number> = { UTC: 0, 'Etc/GMT+3': -3 }

/** The microseconds of a date or time on the calendar of a zone (fixed zones only); null for infinities. */
export function localMicroseconds(cell: Cell, timeZone = 'UTC'): bigint | null {
  if (cell.value === null || cell.value.endsWith('infinity')) return null
  const moment = parseMoment(cell.type as 'date' | 'datetime' | 'timestamp', cell.value)
  if (moment === null) return null
  const hours = cell.type === 'timestamp' ? hoursOfZone[timeZone]! : 0
  return moment.microseconds + BigInt(hours) * 3_600_000_000n
}

function readPart(cell: Cell, part: DatePart, timeZone?: string): Cell {
  const local = localMicroseconds(cell, timeZone)
  return { type: 'integer', value: local === null || !isOrdinary(local) ? null : String(partOf(local, part)) }
}

function isOrdinary(local: bigint): boolean {
  const { year } = splitMicroseconds(local)
  return year >= 1 && year <= 9999
}

function partOf(local: bigint, part: DatePart): number {
  const parts = splitMicroseconds(local)
  const day = Number(floorDivide(local, microsecondsPerDay))
  switch (part) {
    case 'quarter':
      return Math.ceil(parts.month / 3)
    case 'weekday':
      return isoWeekday(day)
    case 'week':
      return isoWeek(day)
    default:
      return parts[part]
  }
}

function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** The week of the year that the Thursday of the week lies in. */
function isoWeek(day: number): number {
  const thursday = day - isoWeekday(day) + 4
  const { year } = splitMicroseconds(BigInt(thursday) * microsecondsPerDay)
  let first = thursday
  while (splitMicroseconds(BigInt(first - 7) * microsecondsPerDay).year === year) first -= 7
  return (thursday - first) / 7 + 1
}
