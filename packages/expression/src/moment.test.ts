import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCanonical } from './compare.ts'
import { Moment, parseMoment, printMoment, printMomentAsIso, splitMicroseconds } from './moment.ts'

const year1 = -62_135_596_800_000_000n
const year9999 = 253_402_300_799_999_999n
const microseconds = fc.bigInt({ min: year1 * 2n, max: year9999 * 2n })

describe('moments', () => {
  it('print and parse agree in both forms, before Christ too', () => {
    fc.assert(
      fc.property(microseconds, fc.constantFrom('datetime', 'timestamp'), (value, kind) => {
        const moment = new Moment(kind, value)
        expect(parseMoment(kind, printMoment(moment))?.microseconds).toBe(value)
        expect(parseMoment(kind, printMomentAsIso(moment))?.microseconds).toBe(value)
      }),
      { numRuns: 300 },
    )
  })

  it('agrees with the calendar of JavaScript', () => {
    fc.assert(
      fc.property(microseconds, (value) => {
        const date = new Date(Number(value / 1000n))
        const parts = splitMicroseconds((value / 1000n) * 1000n)
        expect([parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCHours(),
          date.getUTCMinutes(),
          date.getUTCSeconds(),
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('orders texts as it orders microseconds', () => {
    fc.assert(
      fc.property(microseconds, microseconds, (a, b) => {
        const texts = [a, b].map((value) => printMoment(new Moment('timestamp', value)))
        expect(compareCanonical('timestamp', texts[0]!, texts[1]!)).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['date', '2026-02-29'],
    ['date', '0000-01-01'],
    ['date', '2026-1-1'],
    ['date', '2026-01-01T00:00:00Z'],
    ['time', '25:00'],
    ['time', '24:00:01'],
    ['datetime', '2026-01-01'],
    ['datetime', '2026-01-01T10:00:00Z'],
    ['timestamp', '2026-01-01T10:00:00'],
    ['timestamp', '2026-01-01T10:00:00.0000001Z'],
    ['timestamp', '2026-01-01T10:00:00+99:00'],
  ] as const)('refuses %s %s', (kind, text) => {
    expect(parseMoment(kind, text)).toBeNull()
  })
})
