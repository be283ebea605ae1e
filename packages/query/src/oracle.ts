import { compareCanonical, compareText, printMoment } from '@flexoffice/expression'
import { addDecimals, Decimal, printDecimal } from '@flexoffice/expression/decimal'
import {
  daysFromCivil,
  floorDivide,
  Moment,
  microsecondsPerDay,
  splitMicroseconds,
} from '@flexoffice/expression/moment'
import type { ValueType } from '@flexoffice/expression/types'
import {
  accessTo,
  allowsNothing,
  followGoverned,
  governRow,
  mayRead,
  type Row,
  type World,
} from './oracle-cells.ts'
import {
  type Cell,
  compareCells,
  compareOutcome,
  divideLikePostgres,
  evaluateFormula,
  localMicroseconds,
  toDecimal,
} from './oracle-formula.ts'
import type {
  Aggregate,
  ColumnReference,
  DateBucket,
  FieldReference,
  Filter,
  GroupItem,
  Query,
  SortItem,
} from './structured-query.ts'

/** The oracle's answer: all rows in order, before paging. */
export interface OracleAnswer {
  types: ValueType[]
  rows: (string | null)[][]
}

/**
 * Answers a query over rows in memory, cell by cell and role by role, with no part of the SQL compiler: the judge of
 * what it writes. Null when the query names something that the person may not read.
 */
export function evaluateQuery(query: Query, world: World): OracleAnswer | null {
  if (
    !isReadable(world, query.table) ||
    !listReferences(query).every((field) => isKnown(world, query, field))
  )
    return null
  const { rows } = world.tables.get(query.table)!
  const governed = rows.flatMap((row) => governRow(world, query.table, row) ?? [])
  const lines = governed.map((row) => makeLine(world, query, row))
  const kept = query.filter
    ? lines.filter((line) => decideFilter(world, query, query.filter!, line.read) === true)
    : lines
  return (query.group ?? []).length + (query.aggregates ?? []).length > 0
    ? answerGroups(world, query, kept)
    : answerRows(world, query, kept)
}

interface Line {
  read(field: FieldReference): Cell
}

function makeLine(world: World, query: Query, row: Row): Line {
  const readColumn = (field: ColumnReference): Cell => {
    let [tableId, current]: [string, Row | null] = [query.table, row]
    for (const relationId of field.through ?? []) {
      current = current && followGoverned(world, tableId, relationId, current)
      tableId = world.tables.get(tableId)!.shape.relations.find((item) => item.id === relationId)!.toTable
    }
    const column = world.tables.get(tableId)!.shape.columns.find((item) => item.id === field.column)!
    return { type: column.type, value: current?.get(field.column) ?? null }
  }
  return {
    read(field) {
      if ('column' in field) return readColumn(field)
      const computed = query.computed!.find((item) => 'computed' in field && item.name === field.computed)!
      return evaluateFormula(computed.formula, readColumn)
    },
  }
}

function answerRows(world: World, query: Query, lines: Line[]): OracleAnswer {
  const { shape } = world.tables.get(query.table)!
  const fields = query.select.map((item) => item.field)
  const keyed = shape.key.length > 0 && shape.key.every((id) => isWhole(world, query.table, id))
  const direction = query.sort?.at(-1)?.direction ?? 'ascending'
  const rest: SortItem[] = (keyed ? shape.key.map((column) => ({ column })) : fields).map((field) => ({
    field,
    direction,
  }))
  const sorted = sortLines(lines, [...(query.sort ?? []), ...rest])
  return {
    types: fields.map((field) => makeLine(world, query, new Map()).read(field).type),
    rows: sorted.map((line) => fields.map((field) => line.read(field).value)),
  }
}

function answerGroups(world: World, query: Query, lines: Line[]): OracleAnswer {
  const groups = query.group ?? []
  const buckets = new Map<string, { cells: Cell[]; lines: Line[] }>()
  if (groups.length === 0) buckets.set('', { cells: [], lines })
  for (const line of groups.length === 0 ? [] : lines) {
    const cells = groups.map((item) => groupCell(line.read(item.field), item))
    const key = JSON.stringify(cells.map((cell) => normalKey(cell)))
    const bucket = buckets.get(key) ?? { cells, lines: [] }
    bucket.lines.push(line)
    buckets.set(key, bucket)
  }
  const results = [...buckets.values()].map((bucket): Line & { cells: Cell[] } => {
    const figures = (query.aggregates ?? []).map((item) =>
      aggregateCell(item, bucket.lines, makeLine(world, query, new Map())),
    )
    const read = (field: FieldReference): Cell =>
      'group' in field
        ? bucket.cells[groups.findIndex((item) => item.as === field.group)]!
        : figures[query.aggregates!.findIndex((item) => 'aggregate' in field && item.as === field.aggregate)]!
    return { cells: [...bucket.cells, ...figures], read }
  })
  const kept = query.having
    ? results.filter((line) => decideFilter(world, query, query.having!, line.read) === true)
    : results
  const rest: SortItem[] = groups.map((item) => ({ field: { group: item.as }, direction: 'ascending' }))
  const sorted = sortLines(kept, [...(query.sort ?? []), ...rest])
  return {
    types: sorted[0]?.cells.map((cell) => cell.type) ?? [],
    rows: sorted.map((line) => line.cells.map((cell) => cell.value)),
  }
}

