import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyStatement, writeCopyRow } from './write-copy.ts'

describe('writes COPY text', () => {
  it('so that reading it gives the same values', () => {
    const originals: Record<string, string> = {
      t: '\t',
      n: '\n',
      r: '\r',
      b: '\b',
      f: '\f',
      v: '\v',
      '\\': '\\',
    }
    const value = fc.option(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\N', '\\.', 'a\\', '\t', '\r\n', '\b\f\v')),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const line = writeCopyRow(values)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        const read = line
          .slice(0, -1)
          .split('\t')
          .map((field) =>
            field === '\\N'
              ? null
              : field.replace(/\\(.)/gs, (_, letter: string) => originals[letter] ?? letter),
          )
        expect(read).toEqual(values)
      }),
      { numRuns: 200 },
    )
    expect(copyStatement('public', 'a"b', ['x', 'y'])).toBe(
      `COPY "public"."a""b" ("x", "y") FROM STDIN (FORMAT text, ENCODING 'UTF8')`,
    )
  })
})
