import {
  calculate,
  compareNumbers,
  EvaluationFailure,
  type ExpressionNumber,
  isNumber,
  toFloat,
} from './calculate.ts'
import { Decimal, decimalFromFloat, parseDecimal, type RoundingMode, roundDecimal } from './decimal.ts'
import type { Evaluation } from './evaluation.ts'
import type { FunctionDefinition } from './function-definition.ts'
import { joinTypes } from './scope.ts'
import { fitsInteger } from './syntax.ts'
import { type ExpressionValue, printValue } from './values.ts'

/** Functions of numbers. */
export const numberFunctions: FunctionDefinition[] = [
  rounding('round', 'half', 'Rounds to so many places (default none); a half goes away from zero.'),
  rounding('floor', 'floor', 'The next lower number with so many places (default none).'),
  rounding('ceil', 'ceil', 'The next higher number with so many places (default none).'),
  {
    name: 'abs',
    usage: 'abs(number)',
    description: 'The number without its sign.',
    parameters: ['number'],
    result: ([type]) => type ?? 'decimal',
    run([value = null]) {
      return isNumber(value) && compareNumbers(value, 0n) < 0 ? calculate('-', 0n, value) : value
    },
  },
  extreme('min', -1, 'The smallest of the numbers; those that are null do not count.'),
  extreme('max', 1, 'The largest of the numbers; those that are null do not count.'),
  {
    name: 'integer',
    usage: 'integer(value)',
    description: 'The value as a whole number (cut, not rounded); null when it is none.',
    parameters: ['any'],
    result: 'integer',
    run: ([value = null]) => toInteger(value),
  },
  {
    name: 'decimal',
    usage: 'decimal(value)',
    description: 'The value as an exact decimal number; null when it is none.',
    parameters: ['any'],
    result: 'decimal',
    run: ([value = null]) => toExact(value),
  },
  {
    name: 'float',
    usage: 'float(value)',
    description: 'The value as a floating-point number; null when it is none.',
    parameters: ['any'],
    result: 'float',
    run([value = null]) {
      const exact = toExact(value)
      return typeof value === 'number' ? value : exact && toFloat(exact)
    },
  },
  {
    name: 'format',
    usage: 'format(number, pattern)',
    description:
      'The number as text in the language of the reader. Patterns: "#,##0.00", "0.0%", or a currency such as "EUR".',
    parameters: ['number', 'text'],
    required: 1,
    result: 'text',
    run: ([value, pattern], evaluation) =>
      formatNumber(value as ExpressionNumber, pattern as string, evaluation),
  },
]

function rounding(name: string, mode: RoundingMode, description: string): FunctionDefinition {
  return {
    name,
    usage: `${name}(number, places)`,
    description,
    parameters: ['number', 'integer'],
    required: 1,
    result: ([type]) => type ?? 'decimal',
    run([value, places = 0n]) {
      const limited = Math.max(-1000, Math.min(1000, Number(places)))
      return roundNumber(value as ExpressionNumber, limited, mode)
    },
  }
}

function roundNumber(value: ExpressionNumber, places: number, mode: RoundingMode): ExpressionNumber {
  if (value instanceof Decimal) return roundDecimal(value, places, mode)
  if (typeof value === 'number') {
    const exact = decimalFromFloat(value)
    return exact ? toFloat(roundDecimal(exact, places, mode)) : value
  }
  const rounded = roundDecimal(new Decimal(value, 0), places, mode).units
  if (fitsInteger(rounded)) return rounded
  throw new EvaluationFailure('number_too_large', 'This whole number is too large.')
}

function extreme(name: string, wanted: -1 | 1, description: string): FunctionDefinition {
  return {
    name,
    usage: `${name}(number, other, ...)`,
    description,
    parameters: ['number'],
    repeats: true,
    acceptsNull: true,
    result: (types) => types.reduce(joinTypes),
    run: (values) =>
      values
        .filter(isNumber)
        .reduce<ExpressionNumber | null>(
          (best, value) => (best === null || compareNumbers(value, best) === wanted ? value : best),
          null,
        ),
  }
}

function toExact(value: ExpressionValue): Decimal | null {
  if (value instanceof Decimal) return value
  if (typeof value === 'bigint') return new Decimal(value, 0)
  if (typeof value === 'number') return decimalFromFloat(value)
  const parsed = typeof value === 'string' && value.length <= 1000 ? parseDecimal(value.trim()) : null
  return parsed && parsed.scale <= 1000 ? parsed : null
}

function toInteger(value: ExpressionValue): bigint | null {
  if (typeof value === 'boolean') return value ? 1n : 0n
  const exact = toExact(value)
  if (!exact) return null
  const whole = roundDecimal(exact, 0, exact.units < 0n ? 'ceil' : 'floor').units
  return fitsInteger(whole) ? whole : null
}

function formatNumber(value: ExpressionNumber, pattern: string | undefined, evaluation: Evaluation): string {
  const locale = evaluation.context.locale ?? 'en'
  const options = pattern === undefined ? { maximumFractionDigits: 100 } : readPattern(pattern)
  return new Intl.NumberFormat(locale, options).format(printValue(value) as Intl.StringNumericLiteral)
}

function readPattern(pattern: string): Intl.NumberFormatOptions {
  if (/^[A-Z]{3}$/.test(pattern)) return { style: 'currency', currency: pattern }
  const match = /^(#,##)?(0+|#)(?:\.(0*)(#*))?(%)?$/.exec(pattern)
  if (!match) {
    throw new EvaluationFailure(
      'invalid_pattern',
      'This is not a number pattern. Write "#,##0.00", "0.0%" or a currency such as "EUR".',
    )
  }
  const fixed = Math.min(20, match[3]?.length ?? 0)
  return {
    style: match[5] === undefined ? 'decimal' : 'percent',
    useGrouping: match[1] !== undefined,
    minimumIntegerDigits: match[2] === '#' ? 1 : Math.min(21, match[2]?.length ?? 1),
    minimumFractionDigits: fixed,
    maximumFractionDigits: Math.min(20, fixed + (match[4]?.length ?? 0)),
  }
}
