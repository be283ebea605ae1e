import type { JsonValue, QueryTemplate } from '@flexoffice/contract/page-document'
import type {
  Aggregate,
  ColumnReference,
  FieldReference,
  GroupItem,
  Query,
  SelectItem,
  SortItem,
} from '@flexoffice/query/structured-query'
import type { ShownTable } from '../draft-queries.ts'

/** A value in a condition: typed, or calculated on the page. */
export type ConditionValue = string | { $expression: string; whenEmpty?: 'skip' | 'nothing' }

/** How a condition compares, in the words of the builder. */
export const operators = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'startsWith',
  'in',
  'isNull',
  'isNotNull',
] as const
export type Operator = (typeof operators)[number]

/** One line of the builder's conditions. */
export interface Condition {
  field: ColumnReference
  operator: Operator
  /** Absent for the tests of emptiness. */
  value?: ConditionValue
}

/** A query as the builder shows it. */
export interface QueryForm {
  table: string
  mode: 'rows' | 'summary'
  select: SelectItem[]
  /** Null when the conditions are nested deeper than the builder shows. */
  conditions: { match: 'and' | 'or'; list: Condition[] } | null
  group: GroupItem[]
  aggregates: Aggregate[]
  sort: SortItem[]
  limit: number
}

/** A column that the builder offers: of the table itself, or of one that a relation leads to. */
export interface FieldChoice {
  key: string
  label: string
  type: string
  name: string
  reference: ColumnReference
}

const defaultLimit = 100

/** Reads a query into the builder's form. */
export function readQueryForm(template: QueryTemplate): QueryForm {
  const query = template as unknown as Query
  const isSummary = query.group !== undefined || query.aggregates !== undefined
  return {
    table: query.table,
    mode: isSummary ? 'summary' : 'rows',
    select: query.select ?? [],
    conditions: readConditions(template.filter),
    group: query.group ?? [],
    aggregates: query.aggregates ?? [],
    sort: query.sort ?? [],
    limit: typeof query.page?.limit === 'number' ? query.page.limit : defaultLimit,
  }
}

/** Writes the builder's form into a query; what the builder does not show stays as it was. */
export function writeQueryForm(before: QueryTemplate, form: QueryForm): QueryTemplate {
  const { filter, group: _group, aggregates: _aggregates, sort: _sort, ...rest } = before
  const conditions = form.conditions === null ? filter : writeConditions(form.conditions)
  const sort = form.sort.filter((item) => isSortable(item, form))
  const isSummary = form.mode === 'summary'
  return {
    ...rest,
    table: form.table,
    select: (isSummary ? [] : form.select) as unknown as JsonValue,
    ...(conditions === undefined ? {} : { filter: conditions }),
    ...(isSummary
      ? {
          ...(form.group.length > 0 ? { group: form.group as unknown as JsonValue } : {}),
          aggregates: form.aggregates as unknown as JsonValue,
        }
      : {}),
    ...(sort.length > 0 ? { sort: sort as unknown as JsonValue } : {}),
    page: { kind: 'offset', offset: 0, limit: form.limit },
  }
}

/** The form after a change between rows and figures, with something in it to start from. */
export function switchMode(
  form: QueryForm,
  mode: QueryForm['mode'],
  shown: ShownTable | undefined,
): QueryForm {
  if (mode === form.mode) return form
  if (mode === 'summary')
    return { ...form, mode, sort: [], group: [], aggregates: [{ as: 'count', function: 'count' }] }
  return { ...form, mode, sort: [], group: [], aggregates: [], select: firstSelect(shown) }
}

/** A new query over a table: its first columns. */
export function newQueryTemplate(shown: ShownTable): QueryTemplate {
  return {
    table: shown.table.id,
    select: firstSelect(shown) as unknown as JsonValue,
    page: { kind: 'offset', offset: 0, limit: defaultLimit },
  }
}

