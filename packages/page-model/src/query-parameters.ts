import { AppError } from '@flexoffice/base'
import { isQueryExpression, type JsonValue, type QueryTemplate } from '@flexoffice/contract/page-document'
import { type Filter, type Query, querySchema, type SortItem } from '@flexoffice/query/structured-query'
import type { RowWindow } from '@flexoffice/sdk/widget'
import { z } from 'zod'
import { answerColumns, kindAt, listParameters } from './list-parameters.ts'

/** The values of a query's parameters in the canonical text of their types; this is all that a reader sends. */
export const parameterValues = z.record(
  z.string().regex(/^p\d{1,3}$/),
  z.union([z.string().max(10_000), z.array(z.string().max(10_000)).max(1000), z.null()]),
)
export type ParameterValues = z.infer<typeof parameterValues>

/** Puts values where the expressions stand. A missing value counts as null; what is left must be a valid query. */
export function bindParameters(template: QueryTemplate, values: ParameterValues): Query {
  const names = new Map(listParameters(template).map(({ name, kind, source }) => [`${kind} ${source}`, name]))
  const bound = bind(template, '', names, values)
  const result = querySchema.safeParse(isDropped(bound) ? template : bound)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new AppError('invalid_input', {
    public: 'The values given do not fit the query of this page.',
    fields: [{ path: `/${issue.path.map(String).join('/')}`, message: issue.message }],
    reason: 'query_parameters_invalid',
  })
}

/** Lays a reader's page, order, search and conditions over a query. Only columns of the answer may be named. */
export function applyWindow(query: Query, window: RowWindow): Query {
  const result: Query = { ...query }
  if (window.offset !== undefined || window.limit !== undefined) {
    const limit = Math.min(window.limit ?? query.page.limit, 1000)
    result.page = { kind: 'offset', offset: Math.max(0, window.offset ?? 0), limit }
  }
  if (window.sort && window.sort.length > 0)
    result.sort = window.sort.map(({ column, direction }) => ({
      field: fieldOf(query, column, 'sort'),
      direction,
    }))
  if (window.search) {
    const search = { kind: 'search' as const, text: window.search }
    result.filter = both(query.filter, search)
  }
  if (window.filter) {
    const condition = conditionOn(query, window.filter)
    // What stands in the answer of a grouped query is known after grouping.
    if (query.group || query.aggregates) result.having = both(query.having, condition)
    else result.filter = both(result.filter, condition)
  }
  return querySchema.parse(result)
}

function both(first: Filter | undefined, second: Filter): Filter {
  return first ? { kind: 'and', filters: [first, second] } : second
}

/** The condition with fields of the query where it names columns of the answer. */
function conditionOn(query: Query, filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map((part) => conditionOn(query, part)) }
    case 'not':
      return { ...filter, filter: conditionOn(query, filter.filter) }
    case 'search':
      throw unusable('A text to find goes into "search" of the window, not into its filter.')
    default:
      if (!('column' in filter.field) || filter.field.through)
        throw unusable('A condition of a window names columns of the answer, as { "column": NAME }.')
      return { ...filter, field: fieldOf(query, filter.field.column, 'filter') }
  }
}

function fieldOf(query: Query, column: string, use: 'sort' | 'filter'): SortItem['field'] {
  const found = answerColumns(query).find(({ name }) => name === column)
  if (found) return found.field
  throw new AppError('invalid_input', {
    public: `The answer has no column "${column}" to ${use} by. Choose one of its columns.`,
    fields: [{ path: `/window/${use}`, message: `Unknown column ${column}.`, code: 'unknown_field' }],
  })
}

function unusable(message: string): AppError {
  return new AppError('invalid_input', { public: message, fields: [{ path: '/window/filter', message }] })
}

/** A condition without a value: left out, or one that no row meets. */
type Dropped = { dropped: 'skip' | 'nothing' }

function isDropped(value: unknown): value is Dropped {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === droppedMark
}

const droppedMark = Object.freeze({})

function drop(how: 'skip' | 'nothing'): Dropped {
  return Object.assign(Object.create(droppedMark) as object, { dropped: how })
}

type Bound = JsonValue | Dropped

function bind(value: JsonValue, key: string, names: Map<string, string>, values: ParameterValues): Bound {
  if (isQueryExpression(value)) {
    const kind = kindAt(key)
    const given = values[names.get(`${kind} ${value.$expression}`)!] ?? null
    if (given === null || given.length === 0) return drop(value.whenEmpty ?? 'skip')
    if (kind === 'number') return Number(given)
    if (kind === 'list') return Array.isArray(given) ? given : [given]
    return Array.isArray(given) ? given[0]! : given
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => bind(item, '', names, values)).map(settleDropped)
    return items.filter((item): item is JsonValue => !isDropped(item))
  }
  if (typeof value !== 'object' || value === null) return value
  return bindObject(value, names, values)
}

function bindObject(
  value: { [key: string]: JsonValue },
  names: Map<string, string>,
  values: ParameterValues,
): Bound {
  const result: Record<string, JsonValue> = {}
  for (const [name, item] of Object.entries(value)) {
    const bound = isCondition(value)
      ? bind(item, name, names, values)
      : settleDropped(bind(item, name, names, values))
    if (!isDropped(bound)) result[name] = bound
    else if (isCondition(value)) return bound
    else if (name === 'limit') result[name] = 100
    else if (name === 'offset') result[name] = 0
  }
  return isEmptyBranch(value, result) ? drop('skip') : result
}

/** A part of a query that is true or false for a row, and so can be left out as a whole. */
function isCondition(value: { [key: string]: JsonValue }): boolean {
  return typeof value.kind === 'string' && !['offset', 'keyset', 'literal'].includes(value.kind)
}

/** Leaving out every branch of an "and" or "or" leaves the whole out; an "or" of nothing would let no row pass. */
function isEmptyBranch(before: { [key: string]: JsonValue }, after: Record<string, JsonValue>): boolean {
  return (
    (before.kind === 'and' || before.kind === 'or') &&
    Array.isArray(after.filters) &&
    after.filters.length === 0 &&
    (before.filters as JsonValue[]).length > 0
  )
}

/** Only an "and", an "or" or the query itself says what "no row" means, so that a "not" around it cannot let rows in. */
function settleDropped(bound: Bound): Bound {
  return isDropped(bound) && bound.dropped === 'nothing' ? noRow : bound
}

const noRow: JsonValue = { kind: 'or', filters: [] }
