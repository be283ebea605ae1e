import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, evaluate } from './compile.ts'
import { parseDecimal } from './decimal.ts'
import { functions, listMacros } from './functions.ts'
import { parseMoment } from './moment.ts'
import type { Scope } from './scope.ts'
import { fromWire, printValue, toWire } from './values.ts'

const scope: Scope = {
  fields: {
    row: {
      type: {
        fields: {
          name: { type: 'text' },
          count: { type: 'integer' },
          price: { type: 'decimal' },
          ratio: { type: 'float' },
          active: { type: 'boolean' },
          day: { type: 'date' },
          seen: { type: 'timestamp' },
          'Unit Price': { type: 'decimal' },
          empty: { type: 'text' },
        },
      },
    },
    orders: { type: { list: { fields: { total: { type: 'decimal' }, country: { type: 'text' } } } } },
    tags: { type: { list: 'text' } },
    anything: { type: 'dynamic' },
  },
}

const values = {
  row: {
    name: 'Ana',
    count: 7n,
    price: parseDecimal('10.10'),
    ratio: 0.1,
    active: true,
    day: parseMoment('date', '2026-01-31'),
    seen: parseMoment('timestamp', '2026-01-01T01:30:00Z'),
    'Unit Price': parseDecimal('2.5'),
    empty: null,
  },
  orders: fromWire(
    [{ total: '1.10', country: 'BR' }, { total: '2.20', country: 'PT' }, { total: null }],
    scope.fields.orders!.type,
  ),
  tags: ['a', 'b'],
  anything: { deep: [1n, { x: 'y' }] },
}

