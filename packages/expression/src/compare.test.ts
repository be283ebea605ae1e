import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCanonical, compareText } from './compare.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 })

describe('compareCanonical', () => {
  it.each([
    ['text', '\u{1F600}', '\uFFFD', 1],
    ['text', 'BR', 'br', -1],
    ['text', 'BR', 'BR ', -1],
    ['text', '', 'a', -1],
    ['text', 'e\u0301', '\u00e9', -1],
    ['integer', '9223372036854775807', '9223372036854775806', 1],
    ['integer', '-2', '10', -1],
    ['decimal', '1.5', '1.50', 0],
    ['decimal', '0.1', '0.10000000000000000001', -1],
    ['decimal', 'NaN', '99999999999999999999', 1],
    ['decimal', '-Infinity', '-99999999999999999999', -1],
    ['decimal', 'NaN', 'Infinity', 1],
    ['float', 'NaN', 'NaN', 0],
    ['float', 'NaN', 'Infinity', 1],
    ['float', '-0', '0', 0],
    ['float', '1e+20', '100000000000000000000', 0],
    ['boolean', 'f', 't', -1],
    ['boolean', 'true', 't', 0],
    ['date', '0001-01-01', '9999-12-31', -1],
    ['date', '0044-03-15 BC', '0001-01-01', -1],
    ['date', '10000-01-01', '9999-12-31', 1],
    ['date', 'infinity', '9999-12-31', 1],
    ['datetime', 'infinity', '294276-12-31 23:59:59', 1],
    ['time', '24:00:00', '23:59:59.999999', 1],
    ['datetime', '2026-01-01 00:00:00', '2026-01-01T00:00:00.000', 0],
    ['timestamp', '2026-01-01 00:00:00.000001+00', '2026-01-01 00:00:00+00', 1],
    ['timestamp', '2026-01-01 02:00:00+02', '2026-01-01T00:00:00Z', 0],
    ['timestamp', '1890-01-01 00:00:00-03:06:28', '1890-01-01 03:06:28+00', 0],
    ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 0],
    ['binary', '\\x00ff', '\\x01', -1],
  ] as const)('%s: %s against %s is %i', (type, left, right, expected) => {
    expect(compareCanonical(type, left, right)).toBe(expected)
    expect(compareCanonical(type, right, left) + expected).toBe(0)
  })

  it('orders text as the bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareText(a, b)).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
      }),
      { numRuns: 200 },
    )
  })
})
