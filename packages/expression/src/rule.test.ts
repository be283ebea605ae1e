import { describe, expect, it } from 'vitest'
import { rowRuleCases, ruleCaseContext } from './rule-cases.ts'
import { evaluateRowRule } from './rule-evaluate.ts'
import { parseRowRule } from './rule-parse.ts'
import { printRowRule } from './rule-print.ts'

describe('row rules', () => {
  it.each(rowRuleCases)('$shows: $source', ({ source, row, related, attributes, expected }) => {
    const { rule, problems } = parseRowRule(source, ruleCaseContext)
    expect(problems).toEqual([])
    const printed = printRowRule(rule!, ruleCaseContext)
    expect(parseRowRule(printed, ruleCaseContext)).toEqual({ rule, problems: [] })
    const truth = evaluateRowRule(
      rule!,
      ({ columnId, relationId }) => (relationId ? related?.[relationId]?.[columnId] : row[columnId]) ?? null,
      attributes,
    )
    expect(truth).toBe(expected)
  })

  it.each([
    ['', 'empty', ''],
    ['row.name = "BR"', 'syntax', '='],
    ['row.name == "BR', 'unterminated_string', '"BR'],
    ['row.nam == "BR"', 'unknown_column', 'nam'],
    ['row["Unit price"] > 1', 'unknown_column', '"Unit price"'],
    ['row.count == "1"', 'type_mismatch', '"1"'],
    ['"x" == row.count', 'type_mismatch', '"x"'],
    ['row.day >= "2026-01-01"', 'type_mismatch', '"2026-01-01"'],
    ['row.day >= date("2026-02-30")', 'invalid_date', '"2026-02-30"'],
    ['row.day >= date(row.name)', 'invalid_date', 'row.name'],
    ['row.seen > timestamp("2026-01-01T00:00:00")', 'invalid_timestamp', '"2026-01-01T00:00:00"'],
    ['row.day == timestamp("2026-01-01T00:00:00Z")', 'type_mismatch', 'timestamp("2026-01-01T00:00:00Z")'],
    ['user.contry == row.name', 'unknown_attribute', 'contry'],
    ['user.regions == row.name', 'list_not_allowed', 'user.regions'],
    ['row.name in user.country', 'list_expected', 'user.country'],
    ['row.name in "BR"', 'list_expected', '"BR"'],
    ['row.name in ["BR", 1]', 'type_mismatch', '1'],
    ['row.name in ["BR", null]', 'null_not_allowed', 'null'],
    ['row.name < null', 'null_order', 'row.name < null'],
    ['row.price * 2 > 5', 'rule_operand', 'row.price * 2'],
    ['row.name.contains("B")', 'rule_function', 'row.name.contains("B")'],
    ['lower(row.name) == "br"', 'rule_function', 'lower(row.name)'],
    ['row.active ? true : false', 'rule_operator', 'row.active ? true : false'],
    ['row.customer == null', 'relation_without_column', 'customer'],
    ['row.customer.country.code == "x"', 'too_many_steps', 'code'],
    ['row.owner.country == "x"', 'unknown_relation', 'owner'],
    ['row.name.country == "x"', 'unknown_relation', 'name'],
    ['row.name', 'condition_expected', 'row.name'],
    ['today() == row.day', 'rule_function', 'today()'],
    ['table1.x == 1', 'unknown_name', 'table1'],
    ['row.key == "abc"', 'invalid_uuid', '"abc"'],
    ['row.name == "a\\u0000"', 'invalid_text', '"a\\u0000"'],
    ['row.count == 1 && row.nam == "x"', 'unknown_column', 'nam'],
    [`${'!'.repeat(5000)}true`, 'too_complex', `${'!'.repeat(5000)}true`],
    ['row.constructor == "x"', 'unknown_column', 'constructor'],
  ])('refuses %s with %s at its place', (source, code, place) => {
    const { rule, problems } = parseRowRule(source, ruleCaseContext)
    expect(rule).toBeNull()
    expect(problems.map((problem) => problem.code)).toEqual([code])
    const problem = problems[0]!
    expect(source.slice(problem.from, problem.to)).toBe(place)
    expect(problem.message).toMatch(/^\S.*[.?]$/s)
  })

  it('reports every mistake of a rule, not the first alone', () => {
    const { problems } = parseRowRule('row.a == 1 || row.b == 2', ruleCaseContext)
    expect(problems.map(({ from, to }) => [from, to])).toEqual([
      [4, 5],
      [18, 19],
    ])
  })

  it('prints by stable id: a renamed column appears under its new name, a dropped one does not parse', () => {
    const { rule } = parseRowRule(
      'row.name == "BR" && !(row.count > 1 || row.other != null)',
      ruleCaseContext,
    )
    const renamed = {
      ...ruleCaseContext,
      row: {
        columns: [
          { id: 'name', name: 'Country name', type: 'text' as const },
          { id: 'count', name: 'number_of', type: 'integer' as const },
        ],
      },
    }
    const printed = printRowRule(rule!, renamed)
    expect(printed).toBe('row["Country name"] == "BR" && !(row.number_of > 1 || row.other != null)')
    expect(parseRowRule(printed, renamed).problems.map((problem) => problem.code)).toEqual(['unknown_column'])
  })
})