/** Every column that a query over a table may name, those of related tables one step away included. */
export function fieldChoices(shown: ShownTable, others: ReadonlyMap<string, ShownTable>): FieldChoice[] {
  const own = shown.columns.map(({ id, label, type, name }) => ({
    key: id,
    label,
    type,
    name,
    reference: { column: id },
  }))
  const related = shown.relations.flatMap((relation) =>
    (others.get(relation.toTable)?.columns ?? []).map(({ id, label, type, name }) => ({
      key: `${relation.id} ${id}`,
      label: `${relation.toTableLabel} › ${label}`,
      type,
      name: `${relation.name}_${name}`,
      reference: { column: id, through: [relation.id] },
    })),
  )
  return [...own, ...related]
}

/** The key of a reference among the choices. */
export function keyOf(reference: ColumnReference): string {
  return reference.through ? `${reference.through.join(' ')} ${reference.column}` : reference.column
}

/** Whether a field names a column, and not a group or a figure. */
export function isColumn(field: FieldReference): field is ColumnReference {
  return 'column' in field
}

/** A name in the answer that no other column has. */
export function freeAlias(wanted: string, taken: readonly string[]): string {
  const base = wanted.slice(0, 58)
  if (!taken.includes(base)) return base
  for (let number = 2; ; number += 1) if (!taken.includes(`${base}_${number}`)) return `${base}_${number}`
}

function firstSelect(shown: ShownTable | undefined): SelectItem[] {
  return (shown?.columns ?? [])
    .slice(0, 10)
    .map(({ id, name }) => ({ field: { column: id }, as: name.slice(0, 63) }))
}

function isSortable({ field }: SortItem, form: QueryForm): boolean {
  if (form.mode === 'rows') return isColumn(field)
  if ('group' in field) return form.group.some(({ as }) => as === field.group)
  return 'aggregate' in field && form.aggregates.some(({ as }) => as === field.aggregate)
}

function readConditions(filter: JsonValue | undefined): QueryForm['conditions'] {
  if (filter === undefined) return { match: 'and', list: [] }
  const node = filter as { kind: string; filters?: JsonValue[] }
  const isGroup = node.kind === 'and' || node.kind === 'or'
  const list = (isGroup ? (node.filters ?? []) : [filter]).map(readCondition)
  if (list.some((condition) => condition === null)) return null
  return { match: node.kind === 'or' ? 'or' : 'and', list: list as Condition[] }
}

function readCondition(filter: JsonValue): Condition | null {
  const node = filter as {
    kind: string
    field?: FieldReference
    operator?: Operator
    value?: ConditionValue
    values?: string[] | ConditionValue
  }
  if (!node.field || !isColumn(node.field)) return null
  const { field } = node
  switch (node.kind) {
    case 'compare':
      return { field, operator: node.operator!, value: node.value }
    case 'contains':
    case 'startsWith':
      return { field, operator: node.kind, value: node.value }
    case 'in':
      return {
        field,
        operator: 'in',
        value: Array.isArray(node.values) ? node.values.join(', ') : node.values,
      }
    case 'isNull':
    case 'isNotNull':
      return { field, operator: node.kind }
    default:
      return null
  }
}

function writeConditions({ match, list }: NonNullable<QueryForm['conditions']>): JsonValue | undefined {
  if (list.length === 0) return undefined
  return { kind: match, filters: list.map(writeCondition) }
}

function writeCondition({ field, operator, value = '' }: Condition): JsonValue {
  const reference = field as unknown as JsonValue
  const written = value as JsonValue
  if (operator === 'isNull' || operator === 'isNotNull') return { kind: operator, field: reference }
  if (operator === 'contains' || operator === 'startsWith')
    return { kind: operator, field: reference, value: written, ignoreCase: true }
  if (operator === 'in') {
    const values = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : written
    return { kind: 'in', field: reference, values }
  }
  return { kind: 'compare', field: reference, operator, value: written }
}
