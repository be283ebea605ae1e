/** More digits than any column of a business has; beyond it a result is refused rather than slow. */
export const maximumDecimalDigits = 2000

/** The places kept by a division that does not end, like PostgreSQL's at least sixteen significant digits. */
const divisionPlaces = 20

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/

/** An exact decimal number: `units` divided by ten to the power of `scale`. Immutable; the scale is kept for display. */
export class Decimal {
  readonly units: bigint
  readonly scale: number

  constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  toString(): string {
    return printDecimal(this)
  }

  toJSON(): string {
    return printDecimal(this)
  }
}

/** Reads a plain or exponential number; null when it is none (also for NaN and Infinity, which are not decimals). */
export function parseDecimal(text: string): Decimal | null {
  const match = decimalPattern.exec(text)
  if (!match) return null
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole === '' && fraction === '') return null
  const scale = fraction.length - Number(match[4] ?? 0)
  if (Math.abs(scale) > 200_000) return null
  const units = BigInt(whole + fraction)
  const signed = match[1] === '-' ? -units : units
  return scale >= 0 ? new Decimal(signed, scale) : new Decimal(signed * tenTo(-scale), 0)
}

/** A whole number as a decimal. */
export function decimalFromInteger(value: bigint): Decimal {
  return new Decimal(value, 0)
}

/** The decimal that a float prints as (0.1 is 0.1); null for NaN and the infinities. */
export function decimalFromFloat(value: number): Decimal | null {
  return Number.isFinite(value) ? parseDecimal(String(value)) : null
}

/** The nearest float. */
export function decimalToFloat(value: Decimal): number {
  return Number(printDecimal(value))
}

/** Plain digits, no exponent, with as many places as the scale says. */
export function printDecimal(value: Decimal): string {
  const negative = value.units < 0n
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0')
  const sign = negative ? '-' : ''
  if (value.scale === 0) return sign + digits
  const point = digits.length - value.scale
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** Exact order; 1.5 and 1.50 are equal. */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const [a, b] = align(left, right)
  return a < b ? -1 : a > b ? 1 : 0
}

/** Exact sum. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const [a, b, scale] = align(left, right)
  return new Decimal(a + b, scale)
}

/** Exact difference. */
export function subtractDecimals(left: Decimal, right: Decimal): Decimal {
  const [a, b, scale] = align(left, right)
  return new Decimal(a - b, scale)
}

/** Exact product. */
export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return new Decimal(left.units * right.units, left.scale + right.scale)
}

/** The quotient, rounded half away from zero when it does not end; null for a division by zero. */
export function divideDecimals(left: Decimal, right: Decimal): Decimal | null {
  if (right.units === 0n) return null
  const kept = Math.max(left.scale, right.scale)
  const places = Math.max(kept, divisionPlaces)
  const numerator = left.units * tenTo(places + right.scale)
  const denominator = right.units * tenTo(left.scale)
  return trimDecimal(new Decimal(divideRounded(numerator, denominator), places), kept)
}

/** The rest of a division, with the sign of the left side; null for a division by zero. */
export function remainderOfDecimals(left: Decimal, right: Decimal): Decimal | null {
  const [a, b, scale] = align(left, right)
  return b === 0n ? null : new Decimal(a % b, scale)
}

export type RoundingMode = 'half' | 'floor' | 'ceil'

/** Rounds to `places` after the point (negative: tens, hundreds); `half` goes away from zero as PostgreSQL's round. */
export function roundDecimal(value: Decimal, places: number, mode: RoundingMode = 'half'): Decimal {
  if (value.scale <= places) return value
  const unit = tenTo(value.scale - places)
  const units = divideBy(value.units, unit, mode)
  return places >= 0 ? new Decimal(units, places) : new Decimal(units * tenTo(-places), 0)
}

/** The same value without trailing zeros, but with at least `keep` places. */
export function trimDecimal(value: Decimal, keep = 0): Decimal {
  let { units, scale } = value
  while (scale > keep && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  return new Decimal(units, scale)
}

/** How many digits the number is written with: the measure of work that `maximumDecimalDigits` limits. */
export function countDecimalDigits(value: Decimal): number {
  return Math.max(value.scale, value.units.toString().length)
}

function align(left: Decimal, right: Decimal): [bigint, bigint, number] {
  if (left.scale === right.scale) return [left.units, right.units, left.scale]
  const scale = Math.max(left.scale, right.scale)
  return [left.units * tenTo(scale - left.scale), right.units * tenTo(scale - right.scale), scale]
}

function divideBy(units: bigint, unit: bigint, mode: RoundingMode): bigint {
  if (mode === 'half') return divideRounded(units, unit)
  const quotient = units / unit
  if (units % unit === 0n) return quotient
  if (mode === 'floor') return units < 0n ? quotient - 1n : quotient
  return units < 0n ? quotient : quotient + 1n
}

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n
  const a = numerator < 0n ? -numerator : numerator
  const b = denominator < 0n ? -denominator : denominator
  const rounded = (2n * a + b) / (2n * b)
  return negative ? -rounded : rounded
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power)
}
