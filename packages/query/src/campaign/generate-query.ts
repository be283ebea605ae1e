import { mayRead, type World } from '../oracle-cells.ts'
import type { ColumnReference, FieldReference, Filter, Formula, Query } from '../structured-query.ts'
import type { ColumnShape } from '../table-shape.ts'
import { nastyValues } from './generate-world.ts'
import type { Random } from './random.ts'

interface Field {
  reference: ColumnReference
  column: ColumnShape
}

/** A random query on table `a`; now and then it names what the person may not read. */
export function generateQuery(random: Random, world: World): Query {
  const fields = listFields(random, world)
  const computed = random.chance(0.3) ? [{ name: 'figure', formula: generateFormula(random, fields) }] : []
  const filter = random.chance(0.6) ? generateFilter(random, fields, 3) : undefined
  if (random.chance(0.25)) return { ...generateGroups(random, fields), filter }
  const selected: FieldReference[] = random.many(1, 6, () => random.pick(fields).reference)
  if (computed.length > 0) selected.push({ computed: 'figure' })
  const sort = random.many(0, 3, () => ({
    field: computed.length > 0 && random.chance(0.2) ? { computed: 'figure' } : random.pick(fields).reference,
    direction: random.pick(['ascending', 'descending'] as const),
    nulls: random.pick([undefined, 'first', 'last'] as const),
  }))
  return {
    table: 'a',
    select: selected.map((field, index) => ({ field, as: `c${index}` })),
    computed,
    filter,
    sort,
    page: generatePage(random),
    total: random.chance(0.15) ? random.pick(['exact' as const, { bounded: 3 }]) : undefined,
  }
}

function listFields(random: Random, world: World): Field[] {
  const fields = world.tables
    .get('a')!
    .shape.columns.map((column) => ({ reference: { column: column.id }, column }))
  const joined = (through: string[], tableId: string) =>
    world.tables
      .get(tableId)!
      .shape.columns.map((column) => ({ reference: { column: column.id, through }, column }))
  const all: Field[] = [...fields, ...fields]
  if (random.chance(0.3)) all.push(...joined(['a>'], 'b'))
  if (random.chance(0.15)) all.push(...joined(['a>', 'b>'], 'c'))
  const path = { a: 'a', 'a>': 'b', 'b>': 'c' } as Record<string, string>
  const readable = all.filter(({ reference }) => {
    const tables = ['a', ...(reference.through ?? [])]
    return mayRead(world, path[tables.at(-1)!]!, reference.column)
  })
  return readable.length === 0 || random.chance(0.05) ? all : readable
}

function generatePage(random: Random): Query['page'] {
  if (random.chance(0.35)) return { kind: 'keyset', limit: 1 + random.below(6) }
  return {
    kind: 'offset',
    offset: random.chance(0.3) ? random.below(6) : 0,
    limit: random.pick([1, 3, 100, 100]),
  }
}

