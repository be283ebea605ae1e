import type { DataColumn } from '@flexoffice/contract/data'
import type { Filter } from '@flexoffice/query/structured-query'
import type { SearchCondition } from '../../core/routing/search-view.ts'

/** What a condition of the filter bar may ask. */
export type FilterOperator =
  | 'contains'
  | 'startsWith'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'in'
  | 'notIn'
  | 'isTrue'
  | 'isFalse'
  | 'isNull'
  | 'isNotNull'

/** One condition: a column by id, a question, and its values in canonical text. */
export interface ViewFilter {
  column: string
  operator: FilterOperator
  values: string[]
  /** Of a column of moments: which kind, for those who ask before an answer told it. */
  type?: 'datetime' | 'timestamp'
}

const emptiness: FilterOperator[] = ['isNull', 'isNotNull']
const figures: FilterOperator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', ...emptiness]
const moments: FilterOperator[] = ['between', 'eq', 'gte', 'lte', ...emptiness]

/** The questions that make sense for a column, the likeliest first. */
export function operatorsFor(column: Pick<DataColumn, 'type' | 'enumLabels'>): FilterOperator[] {
  if (column.enumLabels) return ['in', 'notIn', ...emptiness]
  switch (column.type) {
    case 'text':
      return ['contains', 'eq', 'ne', 'startsWith', ...emptiness]
    case 'integer':
    case 'decimal':
    case 'float':
      return figures
    case 'date':
    case 'datetime':
    case 'timestamp':
      return moments
    case 'time':
      return ['gte', 'lte', 'eq', ...emptiness]
    case 'boolean':
      return ['isTrue', 'isFalse', ...emptiness]
    case 'uuid':
      return ['eq', 'ne', ...emptiness]
    default:
      return emptiness
  }
}

/** Whether a question needs values, and whether it has them. */
export function isComplete({ operator, values }: ViewFilter): boolean {
  if (['isNull', 'isNotNull', 'isTrue', 'isFalse'].includes(operator)) return true
  if (operator === 'between') return values.some((value) => value !== '')
  return values.length > 0 && values.every((value) => value !== '')
}

/** The query's filter for all conditions and the search text; conditions on columns that are gone are left out. */
export function toQueryFilter(
  filters: readonly ViewFilter[],
  search: string,
  columns: readonly Pick<DataColumn, 'id' | 'type'>[],
): Filter | undefined {
  const types = new Map(columns.map((column) => [column.id, column.type]))
  const conditions = filters
    .filter((filter) => types.has(filter.column) && isComplete(filter))
    .filter((filter) => !isMoment(types.get(filter.column)!) || hasDays(filter))
    .map((filter) => toCondition(filter, types.get(filter.column) ?? 'text'))
  const text = search.trim()
  if (text !== '') conditions.push({ kind: 'search', text })
  if (conditions.length === 0) return undefined
  return conditions.length === 1 ? conditions[0] : { kind: 'and', filters: conditions }
}

/** Whether there is such a condition: an address may hold anything. */
export function isViewFilter(filter: SearchCondition): filter is ViewFilter {
  const { column, operator, type } = filter
  const isKnown = (allOperators as readonly string[]).includes(operator)
  return column !== '' && isKnown && (!type || (isMoment(type) && hasDays(filter)))
}

const allOperators: FilterOperator[] = [
  ...new Set<FilterOperator>([
    ...figures,
    ...moments,
    'contains',
    'startsWith',
    'in',
    'notIn',
    'isTrue',
    'isFalse',
  ]),
]

/** Moments are asked for by days. */
function hasDays({ values }: Pick<ViewFilter, 'values'>): boolean {
  return values.every((value) => value === '' || /^\d{4}-\d\d-\d\d/.test(value))
}

function toCondition({ column, operator, values }: ViewFilter, type: DataColumn['type']): Filter {
  const field = { column }
  const [first = '', second = ''] = values
  switch (operator) {
    case 'contains':
    case 'startsWith':
      return { kind: operator, field, value: first, ignoreCase: true }
    case 'in':
    case 'notIn':
      return { kind: operator, field, values }
    case 'isTrue':
      return { kind: 'compare', field, operator: 'eq', value: 'true' }
    case 'isFalse':
      return { kind: 'compare', field, operator: 'eq', value: 'false' }
    case 'isNull':
    case 'isNotNull':
      return { kind: operator, field }
    case 'between':
      return toRange(column, type, first, second)
    case 'eq':
      return isMoment(type) ? toRange(column, type, first, first) : compare(column, 'eq', first)
    case 'lte':
      return isMoment(type) ? toRange(column, type, '', first) : compare(column, 'lte', first)
    case 'gte':
      return isMoment(type) ? toRange(column, type, first, '') : compare(column, 'gte', first)
    default:
      return compare(column, operator, first)
  }
}

/** Days are whole: with a time of day, "until the 5th" includes the 5th. */
function toRange(column: string, type: DataColumn['type'], from: string, to: string): Filter {
  const parts: Filter[] = []
  if (from !== '') parts.push(compare(column, 'gte', isMoment(type) ? startOfDay(from, 0, type) : from))
  if (to !== '')
    parts.push(isMoment(type) ? compare(column, 'lt', startOfDay(to, 1, type)) : compare(column, 'lte', to))
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', filters: parts }
}

function compare(column: string, operator: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte', value: string): Filter {
  return { kind: 'compare', field: { column }, operator, value }
}

/** Whether a column of this type holds moments, of which a day has many. */
export function isMoment(type: string): type is 'datetime' | 'timestamp' {
  return type === 'datetime' || type === 'timestamp'
}

/** Midnight of a day: of the person's own zone for instants, without a zone for plain date-times. */
function startOfDay(day: string, plus: number, type: DataColumn['type']): string {
  const [year = 1970, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number)
  if (type === 'timestamp') return new Date(year, month - 1, date + plus).toISOString()
  return new Date(Date.UTC(year, month - 1, date + plus)).toISOString().slice(0, 19)
}
