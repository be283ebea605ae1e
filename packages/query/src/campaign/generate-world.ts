import type { Operand, RowRule } from '@flexoffice/expression/rule'
import type { ValueType } from '@flexoffice/expression/types'
import type { ColumnGrant, Mask, RoleGrant } from '../grants.ts'
import type { Row, World } from '../oracle-cells.ts'
import type { ColumnShape, TableShape } from '../table-shape.ts'
import type { Random } from './random.ts'

const texts = [
  '',
  'BR',
  'br',
  'BR ',
  'US',
  'e\u0301',
  'é',
  '100%',
  'a_b',
  'a\\b',
  "o'hara",
  '"',
  'ana@x.br',
  'a@b@c',
  '😀',
  '\uFFFD',
  '12345678',
]

/** The values that break careless compilers, by type; every text is canonical, as PostgreSQL prints it. */
export const nastyValues: Record<string, readonly string[]> = {
  text: texts,
  varchar: texts,
  int4: ['0', '1', '-1', '2', '7', '2147483647', '-2147483648'],
  int8: ['0', '1', '-1', '42', '9223372036854775807', '-9223372036854775808'],
  numeric: [
    '0',
    '0.1',
    '-0.1',
    '0.30',
    '1.5',
    '1.50',
    '100',
    '-12.345',
    '99999999999999999999.99',
    '0.0000001',
  ],
  float8: [
    '0',
    '-0',
    '0.1',
    '0.3',
    '-1.5',
    '1e+20',
    '1e-07',
    '1.7976931348623157e+308',
    'NaN',
    'Infinity',
    '-Infinity',
  ],
  float4: ['0', '0.1', '1.5', '-2.25', '3.4028235e+38', 'NaN'],
  bool: ['t', 'f'],
  date: ['0001-01-01', '9999-12-31', '2026-01-31', '2024-02-29', '1970-01-01', '2026-01-01', 'infinity'],
  timestamp: [
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59.999999',
    '2026-01-31 10:00:00.000001',
    '2026-01-31 10:00:00',
    '1969-12-31 23:59:59.5',
  ],
  timestamptz: [
    '0001-01-02 00:00:00+00',
    '9999-12-31 23:59:59.999999+00',
    '2026-01-01 02:30:00+00',
    '2026-01-01 02:30:00.000001+00',
    '2025-12-29 00:00:00+00',
  ],
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ],
  time: ['00:00:00', '23:59:59.999999', '12:30:00'],
  jsonb: ['{}', '{"a": 1}', '[1, 2]', 'null', '"BR"'],
  bytea: ['\\x', '\\x00ff', '\\x01'],
}

const typeOf: Record<string, ValueType> = {
  text: 'text',
  varchar: 'text',
  int4: 'integer',
  int8: 'integer',
  numeric: 'decimal',
  float8: 'float',
  float4: 'float',
  bool: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  timestamptz: 'timestamp',
  uuid: 'uuid',
  time: 'time',
  jsonb: 'json',
  bytea: 'binary',
}

/** The attributes that people of the campaign may have; rules name them by type. */
export const attributeTypes: Record<string, { databaseType: string; list: boolean }> = {
  country: { databaseType: 'text', list: false },
  countries: { databaseType: 'text', list: true },
  level: { databaseType: 'int4', list: false },
  levels: { databaseType: 'int8', list: true },
  limit: { databaseType: 'numeric', list: false },
  since: { databaseType: 'date', list: false },
}

type Tables = World['tables']

/** Three tables, each pointing to the next one, with a dozen rows of nasty values. */
export function generateTables(random: Random, schema: string): Tables {
  const shapes = ['c', 'b', 'a'].map((name, index) =>
    generateShape(random, schema, name, ['', 'c', 'b'][index]!),
  )
  const tables = new Map<string, { shape: TableShape; rows: Row[] }>()
  for (const shape of shapes) {
    const count = shape.id === 'a' ? 14 : 5
    const rows = Array.from({ length: count }, (_, index) => generateRow(random, shape, index, tables))
    tables.set(shape.id, { shape, rows })
  }
  return tables
}

/** Up to three roles with their grants on every table, and the person's attributes. */
export function generatePerson(random: Random, tables: Tables): Pick<World, 'grants' | 'attributes'> {
  const roles = random.many(1, 3, (index) => `role${index}`)
  const shared = new Map([...tables].map(([id, { shape }]) => [id, generateRule(random, shape, tables, 2)]))
  const grants = new Map<string, RoleGrant[]>()
  for (const [id, { shape }] of tables) {
    const held = roles.filter(() => random.chance(id === 'a' ? 0.97 : 0.85))
    grants.set(
      id,
      held.map((role) => generateGrant(random, role, shape, tables, shared.get(id)!)),
    )
  }
  return { grants, attributes: generateAttributes(random) }
}

/** A nasty value of a column, sometimes null. */
export function generateValue(random: Random, column: ColumnShape): string | null {
  return column.nullable && random.chance(0.2) ? null : random.pick(nastyValues[column.databaseType]!)
}

function generateShape(random: Random, schema: string, id: string, target: string): TableShape {
  const kinds = Object.keys(typeOf)
  const composite = id === 'a' && random.chance(0.2)
  const extra = random.many(4, 8, (index) =>
    makeColumn(`${id}.${index}`, `col ${index}`, random.pick(kinds), random.chance(0.7)),
  )
  const columns = [
    makeColumn(`${id}.id`, 'id', random.pick(['int4', 'int8']), false),
    makeColumn(`${id}.country`, 'Country"s', random.pick(['text', 'varchar']), true),
    ...(target === '' ? [] : [makeColumn(`${id}.to`, 'to', 'int4', true)]),
    ...extra,
  ]
  if (composite) columns.push(makeColumn(`${id}.part`, 'part', 'text', false))
  const key = composite ? [`${id}.part`, `${id}.id`] : id === 'a' && random.chance(0.1) ? [] : [`${id}.id`]
  const relations =
    target === ''
      ? []
      : [
          {
            id: `${id}>`,
            name: 'leads to',
            columns: [`${id}.to`],
            toTable: target,
            toColumns: [`${target}.id`],
          },
        ]
  return { id, schema, name: `table ${id}`, columns, key, relations }
}