function generateFilter(random: Random, fields: Field[], depth: number): Filter {
  const choice = random.next()
  if (depth > 1 && choice < 0.3) {
    return {
      kind: random.pick(['and', 'or']),
      filters: random.many(0, 3, () => generateFilter(random, fields, depth - 1)),
    }
  }
  if (depth > 1 && choice < 0.4) return { kind: 'not', filter: generateFilter(random, fields, depth - 1) }
  if (choice < 0.45) return { kind: 'search', text: random.pick(['br', '', '%', '_', 'é', '•', '\\']) }
  const { reference: field, column } = random.pick(fields)
  const value = () => random.pick(nastyValues[column.databaseType]!)
  if (choice < 0.55) return { kind: random.pick(['isNull', 'isNotNull']), field }
  if (choice < 0.65) return { kind: random.pick(['in', 'notIn']), field, values: random.many(0, 3, value) }
  if (choice < 0.72) return { kind: 'between', field, from: value(), to: value() }
  if (column.type === 'text' && choice < 0.85) {
    return {
      kind: random.pick(['contains', 'startsWith']),
      field,
      value: random.pick(['BR', 'b', '%', '_', '', '\\', '•']),
      ignoreCase: random.chance(0.5),
    }
  }
  return {
    kind: 'compare',
    field,
    operator: random.pick(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']),
    value: value(),
  }
}

const numbers = new Set(['integer', 'decimal', 'float'])
const dates = new Set(['date', 'datetime', 'timestamp'])

function generateFormula(random: Random, fields: Field[]): Formula {
  const column = (accept: (field: Field) => boolean): Formula | null => {
    const fitting = fields.filter(accept)
    return fitting.length === 0 ? null : { kind: 'column', field: random.pick(fitting).reference }
  }
  const number = (depth: number): Formula => {
    if (depth > 0 && random.chance(0.5)) {
      return {
        kind: 'arithmetic',
        operator: random.pick(['+', '-', '*', '/']),
        left: number(depth - 1),
        right: number(depth - 1),
      }
    }
    const found = random.chance(0.75) ? column((field) => numbers.has(field.column.type)) : null
    return (
      found ?? { kind: 'literal', type: 'decimal', value: random.pick(['0', '1', '0.1', '-3', '1000000']) }
    )
  }
  const text = (): Formula =>
    column((field) => field.column.type === 'text') ?? { kind: 'literal', type: 'text', value: 'Br' }
  const condition = (): Formula => ({
    kind: 'compare',
    operator: random.pick(['eq', 'lt', 'gte']),
    left: number(1),
    right: number(0),
  })
  const date = column((field) => dates.has(field.column.type))
  switch (random.below(date === null ? 6 : 7)) {
    case 0:
      return { kind: 'concat', parts: [text(), { kind: 'literal', type: 'text', value: '-' }, text()] }
    case 1:
      return { kind: random.pick(['lower', 'upper', 'length']), operand: text() }
    case 2:
      return { kind: 'if', condition: condition(), whenTrue: text(), whenFalse: text() }
    case 3:
      return { kind: 'coalesce', parts: [number(1), number(1)] }
    case 4:
      return {
        kind: random.pick(['and', 'or']),
        parts: [condition(), { kind: 'not', operand: condition() }, { kind: 'isNull', operand: text() }],
      }
    case 5:
      return number(2)
    default:
      return {
        kind: 'datePart',
        part: random.pick(['year', 'quarter', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second']),
        operand: date!,
        timeZone: random.pick([undefined, 'Etc/GMT+3']),
      }
  }
}

function generateGroups(random: Random, fields: Field[]): Query {
  const usable = fields.filter(({ column }) => column.type !== 'json')
  const choices = usable.length > 0 ? usable : fields
  const group = random.many(0, 2, (index) => {
    const { reference: field, column } = random.pick(choices)
    const buckets = ['year', 'quarter', 'month', 'week', 'day'] as const
    const bucket = dates.has(column.type) && random.chance(0.7) ? random.pick(buckets) : undefined
    return {
      as: `g${index}`,
      field,
      bucket,
      timeZone: bucket && random.chance(0.3) ? 'Etc/GMT+3' : undefined,
    }
  })
  const aggregates = random.many(group.length === 0 ? 1 : 0, 3, (index) => {
    const { reference: field, column } = random.pick(choices)
    const functions = ['count', 'countDistinct', 'min', 'max'] as const
    const name =
      numbers.has(column.type) && random.chance(0.5)
        ? random.pick(['sum', 'avg'] as const)
        : random.pick(functions)
    return {
      as: `f${index}`,
      function: name,
      field: name === 'count' && random.chance(0.5) ? undefined : field,
    }
  })
  const counted = aggregates.find((item) => item.function === 'count')
  return {
    table: 'a',
    select: [],
    group,
    aggregates,
    having:
      counted && random.chance(0.3)
        ? { kind: 'compare', field: { aggregate: counted.as }, operator: 'gt', value: '1' }
        : undefined,
    sort:
      counted && random.chance(0.5) ? [{ field: { aggregate: counted.as }, direction: 'descending' }] : [],
    page: { kind: 'offset', offset: random.chance(0.2) ? 1 : 0, limit: random.pick([2, 100]) },
    total: random.chance(0.2) ? 'exact' : undefined,
  }
}
