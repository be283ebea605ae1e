import type { RuleContext } from './rule-operands.ts'
import type { ValueType } from './types.ts'

/** One line of the published table: the rule, one row, one person, and what SQL and the evaluator must both say. */
export interface RowRuleCase {
  /** What the case shows. */
  shows: string
  source: string
  /** Canonical texts by column id; a column left out is null. */
  row: Record<string, string | null>
  /** The related row by relation id; left out or null when the reference leads nowhere. */
  related?: Record<string, Record<string, string | null> | null>
  attributes: Record<string, string | string[] | null>
  expected: boolean | null
}

const columnTypes: Record<string, ValueType> = {
  name: 'text',
  other: 'text',
  count: 'integer',
  price: 'decimal',
  ratio: 'float',
  active: 'boolean',
  day: 'date',
  at: 'datetime',
  seen: 'timestamp',
  clock: 'time',
  key: 'uuid',
}

/** The table that all cases speak of; ids and names are the same but for `Unit Price`. */
export const ruleCaseContext: RuleContext = {
  row: {
    columns: [
      ...Object.entries(columnTypes).map(([name, type]) => ({ id: name, name, type })),
      { id: 'unit_price', name: 'Unit Price', type: 'decimal' },
    ],
    relations: [
      {
        id: 'customer',
        name: 'customer',
        columns: [
          { id: 'country', name: 'country', type: 'text' },
          { id: 'limit', name: 'limit', type: 'decimal' },
        ],
      },
    ],
  },
  attributes: [
    { name: 'country', type: 'text', list: false },
    { name: 'regions', type: 'text', list: true },
    { name: 'level', type: 'integer', list: false },
    { name: 'levels', type: 'integer', list: true },
    { name: 'budget', type: 'decimal', list: false },
    { name: 'since', type: 'date', list: false },
    { name: 'manager', type: 'boolean', list: false },
  ],
}

type Line = [
  shows: string,
  source: string,
  row: Record<string, string | null>,
  expected: boolean | null,
  attributes?: Record<string, string | string[] | null>,
  related?: RowRuleCase['related'],
]

const nulls: Line[] = [
  ['true allows', 'true', {}, true],
  ['false denies', 'false', {}, false],
  ['null never equals a constant', 'row.name == "BR"', {}, null],
  ['null is not different either', 'row.name != "BR"', {}, null],
  ['null never equals null', 'row.name == row.other', {}, null],
  ['not of unknown is unknown', '!(row.name == "BR")', {}, null],
  ['a missing attribute is null', 'row.name == user.country', { name: 'BR' }, null],
  ['and its negation denies too', '!(row.name == user.country)', { name: 'BR' }, null],
  ['a null test is never unknown', 'row.name == null', {}, true],
  ['not null', 'row.name != null', { name: '' }, true],
  ['an empty text is not null', 'row.name == null', { name: '' }, false],
  ['attributes can be tested for null', 'user.country == null', {}, true],
  ['false wins over unknown in and', 'row.name == "BR" && row.count == 1', { count: '2' }, false],
  ['true wins over unknown in or', 'row.name == "BR" || row.count == 1', { count: '1' }, true],
  ['unknown or false is unknown', 'row.name == "BR" || row.count == 1', { count: '2' }, null],
  ['unknown and true is unknown', 'row.name == "BR" && row.count == 1', { count: '1' }, null],
  ['a boolean column is a condition', 'row.active', { active: 'true' }, true],
  ['a null boolean is unknown', '!row.active', {}, null],
  ['a boolean attribute is a condition', 'user.manager', {}, true, { manager: 'true' }],
  ['negated boolean', '!row.active', { active: 'false' }, true],
]

const texts: Line[] = [
  ['equal text', 'row.name == "BR"', { name: 'BR' }, true],
  ['case counts', 'row.name == "BR"', { name: 'br' }, false],
  ['no padding', 'row.name == "BR"', { name: 'BR ' }, false],
  ['capitals are below small letters', 'row.name < "a"', { name: 'Z' }, true],
  ['composed and combining letters differ', 'row.name == "\u00e9"', { name: 'e\u0301' }, false],
  ['order is by code point, not by UTF-16', 'row.name < "\u{1F600}"', { name: '\uFFFD' }, true],
  ['the empty text is the smallest', 'row.name < "a"', { name: '' }, true],
  ['quotes and backslashes are plain', 'row.name == "a\'\\"\\\\b"', { name: 'a\'"\\b' }, true],
  ['starts with', 'row.name.startsWith("BR-")', { name: 'BR-SP' }, true],
  ['starts with: case counts', 'row.name.startsWith("br")', { name: 'BR-SP' }, false],
  ['percent is no wildcard', 'row.name.startsWith("%")', { name: 'BR' }, false],
  ['underscore is no wildcard', 'row.name.startsWith("B_")', { name: 'BR' }, false],
  ['backslash is no escape', 'row.name.startsWith("\\\\")', { name: '\\x' }, true],
  ['everything starts with nothing', 'row.name.startsWith("")', { name: '' }, true],
  ['null starts with nothing known', 'row.name.startsWith("")', {}, null],
  [
    'prefix from an attribute',
    'row.name.startsWith(user.country)',
    { name: 'BR-SP' },
    true,
    { country: 'BR' },
  ],
]