function normalKey({ type, value }: Cell): string | null {
  if (value === null) return null
  if (type === 'decimal' || type === 'float') return String(Number(value))
  return value
}

function groupCell(cell: Cell, item: GroupItem): Cell {
  if (item.bucket === undefined) return cell
  const type = cell.type === 'date' ? 'date' : 'datetime'
  const local = localMicroseconds(cell, item.timeZone)
  if (local === null) return { type, value: cell.value }
  return { type, value: printMoment(new Moment(type, beginningOf(local, item.bucket))) }
}

function beginningOf(local: bigint, bucket: DateBucket): bigint {
  const { year, month } = splitMicroseconds(local)
  const day = floorDivide(local, microsecondsPerDay)
  switch (bucket) {
    case 'hour':
      return floorDivide(local, 3_600_000_000n) * 3_600_000_000n
    case 'day':
      return day * microsecondsPerDay
    case 'week':
      return (day - ((((day + 3n) % 7n) + 7n) % 7n)) * microsecondsPerDay
    default: {
      const first = bucket === 'year' ? 1 : bucket === 'quarter' ? month - ((month - 1) % 3) : month
      return BigInt(daysFromCivil(year, first, 1)) * microsecondsPerDay
    }
  }
}

function aggregateCell(item: Aggregate, lines: Line[], none: Line): Cell {
  if (item.field === undefined) return { type: 'integer', value: String(lines.length) }
  const cells = lines.map((line) => line.read(item.field!)).filter((cell) => cell.value !== null)
  const sorted = sortCells(cells)
  switch (item.function) {
    case 'count':
      return { type: 'integer', value: String(cells.length) }
    case 'countDistinct':
      return {
        type: 'integer',
        value: String(
          sorted.filter((cell, index) => index === 0 || order(cell, sorted[index - 1]!) !== 0).length,
        ),
      }
    case 'min':
      return sorted[0] ?? { type: none.read(item.field).type, value: null }
    case 'max':
      return sorted.at(-1) ?? { type: none.read(item.field).type, value: null }
    default:
      return addUp(item.function, cells)
  }
}

function addUp(name: 'sum' | 'avg', cells: Cell[]): Cell {
  const numbers = cells.flatMap((cell) => toDecimal(cell) ?? [])
  if (numbers.length === 0) return { type: 'decimal', value: null }
  const sum = numbers.reduce(addDecimals)
  const result = name === 'sum' ? sum : divideLikePostgres(sum, new Decimal(BigInt(numbers.length), 0))!
  return { type: 'decimal', value: printDecimal(result) }
}

function order(left: Cell, right: Cell): number {
  return compareCanonical(left.type, left.value!, right.value!)
}

function sortCells(cells: Cell[]): Cell[] {
  return [...cells].sort(order)
}

function sortLines<Kind extends Line>(lines: Kind[], items: SortItem[]): Kind[] {
  return [...lines].sort((left, right) => {
    for (const item of items) {
      const outcome = compareBySort(left.read(item.field), right.read(item.field), item)
      if (outcome !== 0) return outcome
    }
    return 0
  })
}

function compareBySort(left: Cell, right: Cell, item: SortItem): number {
  const descending = item.direction === 'descending'
  const nullsFirst = item.nulls === undefined ? descending : item.nulls === 'first'
  if (left.value === null || right.value === null) {
    if (left.value === right.value) return 0
    return (left.value === null) === nullsFirst ? -1 : 1
  }
  return descending ? -order(left, right) : order(left, right)
}

function decideFilter(world: World, query: Query, filter: Filter, read: Line['read']): boolean | null {
  const decide = (part: Filter) => decideFilter(world, query, part, read)
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const truths = filter.filters.map(decide)
      const decisive = filter.kind === 'or'
      return truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive
    }
    case 'not': {
      const truth = decide(filter.filter)
      return truth === null ? null : !truth
    }
    case 'isNull':
      return read(filter.field).value === null
    case 'isNotNull':
      return read(filter.field).value !== null
    case 'search':
      return search(world, query, filter, read)
    default:
      return decideLeaf(filter, read(filter.field))
  }
}

