import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  Decimal,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  printDecimal,
  remainderOfDecimals,
  roundDecimal,
  subtractDecimals,
} from './decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(20))
  .map(([units, scale]) => new Decimal(units, scale))

describe('decimal', () => {
  it.each([
    ['0.1', '0.1'],
    ['-12.50', '-12.50'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.25e-2', '0.0125'],
    ['-0', '0'],
    ['9223372036854775808', '9223372036854775808'],
  ])('reads %s as %s', (text, printed) => {
    expect(printDecimal(parseDecimal(text)!)).toBe(printed)
  })

  it.each(['', '-', '.', 'NaN', 'Infinity', '1,5', '0x10', ' 1', '1e999999'])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  it('is a ring: print and parse, add and subtract, divide and multiply agree', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compareDecimals(parseDecimal(printDecimal(a))!, a)).toBe(0)
        expect(compareDecimals(subtractDecimals(addDecimals(a, b), b), a)).toBe(0)
        expect(compareDecimals(multiplyDecimals(a, b), multiplyDecimals(b, a))).toBe(0)
        if (b.units !== 0n) {
          expect(compareDecimals(divideDecimals(multiplyDecimals(a, b), b)!, a)).toBe(0)
          expect(remainderOfDecimals(a, a.units === 0n ? b : a)!.units).toBe(0n)
        }
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['2.5', 0, 'half', '3'],
    ['-2.5', 0, 'half', '-3'],
    ['2.345', 2, 'half', '2.35'],
    ['1250', -2, 'half', '1300'],
    ['-2.1', 0, 'floor', '-3'],
    ['-2.1', 0, 'ceil', '-2'],
    ['2.1', 0, 'ceil', '3'],
    ['2', 3, 'half', '2'],
  ] as const)('rounds %s to %i places (%s): %s', (text, places, mode, expected) => {
    expect(printDecimal(roundDecimal(parseDecimal(text)!, places, mode))).toBe(expected)
  })

  it('divides by zero to null and keeps twenty places of what does not end', () => {
    expect(divideDecimals(new Decimal(1n, 0), new Decimal(0n, 3))).toBeNull()
    expect(printDecimal(divideDecimals(new Decimal(2n, 0), new Decimal(3n, 0))!)).toBe(
      '0.66666666666666666667',
    )
    expect(printDecimal(divideDecimals(new Decimal(7n, 0), new Decimal(2n, 0))!)).toBe('3.5')
  })
})