const numbers: Line[] = [
  [
    'integer at the edge of 64 bits',
    'row.count == 9223372036854775807',
    { count: '9223372036854775807' },
    true,
  ],
  ['beyond 64 bits is exact', 'row.count < 9223372036854775808', { count: '9223372036854775807' }, true],
  ['neighbours beyond 2^53 differ', 'row.count == 9007199254740992', { count: '9007199254740993' }, false],
  ['negative edge', 'row.count == -9223372036854775808', { count: '-9223372036854775808' }, true],
  ['decimals are exact', 'row.price == 0.1', { price: '0.1' }, true],
  ['a hair more is more', 'row.price > 0.1', { price: '0.10000000000000000001' }, true],
  ['scale does not matter', 'row.price == 1.5', { price: '1.500' }, true],
  ['integer constant against decimal', 'row.price >= 10', { price: '10.00' }, true],
  ['integer against decimal constant', 'row.count > 1.5', { count: '2' }, true],
  ['integer column against decimal column', 'row.count == row.price', { count: '2', price: '2.0' }, true],
  ['decimal NaN is above all', 'row.price > 1000000', { price: 'NaN' }, true],
  ['float against constant', 'row.ratio == 0.1', { ratio: '0.1' }, true],
  ['float is binary', 'row.ratio == 0.3', { ratio: '0.30000000000000004' }, false],
  ['float NaN equals itself', 'row.ratio == row.ratio', { ratio: 'NaN' }, true],
  ['float NaN is above infinity', 'row.ratio > 1e300', { ratio: 'NaN' }, true],
  ['negative zero is zero', 'row.ratio == 0', { ratio: '-0' }, true],
  ['odd column name', 'row["Unit Price"] > 2', { unit_price: '2.01' }, true],
  ['budget of the person', 'row.price <= user.budget', { price: '99.99' }, true, { budget: '100' }],
]

const moments: Line[] = [
  ['dates', 'row.day >= date("2026-01-01")', { day: '2026-01-01' }, true],
  ['year 1', 'row.day == date("0001-01-01")', { day: '0001-01-01' }, true],
  ['year 9999', 'row.day <= date("9999-12-31")', { day: '9999-12-31' }, true],
  ['infinity is after every date', 'row.day > date("9999-12-31")', { day: 'infinity' }, true],
  ['date of the person', 'row.day > user.since', { day: '2026-02-01' }, true, { since: '2026-01-31' }],
  [
    'a microsecond counts',
    'row.seen > timestamp("2026-01-01T00:00:00Z")',
    { seen: '2026-01-01 00:00:00.000001+00' },
    true,
  ],
  [
    'zones meet',
    'row.seen == timestamp("2026-01-01T02:00:00+02:00")',
    { seen: '2026-01-01 00:00:00+00' },
    true,
  ],
  ['date and time', 'row.at < datetime("2026-01-01T10:00:00.5")', { at: '2026-01-01 10:00:00.499999' }, true],
  ['time', 'row.clock < time("23:59:59.999999")', { clock: '23:59:59.999998' }, true],
]

const lists: Line[] = [
  ['in a list', 'row.name in ["BR", "PT"]', { name: 'PT' }, true],
  ['not in a list', '!(row.name in ["BR", "PT"])', { name: 'US' }, true],
  ['null in a list is unknown', 'row.name in ["BR"]', {}, null],
  ['in nothing is false', 'row.name in []', { name: 'BR' }, false],
  ['null in nothing is false', 'row.name in []', {}, false],
  ['in the list of the person', 'row.name in user.regions', { name: 'SP' }, true, { regions: ['RJ', 'SP'] }],
  ['an empty list of the person', 'row.name in user.regions', { name: 'SP' }, false, { regions: [] }],
  ['a missing list is unknown', '!(row.name in user.regions)', { name: 'SP' }, null],
  ['integers in a list', 'row.count in user.levels', { count: '2' }, true, { levels: ['1', '2'] }],
  ['decimals in a list of integers', 'row.price in [1, 2]', { price: '2.00' }, true],
  ['a null element makes it unknown', 'row.name in ["BR", row.other]', { name: 'PT' }, null],
  ['unless another matches', 'row.name in [row.other, "PT"]', { name: 'PT' }, true],
  [
    'uuid in capitals',
    'row.key == "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"',
    { key: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' },
    true,
  ],
]

const relations: Line[] = [
  [
    'one step',
    'row.customer.country == user.country',
    {},
    true,
    { country: 'BR' },
    { customer: { country: 'BR' } },
  ],
  ['a step to nowhere is null', 'row.customer.country == user.country', {}, null, { country: 'BR' }],
  ['and is found by the null test', 'row.customer.country == null', {}, true],
  [
    'across the step',
    'row.price <= row.customer.limit',
    { price: '5' },
    true,
    {},
    { customer: { limit: '5.0' } },
  ],
]

/** The meaning of row rules, published; every dialect and the evaluator are tested against it. */
export const rowRuleCases: RowRuleCase[] = [
  ...nulls,
  ...texts,
  ...numbers,
  ...moments,
  ...lists,
  ...relations,
].map(([shows, source, row, expected, attributes = {}, related = {}]) => ({
  shows,
  source,
  row,
  related,
  attributes,
  expected,
}))