type LeafFilter = Extract<
  Filter,
  { kind: 'compare' | 'between' | 'in' | 'notIn' | 'contains' | 'startsWith' }
>

function decideLeaf(filter: LeafFilter, cell: Cell): boolean | null {
  if (filter.kind === 'in' && filter.values.length === 0) return false
  if (filter.kind === 'notIn' && filter.values.length === 0) return true
  const { type, value } = cell
  if (value === null) return null
  switch (filter.kind) {
    case 'compare':
      return compareCells(filter.operator, cell, { type, value: filter.value })
    case 'between':
      return (
        compareOutcome('gte', compareCanonical(type, value, filter.from)) &&
        compareOutcome('lte', compareCanonical(type, value, filter.to))
      )
    case 'in':
    case 'notIn':
      return (
        filter.values.some((item) => compareCanonical(type, value, item) === 0) === (filter.kind === 'in')
      )
    case 'contains':
      return fold(filter, value).includes(fold(filter, filter.value))
    case 'startsWith':
      return fold(filter, value).startsWith(fold(filter, filter.value))
  }
}

function fold(filter: { ignoreCase?: boolean }, text: string): string {
  return filter.ignoreCase ? text.toLowerCase() : text
}

function search(
  world: World,
  query: Query,
  filter: Extract<Filter, { kind: 'search' }>,
  read: Line['read'],
): boolean | null {
  const { shape } = world.tables.get(query.table)!
  const fields =
    filter.fields ??
    shape.columns
      .filter((column) => column.type === 'text' && mayRead(world, query.table, column.id))
      .map((column) => ({ column: column.id }))
  const truths = fields.map((field) =>
    decideLeaf({ kind: 'contains', field, value: filter.text, ignoreCase: true }, read(field)),
  )
  return truths.includes(true) ? true : truths.includes(null) ? null : false
}

/** True when, by the roles' grants alone, every row that can be read shows the column. */
function isWhole(world: World, tableId: string, columnId: string): boolean {
  const reading = (world.grants.get(tableId) ?? []).filter(
    (grant) => grant.operations.read && !allowsNothing(grant.rows),
  )
  const showing = reading.filter((grant) => {
    const { access, mask } = accessTo(grant, columnId)
    return access !== 'none' && mask === undefined
  })
  const rules = new Set(showing.map((grant) => JSON.stringify(normalRule(grant.rows))))
  return (
    rules.has('null') ||
    (reading.length > 0 && reading.every((grant) => rules.has(JSON.stringify(normalRule(grant.rows)))))
  )
}

function normalRule<Rule extends { kind: string; value?: unknown } | null>(rule: Rule): Rule | null {
  return rule?.kind === 'constant' ? null : rule
}

function isReadable(world: World, tableId: string): boolean {
  return (world.grants.get(tableId) ?? []).some(
    (grant) => grant.operations.read && !allowsNothing(grant.rows),
  )
}

function isKnown(world: World, query: Query, field: FieldReference): boolean {
  if (!('column' in field)) return true
  let tableId = query.table
  for (const relationId of field.through ?? []) {
    const relation = world.tables.get(tableId)?.shape.relations.find((item) => item.id === relationId)
    if (!relation || !isReadable(world, relation.toTable)) return false
    const joined = relation.columns.every((id) => mayRead(world, tableId, id))
    if (!joined || !relation.toColumns.every((id) => mayRead(world, relation.toTable, id))) return false
    tableId = relation.toTable
  }
  return mayRead(world, tableId, field.column)
}

/** Every column reference of a query, wherever it stands. */
function listReferences(value: unknown): FieldReference[] {
  if (Array.isArray(value)) return value.flatMap(listReferences)
  if (typeof value !== 'object' || value === null) return []
  if ('column' in value && typeof value.column === 'string') return [value as ColumnReference]
  return Object.values(value).flatMap(listReferences)
}

/** Compares two answers' rows by canonical value; `1.5` equals `1.50`. */
export function sameRows(
  types: readonly ValueType[],
  left: readonly (readonly (string | null)[])[],
  right: readonly (readonly (string | null)[])[],
): boolean {
  if (left.length !== right.length) return false
  return left.every((row, index) =>
    row.every((cell, column) => sameCell(types[column] ?? 'text', cell, right[index]![column] ?? null)),
  )
}

function sameCell(type: ValueType, left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right
  return type === 'text' ? compareText(left, right) === 0 : compareCanonical(type, left, right) === 0
}
