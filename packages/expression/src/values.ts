import { Decimal, decimalFromFloat, parseDecimal, printDecimal } from './decimal.ts'
import { Moment, type MomentKind, parseMoment, printMoment, printMomentAsIso } from './moment.ts'
import { type ExpressionType, findField, isListType } from './scope.ts'
import { fitsInteger } from './syntax.ts'

/** A value in memory: text, uuid and binary are strings, integers are bigint, floats are number. */
export type ExpressionValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | Decimal
  | Moment
  | ExpressionValue[]
  | ExpressionRecord

export interface ExpressionRecord {
  [name: string]: ExpressionValue
}

const maximumWireDepth = 50

/**
 * Reads JSON of the data API as a value of that type: integers and decimals may be strings, dates are ISO text. What
 * does not fit the type becomes null; `dynamic` and `json` follow the JSON itself (whole numbers are integers).
 */
export function fromWire(wire: unknown, type: ExpressionType, depth = 0): ExpressionValue {
  if (wire === null || wire === undefined || depth > maximumWireDepth) return null
  if (typeof type === 'string') return readScalar(wire, type, depth)
  if (isListType(type)) {
    return Array.isArray(wire) ? wire.map((item) => fromWire(item, type.list, depth + 1)) : null
  }
  if (typeof wire !== 'object' || Array.isArray(wire)) return null
  return Object.fromEntries(
    Object.entries(wire).map(([name, item]) => [
      name,
      fromWire(item, findField(type.fields, name)?.type ?? 'dynamic', depth + 1),
    ]),
  )
}

/** Writes a value as JSON of the data API: integers beyond 2^53 and decimals as strings, moments as ISO text. */
export function toWire(value: ExpressionValue, depth = 0): unknown {
  if (depth > maximumWireDepth) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value instanceof Decimal) return printDecimal(value)
  if (value instanceof Moment) return printMomentAsIso(value)
  if (Array.isArray(value)) return value.map((item) => toWire(item, depth + 1))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toWire(item, depth + 1)]))
}

/** The plain text of a value, as `text()` and templates show it; null is the empty text. */
export function printValue(value: ExpressionValue): string {
  if (value === null) return ''
  if (value instanceof Decimal) return printDecimal(value)
  if (value instanceof Moment) return printMoment(value)
  if (typeof value === 'object') return JSON.stringify(toWire(value))
  return String(value)
}

/** Takes a value from outside as it is, turning what the language has no word for into null. */
export function admitValue(value: unknown): ExpressionValue {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return null
  if (value instanceof Date) {
    const time = value.getTime()
    return Number.isNaN(time) ? null : new Moment('timestamp', BigInt(time) * 1000n)
  }
  return value as ExpressionValue
}

/** True for an object with fields (no list, decimal or moment). */
export function isRecord(value: ExpressionValue): value is ExpressionRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Decimal) &&
    !(value instanceof Moment)
  )
}

function readScalar(wire: unknown, type: ExpressionType, depth: number): ExpressionValue {
  switch (type) {
    case 'integer':
      return readInteger(wire)
    case 'decimal':
      return readDecimal(wire)
    case 'float':
      return typeof wire === 'number' || typeof wire === 'string' ? readFloat(wire) : null
    case 'boolean':
      return typeof wire === 'boolean'
        ? wire
        : wire === 't' || wire === 'true'
          ? true
          : wire === 'f' || wire === 'false'
            ? false
            : null
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return typeof wire === 'string' ? parseMoment(type satisfies MomentKind, wire) : null
    case 'text':
    case 'uuid':
    case 'binary':
      return typeof wire === 'object' ? null : String(wire)
    case 'null':
      return null
    default:
      return readDynamic(wire, depth)
  }
}

function readInteger(wire: unknown): bigint | null {
  if (typeof wire === 'bigint') return wire
  if (typeof wire === 'number') return Number.isSafeInteger(wire) ? BigInt(wire) : null
  if (typeof wire !== 'string' || !/^-?\d{1,19}$/.test(wire)) return null
  const value = BigInt(wire)
  return fitsInteger(value) ? value : null
}

function readDecimal(wire: unknown): Decimal | number | null {
  if (typeof wire === 'bigint') return new Decimal(wire, 0)
  if (typeof wire === 'number') return decimalFromFloat(wire)
  if (typeof wire !== 'string') return null
  return parseDecimal(wire) ?? (/^(NaN|-?Infinity)$/.test(wire) ? Number(wire) : null)
}

function readFloat(wire: number | string): number | null {
  if (typeof wire === 'number') return wire
  if (wire === 'NaN') return Number.NaN
  const value = wire.trim() === '' ? Number.NaN : Number(wire)
  return Number.isNaN(value) ? null : value
}

function readDynamic(wire: unknown, depth: number): ExpressionValue {
  if (typeof wire === 'number') return Number.isSafeInteger(wire) ? BigInt(wire) : decimalFromFloat(wire)
  if (Array.isArray(wire)) return wire.map((item) => fromWire(item, 'dynamic', depth + 1))
  if (wire instanceof Decimal || wire instanceof Moment || typeof wire !== 'object' || wire === null) {
    return admitValue(wire)
  }
  return Object.fromEntries(
    Object.entries(wire).map(([name, item]) => [name, fromWire(item, 'dynamic', depth + 1)]),
  )
}
