import { compareFloats, compareText, type Ordering } from './compare.ts'
import {
  addDecimals,
  compareDecimals,
  countDecimalDigits,
  Decimal,
  decimalToFloat,
  divideDecimals,
  maximumDecimalDigits,
  multiplyDecimals,
  remainderOfDecimals,
  subtractDecimals,
} from './decimal.ts'
import { Moment, microsecondsPerDay } from './moment.ts'
import { fitsInteger } from './syntax.ts'
import { type ExpressionValue, isRecord } from './values.ts'

/** Why an evaluation ended without a value; caught by `evaluate`, never seen outside. */
export class EvaluationFailure extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type ExpressionNumber = bigint | Decimal | number

/** True for the three kinds of number. */
export function isNumber(value: ExpressionValue): value is ExpressionNumber {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Decimal
}

/** Equality in three values: null equals nothing, numbers of all kinds meet, different types are not equal. */
export function equalValues(left: ExpressionValue, right: ExpressionValue): boolean | null {
  if (left === null || right === null) return null
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  if (left instanceof Moment && right instanceof Moment) {
    return left.kind === right.kind && left.microseconds === right.microseconds
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameItem(item, right[index] ?? null))
  }
  if (!isRecord(left) || !isRecord(right)) return left === right
  const names = Object.keys(left)
  const sameNames =
    names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name))
  return sameNames && names.every((name) => sameItem(left[name] ?? null, right[name] ?? null))
}

/** The order of two values of one kind, null when one of them is null. */
export function orderValues(left: ExpressionValue, right: ExpressionValue): Ordering | null {
  if (left === null || right === null) return null
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right)
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  if (typeof left === 'boolean' && typeof right === 'boolean') return sign(Number(left), Number(right))
  if (left instanceof Moment && right instanceof Moment && left.kind === right.kind) {
    return sign(left.microseconds, right.microseconds)
  }
  throw new EvaluationFailure(
    'type_mismatch',
    'Values of different types have no order. Convert one of them first.',
  )
}

/** `+ - * / %`. Null makes null, a division by zero is null, `/` of whole numbers is an exact decimal (7 / 2 = 3.5). */
export function calculate(
  operator: ArithmeticOperator,
  left: ExpressionValue,
  right: ExpressionValue,
): ExpressionValue {
  if (left === null || right === null) return null
  if (isNumber(left) && isNumber(right)) return calculateNumbers(operator, left, right)
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  if (left instanceof Moment && left.kind === 'date') {
    if (typeof right === 'bigint' && operator === '+') return addDays(left, right)
    if (typeof right === 'bigint' && operator === '-') return addDays(left, -right)
    if (right instanceof Moment && right.kind === 'date' && operator === '-') {
      return (left.microseconds - right.microseconds) / microsecondsPerDay
    }
  }
  throw new EvaluationFailure(
    'type_mismatch',
    `"${operator}" cannot combine these values. Convert one of them first.`,
  )
}

/** The negative of a number. */
export function negateNumber(value: ExpressionValue): ExpressionValue {
  if (value === null) return null
  if (typeof value === 'number') return -value
  if (!isNumber(value)) throw new EvaluationFailure('type_mismatch', '"-" needs a number.')
  return calculateNumbers('-', 0n, value)
}

/** The date `days` later; beyond the years that PostgreSQL knows it is a failure. */
export function addDays(moment: Moment, days: bigint): Moment {
  const microseconds = moment.microseconds + days * microsecondsPerDay
  if (microseconds > 9_000_000_000_000_000_000n || microseconds < -210_000_000_000_000_000n) {
    throw new EvaluationFailure('date_out_of_range', 'This date is out of range.')
  }
  return new Moment(moment.kind, microseconds)
}

/** Exact between whole and decimal numbers; as floats when one is a float. */
export function compareNumbers(left: ExpressionNumber, right: ExpressionNumber): Ordering {
  if (typeof left === 'bigint' && typeof right === 'bigint') return sign(left, right)
  if (typeof left === 'number' || typeof right === 'number')
    return compareFloats(toFloat(left), toFloat(right))
  return compareDecimals(toDecimal(left), toDecimal(right))
}

/** The nearest float. */
export function toFloat(value: ExpressionNumber): number {
  return value instanceof Decimal ? decimalToFloat(value) : Number(value)
}

function calculateNumbers(
  operator: ArithmeticOperator,
  left: ExpressionNumber,
  right: ExpressionNumber,
): ExpressionValue {
  if (typeof left === 'number' || typeof right === 'number') {
    return calculateFloats(operator, toFloat(left), toFloat(right))
  }
  if (typeof left === 'bigint' && typeof right === 'bigint' && operator !== '/') {
    return calculateIntegers(operator, left, right)
  }
  return limitDigits(calculateDecimals(operator, toDecimal(left), toDecimal(right)))
}

function calculateFloats(operator: ArithmeticOperator, left: number, right: number): number | null {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  if (right === 0) return null
  return operator === '/' ? left / right : left % right
}

function calculateIntegers(
  operator: Exclude<ArithmeticOperator, '/'>,
  left: bigint,
  right: bigint,
): bigint | null {
  if (operator === '%') return right === 0n ? null : left % right
  const result = operator === '+' ? left + right : operator === '-' ? left - right : left * right
  if (fitsInteger(result)) return result
  throw new EvaluationFailure(
    'number_too_large',
    'This whole number is too large. Calculate with decimals: decimal(x).',
  )
}

function calculateDecimals(operator: ArithmeticOperator, left: Decimal, right: Decimal): Decimal | null {
  switch (operator) {
    case '+':
      return addDecimals(left, right)
    case '-':
      return subtractDecimals(left, right)
    case '*':
      return multiplyDecimals(left, right)
    case '/':
      return divideDecimals(left, right)
    case '%':
      return remainderOfDecimals(left, right)
  }
}

function limitDigits(value: Decimal | null): Decimal | null {
  if (value === null || countDecimalDigits(value) <= maximumDecimalDigits) return value
  throw new EvaluationFailure('number_too_large', `This number has more than ${maximumDecimalDigits} digits.`)
}

function toDecimal(value: bigint | Decimal): Decimal {
  return value instanceof Decimal ? value : new Decimal(value, 0)
}

function sameItem(left: ExpressionValue, right: ExpressionValue): boolean {
  return left === null || right === null ? left === right : equalValues(left, right) === true
}

function sign<T extends number | bigint>(left: T, right: T): Ordering {
  return left < right ? -1 : left > right ? 1 : 0
}
