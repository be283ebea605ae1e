import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowRule } from './rule.ts'
import { ruleCaseContext } from './rule-cases.ts'
import { evaluateRowRule } from './rule-evaluate.ts'
import { parseRowRule } from './rule-parse.ts'
import { printRowRule } from './rule-print.ts'

const text = fc.constantFrom('', 'BR', 'br', 'BR ', 'e\u0301', '\u{1F600}', 'a"b\\c\n', "'", '{{')
const condition = fc.oneof(
  text.map((value) => `row.name == ${JSON.stringify(value)}`),
  text.map((value) => `row.name.startsWith(${JSON.stringify(value)})`),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map((value) => `row.count <= ${value}`),
  fc.tuple(fc.integer(), fc.nat(999)).map(([whole, fraction]) => `row.price > ${whole}.${fraction}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `row.ratio != ${value}`),
  fc
    .array(text, { maxLength: 3 })
    .map((list) => `row.other in [${list.map((value) => JSON.stringify(value)).join(', ')}]`),
  fc.constantFrom(
    'true',
    'false',
    'row.active',
    'row.name in user.regions',
    'row.customer.country == user.country',
    'row.other == null',
    'user.level != null',
    'row.seen < timestamp("2026-01-01T00:00:00.000001Z")',
    'row.day >= date("0001-01-01")',
    'row.at == datetime("9999-12-31T23:59:59")',
    'row.clock < time("12:00")',
  ),
)
const source = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    condition,
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left} && ${right})`),
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left} || ${right})`),
    tie('rule').map((rule) => `!(${rule})`),
  ),
})).rule

const row = fc.record({
  name: fc.option(text),
  other: fc.option(text),
  count: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  price: fc.option(fc.constantFrom('0.1', '-5.00', 'NaN', '99999999999999999999')),
  ratio: fc.option(fc.constantFrom('0.1', 'NaN', 'Infinity', '-0')),
  active: fc.option(fc.constantFrom('true', 'false')),
})

describe('row rules in general', () => {
  it('print to a source that reads as the same rule and means the same', () => {
    fc.assert(
      fc.property(source, row, (written, values) => {
        const { rule, problems } = parseRowRule(written, ruleCaseContext)
        expect(problems).toEqual([])
        const again = parseRowRule(printRowRule(rule!, ruleCaseContext), ruleCaseContext).rule
        expect(again).toEqual(rule)
        const decide = (candidate: RowRule): boolean | null =>
          evaluateRowRule(candidate, ({ columnId }) => values[columnId as keyof typeof values] ?? null, {
            regions: ['BR'],
          })
        const truth = decide(rule!)
        expect(decide(again!)).toBe(truth)
        expect(decide({ kind: 'not', rule: rule! })).toBe(truth === null ? null : !truth)
      }),
      { numRuns: 300 },
    )
  })

  it('never throw, whatever is written', () => {
    const token = fc.constantFrom(
      'row',
      'user',
      '.',
      'name',
      'count',
      'customer',
      'country',
      'regions',
      '==',
      '<',
      'in',
      '&&',
      '||',
      '!',
      '(',
      ')',
      '[',
      ']',
      '"x"',
      '1',
      '-',
      'null',
      'true',
      'date',
      'startsWith',
      ',',
      ' ',
      '?',
      ':',
      '+',
      '{',
      '}',
    )
    const tokens = fc.array(token, { maxLength: 16 }).map((list) => list.join(''))
    fc.assert(
      fc.property(fc.oneof(tokens, fc.string()), (written) => {
        const { rule, problems } = parseRowRule(written, ruleCaseContext)
        expect(rule === null).toBe(problems.length > 0)
      }),
      { numRuns: 1000 },
    )
  })
})