function makeColumn(id: string, name: string, databaseType: string, nullable: boolean): ColumnShape {
  return { id, name, type: typeOf[databaseType]!, databaseType, nullable }
}

function generateRow(random: Random, shape: TableShape, index: number, tables: Tables): Row {
  const target = shape.relations[0] && tables.get(shape.relations[0].toTable)
  return new Map(
    shape.columns.map((column) => {
      if (column.name === 'id') return [column.id, String(index + 1)]
      if (column.name === 'to' && target) {
        return [column.id, random.chance(0.2) ? null : String(1 + random.below(target.rows.length + 1))]
      }
      return [column.id, generateValue(random, column)]
    }),
  )
}

function generateGrant(
  random: Random,
  role: string,
  shape: TableShape,
  tables: Tables,
  shared: RowRule,
): RoleGrant {
  const rows = random.chance(0.35)
    ? null
    : random.chance(0.4)
      ? shared
      : generateRule(random, shape, tables, 3)
  const columns = Object.fromEntries(
    shape.columns.filter(() => random.chance(0.4)).map((column) => [column.id, generateColumnGrant(random)]),
  )
  return {
    role,
    operations: {
      create: random.chance(0.5),
      read: random.chance(0.95),
      update: random.chance(0.5),
      delete: random.chance(0.5),
    },
    rows,
    columns,
    otherColumns: random.chance(0.85) ? { access: random.chance(0.5) ? 'write' : 'read' } : undefined,
  }
}

const masks: readonly Mask['kind'][] = ['hide', 'fixed', 'lastFour', 'emailDomain', 'yearOnly']

function generateColumnGrant(random: Random): ColumnGrant {
  if (random.chance(0.35)) return { access: 'none' }
  if (random.chance(0.5)) return { access: 'read', mask: { kind: random.pick(masks) } }
  return { access: random.pick(['read', 'write']) }
}

function generateAttributes(random: Random): World['attributes'] {
  const attributes: Record<string, string | string[] | null> = {}
  for (const [name, { databaseType, list }] of Object.entries(attributeTypes)) {
    if (random.chance(0.15)) continue
    const value = () => random.pick(nastyValues[databaseType]!)
    attributes[name] = random.chance(0.1) ? null : list ? random.many(0, 3, value) : value()
  }
  return attributes
}

/** A row rule over the table's columns, one relation step and attributes. */
export function generateRule(random: Random, shape: TableShape, tables: Tables, depth: number): RowRule {
  const again = () => generateRule(random, shape, tables, depth - 1)
  const choice = random.next()
  if (depth > 1 && choice < 0.3) return { kind: random.pick(['and', 'or']), rules: random.many(1, 3, again) }
  if (depth > 1 && choice < 0.42) return { kind: 'not', rule: again() }
  if (choice < 0.46) return { kind: 'constant', value: random.chance(0.5) }
  const [left, databaseType] = generateOperand(random, shape, tables)
  if (choice < 0.54) return { kind: 'isNull', operand: left }
  if (left.type === 'json' || left.type === 'binary') return { kind: 'isNull', operand: left }
  if (left.type === 'text' && choice < 0.65)
    return { kind: 'startsWith', left, prefix: other(random, shape, left, databaseType) }
  if (choice < 0.78) return { kind: 'in', left, list: generateList(random, shape, left, databaseType) }
  return {
    kind: 'compare',
    operator: random.pick(['==', '==', '!=', '<', '<=', '>', '>=']),
    left,
    right: other(random, shape, left, databaseType),
  }
}

function generateOperand(random: Random, shape: TableShape, tables: Tables): [Operand, string] {
  const relation = shape.relations[0]
  const target = relation && tables.get(relation.toTable)
  if (target && random.chance(0.25)) {
    const column = random.pick(target.shape.columns)
    return [
      { kind: 'column', columnId: column.id, relationId: relation.id, type: column.type },
      column.databaseType,
    ]
  }
  const column = random.pick(shape.columns)
  return [{ kind: 'column', columnId: column.id, type: column.type }, column.databaseType]
}

function other(random: Random, shape: TableShape, left: Operand, databaseType: string): Operand {
  const columns = shape.columns.filter((column) => column.databaseType === databaseType)
  const attributes = Object.entries(attributeTypes).filter(
    ([, item]) => !item.list && typeOf[item.databaseType] === left.type,
  )
  if (columns.length > 0 && random.chance(0.15))
    return { kind: 'column', columnId: random.pick(columns).id, type: left.type }
  if (attributes.length > 0 && random.chance(0.6)) {
    return { kind: 'attribute', name: random.pick(attributes)[0], type: left.type, list: false }
  }
  return {
    kind: 'literal',
    type: left.type,
    value: random.chance(0.05) ? null : random.pick(nastyValues[databaseType]!),
  }
}

function generateList(random: Random, shape: TableShape, left: Operand, databaseType: string) {
  const lists = Object.entries(attributeTypes).filter(
    ([, item]) => item.list && typeOf[item.databaseType] === left.type,
  )
  if (lists.length > 0 && random.chance(0.6)) {
    return { kind: 'attribute' as const, name: random.pick(lists)[0], type: left.type, list: true }
  }
  return random.many(0, 3, () => other(random, shape, left, databaseType))
}
