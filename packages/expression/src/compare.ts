import { compareDecimals, parseDecimal } from './decimal.ts'
import { parseMoment } from './moment.ts'
import type { ValueType } from './types.ts'

export type Ordering = -1 | 0 | 1

/**
 * Orders two values of one type that are written as PostgreSQL writes them (ISO dates). Text is ordered by code point
 * (COLLATE "C"), NaN equals itself and is above all, -0 equals 0, 1.5 equals 1.50, instants compare across zones.
 */
export function compareCanonical(type: ValueType, left: string, right: string): Ordering {
  switch (type) {
    case 'integer':
    case 'decimal':
      return compareNumeric(left, right)
    case 'float':
      return compareFloats(readFloat(left), readFloat(right))
    case 'boolean':
      return order(readBoolean(left), readBoolean(right))
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return compareMoments(type, left, right)
    case 'uuid':
      return compareText(left.toLowerCase(), right.toLowerCase())
    default:
      return compareText(left, right)
  }
}

/** The type in which two types meet, or null when they cannot be compared: numbers meet, all else only itself. */
export function commonType(left: ValueType, right: ValueType): ValueType | null {
  if (left === right) return left
  if (!isNumeric(left) || !isNumeric(right)) return null
  return left === 'float' || right === 'float' ? 'float' : 'decimal'
}

/** True for integer, decimal and float. */
export function isNumeric(type: ValueType): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float'
}

/** Orders by code point. JavaScript's own order is by UTF-16 unit and puts U+FFFD above U+1F600. */
export function compareText(left: string, right: string): Ordering {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return order(rankUnit(a), rankUnit(b))
  }
  return order(left.length, right.length)
}

/** Orders floats as PostgreSQL does: NaN equals NaN and is greater than everything else. */
export function compareFloats(left: number, right: number): Ordering {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1
  if (Number.isNaN(right)) return -1
  return order(left, right)
}

function rankUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function order<T extends number | bigint>(left: T, right: T): Ordering {
  return left < right ? -1 : left > right ? 1 : 0
}

function compareNumeric(left: string, right: string): Ordering {
  const a = parseDecimal(left)
  const b = parseDecimal(right)
  if (a && b) return compareDecimals(a, b)
  return compareFloats(a ? 0 : readFloat(left), b ? 0 : readFloat(right))
}

function readFloat(text: string): number {
  if (text === 'inf' || text === '+Infinity') return Number.POSITIVE_INFINITY
  return text === '' ? Number.NaN : Number(text)
}

function readBoolean(text: string): number {
  return text === 't' || text === 'true' || text === '1' ? 1 : 0
}

function compareMoments(
  kind: 'date' | 'time' | 'datetime' | 'timestamp',
  left: string,
  right: string,
): Ordering {
  const a = parseMoment(kind, left)
  const b = parseMoment(kind, right)
  if (a && b) return order(a.microseconds, b.microseconds)
  return compareText(left, right)
}