const context = { now: new Date('2026-03-01T01:00:00Z'), timeZone: 'America/Sao_Paulo', locale: 'en' }

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['7 / 2', '3.5'],
    ['1 / 0', 'null'],
    ['1 % 0', 'null'],
    ['0.1 + 0.2', '0.3'],
    ['row.price * 3', '30.30'],
    ['row.price * row.count', '70.70'],
    ['row.price * row.ratio', '1.01'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775807 + 1', 'error number_too_large'],
    ['9223372036854775808 - 1', '9223372036854775807'],
    ['row["Unit Price"] + 1', '3.5'],
    ['row.name + " " + row.name.upper()', 'Ana ANA'],
    ['row.empty == null', 'true'],
    ['row.empty == row.name', 'null'],
    ['row.empty + "x"', 'null'],
    ['coalesce(row.empty, "none")', 'none'],
    ['ifEmpty("", row.name)', 'Ana'],
    ['row.empty == "x" ? "yes" : "no"', 'no'],
    ['row.active && row.empty == "x"', 'null'],
    ['row.active || row.empty == "x"', 'true'],
    ['orders.map(o, o.total).sum()', '3.30'],
    ['orders.filter(o, o.total > 2).first().country', 'PT'],
    ['orders.exists(o, o.country == "BR")', 'true'],
    ['orders.all(o, o.total > 0)', 'null'],
    ['count(orders)', '3'],
    ['orders[9].country', 'null'],
    ['tags.join(", ")', 'a, b'],
    ['"b" in tags', 'true'],
    ['"a,b".split(",")[1]', 'b'],
    ['"\u{1F600}".size()', '1'],
    ['round(2.345, 2)', '2.35'],
    ['round(-2.5)', '-3'],
    ['floor(-2.1)', '-3'],
    ['abs(-3)', '3'],
    ['max(1, 2.5, row.count)', '7'],
    ['integer("42") + 1', '43'],
    ['integer("x")', 'null'],
    ['format(1234.5, "#,##0.00")', '1,234.50'],
    ['format(0.256, "0.0%")', '25.6%'],
    ['format(1234.5, "EUR")', '€1,234.50'],
    ['format(row.price, "???")', 'error invalid_pattern'],
    ['today()', '2026-02-28'],
    ['year(row.seen)', '2025'],
    ['row.day.addDays(1)', '2026-02-01'],
    ['row.day.addMonths(1)', '2026-02-28'],
    ['row.day + 1 > row.day', 'true'],
    ['datetime(row.day)', '2026-01-31 00:00:00'],
    ['timestamp(row.day)', '2026-01-31 03:00:00+00'],
    ['timestamp(row.day.addDays(1))', '2026-02-01 03:00:00+00'],
    ['timestamp(datetime("2026-01-31T10:30:00"))', '2026-01-31 13:30:00+00'],
    ['date(timestamp(row.day)) == row.day', 'true'],
    ['timestamp(date("2018-11-04"))', '2018-11-04 03:00:00+00'],
    ['timestamp(date("2018-02-18"))', '2018-02-18 03:00:00+00'],
    ['timestamp("x")', 'null'],
    ['timestamp(null)', 'null'],
    ['daysBetween(row.day, date("2026-02-10"))', '10'],
    ['formatDate(row.day, "dd/MM/yyyy")', '31/01/2026'],
    ['formatDate(row.seen, "EEE d MMM yyyy HH:mm")', 'Wed 31 Dec 2025 22:30'],
    ['anything.deep[1].x', 'y'],
    ['anything.missing.more', 'null'],
    ['anything.deep + 1', 'error type_mismatch'],
    ['{"a": 1}.a', '1'],
    ['"toString" in anything', 'false'],
    ['anything.constructor', 'null'],
    ['row.day == date("2026-01-31")', 'true'],
    ['[1, 2.5].map(x, x * 2).sum()', '7.0'],
  ])('%s is %s', (source, expected) => {
    const { program, problems } = compileExpression(source, scope)
    expect(problems).toEqual([])
    const result = evaluate(program!, values, context)
    expect(
      result.error
        ? `error ${result.error.code}`
        : result.value === null
          ? 'null'
          : printValue(result.value!),
    ).toBe(expected)
  })

  it.each([
    ['rows.name', 'unknown_name', 'rows'],
    ['row.nme', 'unknown_field', 'nme'],
    ['row.__proto__', 'unknown_field', '__proto__'],
    ['orders.total', 'field_of_list', 'total'],
    ['row.name.first', 'field_of_value', 'first'],
    ['row.count + "x"', 'type_mismatch', 'row.count + "x"'],
    ['row.day > "2026-01-01"', 'type_mismatch', 'row.day > "2026-01-01"'],
    ['lowr(row.name)', 'unknown_function', 'lowr'],
    ['row.name.lowr()', 'unknown_function', 'lowr'],
    ['lower(row.count)', 'type_mismatch', 'row.count'],
    ['lower()', 'wrong_arguments', 'lower()'],
    ['row.count && true', 'condition_expected', 'row.count'],
    ['!row.name', 'condition_expected', 'row.name'],
    ['orders.filter(o, o.total)', 'condition_expected', 'o.total'],
    ['row.count.map(x, x)', 'type_mismatch', 'row.count'],
    ['"a" in row.name', 'list_expected', '"a" in row.name'],
    ['1 +', 'syntax', '+'],
    ['row.name == ', 'syntax', ' '],
    ['b"x"', 'syntax', 'b"x"'],
    ['{1: 2}', 'field_name', '1'],
  ])('refuses %s with %s at its place', (source, code, place) => {
    const { program, problems } = compileExpression(source, scope)
    expect(program).toBeNull()
    expect(problems.map((problem) => [problem.code, source.slice(problem.from, problem.to)])).toEqual([
      [code, place],
    ])
  })

  it('finds all mistakes at once and suggests the nearest name', () => {
    const { problems } = compileExpression('row.nme + row.cuont', scope)
    expect(problems.map((problem) => problem.message)).toEqual([
      'There is no "nme" here. Did you mean "name"?',
      'There is no "cuont" here. Did you mean "count"?',
    ])
  })

  it('checks the expected type', () => {
    expect(compileExpression('row.count', scope, { expected: 'decimal' }).problems).toEqual([])
    expect(compileExpression('row.name', scope, { expected: 'boolean' }).problems[0]?.code).toBe('wrong_type')
  })

  it('lists what is read, without the variables of list functions', () => {
    const source = 'orders.filter(o, o.total > row["Unit Price"]).count() + anything.deep[0]'
    const { references } = compileExpression(source, scope)
    expect(references.map(({ path, from, to }) => [path, source.slice(from, to)])).toEqual([
      [['orders'], 'orders'],
      [['row', 'Unit Price'], 'row["Unit Price"'],
      [['anything', 'deep'], 'anything.deep'],
    ])
  })

  it('ends within its budget', () => {
    const source = 'big.map(a, big.map(b, big.map(c, a + b + c).sum()).sum()).sum()'
    const { program } = compileExpression(source, { fields: { big: { type: { list: 'integer' } } } })
    const result = evaluate(program!, { big: Array.from({ length: 1000 }, () => 1n) })
    expect(result.error?.code).toBe('too_much_work')
    const growth = compileExpression(`"a"${'.replace("a", "aaaaaaaaaaaaaaaa")'.repeat(10)}`, { fields: {} })
    expect(evaluate(growth.program!, {}).error?.code).toBe('result_too_large')
  })

  it('is total: no source and no value makes it throw', () => {
    const names = [...functions.keys(), ...listMacros.keys()]
    const token = fc.constantFrom(
      ...names,
      'row',
      'anything',
      'tags',
      'x',
      '.',
      '.',
      '(',
      ')',
      '[',
      ']',
      ',',
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '<',
      'in',
      '&&',
      '||',
      '!',
      '?',
      ':',
      '1',
      '2.5',
      '1e300',
      '"a"',
      'null',
      'true',
      '{',
      '}',
      ' ',
    )
    const source = fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join(''))
    const call = fc
      .tuple(
        fc.constantFrom(...names),
        fc.array(fc.constantFrom('anything', 'other', '-1', '"x"', 'null'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, list]) => `${name}(${list.join(', ')})`)
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
    const open: Scope = { fields: { ...scope.fields, other: { type: 'dynamic' } } }
    fc.assert(
      fc.property(fc.oneof(source, call, fc.string()), anything, anything, (text, first, second) => {
        const { program, problems } = compileExpression(text, open)
        if (!program) expect(problems.length).toBeGreaterThan(0)
        for (const problem of problems) expect(problem.to).toBeLessThanOrEqual(text.length)
        if (program) evaluate(program, { ...values, anything: first, other: second }, context)
      }),
      { numRuns: 1500 },
    )
  })
})

describe('values on the wire', () => {
  it.each([
    ['9223372036854775807', 'integer', '9223372036854775807'],
    [5, 'integer', 5],
    ['x', 'integer', null],
    ['1.50', 'decimal', '1.50'],
    [0.1, 'float', 0.1],
    ['NaN', 'float', 'NaN'],
    ['2026-01-31', 'date', '2026-01-31'],
    ['2026-01-31 10:00:00.000001+00', 'timestamp', '2026-01-31T10:00:00.000001Z'],
    [{ a: [1, 2.5, null] }, 'json', { a: [1, '2.5', null] }],
    [{}, 'text', null],
  ] as const)('%j as %s comes back as %j', (wire, type, expected) => {
    expect(toWire(fromWire(wire, type))).toEqual(expected)
  })
})
