import type { DataColumn } from '@flexoffice/contract/data'
import type { JsonValue, PropertyValue, QueryTemplate } from '@flexoffice/contract/page-document'
import type { AggregateFunction, DateBucket } from '@flexoffice/query/structured-query'
import type { ShownTable } from '../draft-queries.ts'

/** What connecting a widget to data adds to the page: a query, and properties that may name it by `queryId`. */
export interface Recipe {
  query?: { name: string; template: QueryTemplate }
  properties: (queryId: string) => Record<string, PropertyValue>
  /** The height that all of it needs, in rows of the grid; absent: the widget's own. */
  height?: number
}

const numberTypes: ReadonlySet<string> = new Set(['integer', 'decimal', 'float'])
const dateTypes: ReadonlySet<string> = new Set(['date', 'datetime', 'timestamp'])
const groupTypes: ReadonlySet<string> = new Set(['text', 'boolean', 'uuid', 'integer'])
const shownAtFirst = 8
const optionsAtMost = 500
const categoriesAtMost = 50
const [formFrame, formField, tallestForm] = [15, 8.5, 90]

/** Whether figures can be made of a column. */
export function isMeasure(column: DataColumn): boolean {
  return numberTypes.has(column.type) && !column.isKey
}

/** Whether a column is a day or a moment. */
export function isDate(column: Pick<DataColumn, 'type'>): boolean {
  return dateTypes.has(column.type)
}

/** Whether rows can be put together by a column. */
export function isCategory(column: DataColumn): boolean {
  return isDate(column) || groupTypes.has(column.type)
}

/** The columns that people want to see first: no technical ids, not too many. */
export function firstColumns({ columns }: ShownTable): DataColumn[] {
  const isTechnical = ({ type, isKey, generated, hasDefault }: DataColumn) =>
    type === 'uuid' || type === 'json' || (isKey && (generated || hasDefault))
  const readable = columns.filter((column) => !isTechnical(column))
  return (readable.length > 0 ? readable : columns).slice(0, shownAtFirst)
}

/** The column by which a chart is most likely wanted: a day, else a short text. */
export function firstCategory({ columns }: ShownTable): DataColumn | undefined {
  const named = columns.find(({ enumLabels }) => enumLabels !== null)
  return (
    columns.find(isDate) ??
    named ??
    columns.find((column) => column.type === 'text') ??
    columns.find(isCategory)
  )
}

/** A table of rows: the wanted columns are shown, the key is read too so that rows can be changed. */
export function tableRecipe(shown: ShownTable, columns: readonly DataColumn[]): Recipe {
  const keys = shown.columns.filter(({ isKey }) => isKey)
  const hidden = keys.filter((key) => !columns.some(({ id }) => id === key.id))
  return {
    query: {
      name: nameOf(shown.table.name),
      template: {
        table: shown.table.id,
        select: [...columns, ...hidden].map(selected),
        sort: keys.map(({ id }) => ({ field: { column: id }, direction: 'ascending' })),
        page: { kind: 'offset', offset: 0, limit: 100 },
      },
    },
    properties: (queryId) => ({
      query: constant(queryId),
      title: { kind: 'template', source: shown.table.label },
      columns: constant([
        ...columns.map(({ name, label }) => ({ column: name, label })),
        ...hidden.map(({ name, label }) => ({ column: name, label, hidden: true })),
      ]),
    }),
  }
}

/** What a figure is made of. */
export interface Measure {
  function: AggregateFunction
  /** Absent: rows are counted. */
  column?: DataColumn
}

/** A chart of one figure by one column. */
export function chartRecipe(
  shown: ShownTable,
  category: DataColumn,
  measure: Measure,
  bucket?: DateBucket,
  title = shown.table.label,
): Recipe {
  const inTime = isDate(category)
  const figure = figureName(measure)
  const group = category.name === figure ? `${category.name}_group` : category.name
  return {
    query: {
      name: nameOf(`${shown.table.name}By${capital(category.name)}`),
      template: {
        table: shown.table.id,
        select: [],
        group: [{ as: group, field: { column: category.id }, ...(inTime && bucket ? { bucket } : {}) }],
        aggregates: [aggregate(figure, measure)],
        sort: [
          inTime
            ? { field: { group }, direction: 'ascending' }
            : { field: { aggregate: figure }, direction: 'descending' },
        ],
        page: { kind: 'offset', offset: 0, limit: inTime ? optionsAtMost : categoriesAtMost },
      },
    },
    properties: (queryId) => ({
      query: constant(queryId),
      kind: constant(inTime ? 'line' : 'bar'),
      category: constant(group),
      values: constant([{ column: figure, label: measure.column?.label ?? shown.table.label }]),
      legend: constant(false),
      title: { kind: 'template', source: title },
    }),
  }
}

/** One figure over a whole table. */
export function kpiRecipe(shown: ShownTable, measure: Measure, title: string): Recipe {
  const figure = figureName(measure)
  return {
    query: {
      name: nameOf(`${shown.table.name}Figure`),
      template: {
        table: shown.table.id,
        select: [],
        aggregates: [aggregate(figure, measure)],
        page: { kind: 'offset', offset: 0, limit: 1 },
      },
    },
    properties: (queryId) => ({
      query: constant(queryId),
      column: constant(figure),
      title: { kind: 'template', source: title },
      decimals: constant(measure.function === 'avg' ? 2 : 0),
    }),
  }
}

/** A filter over one column: a range for dates, fixed options for enumerations, else the values that are there. */
export function filterRecipe(shown: ShownTable, column: DataColumn): Recipe {
  const label: PropertyValue = { kind: 'template', source: column.label }
  if (isDate(column)) return { properties: () => ({ kind: constant('dateRange'), label }) }
  if (column.enumLabels) {
    const options = column.enumLabels.map((value) => ({ value, label: value }))
    return { properties: () => ({ kind: constant('select'), options: constant(options), label }) }
  }
  return {
    query: {
      name: nameOf(`${column.name}Options`),
      template: {
        table: shown.table.id,
        select: [],
        group: [{ as: column.name, field: { column: column.id } }],
        sort: [{ field: { group: column.name }, direction: 'ascending' }],
        page: { kind: 'offset', offset: 0, limit: optionsAtMost },
      },
    },
    properties: (queryId) => ({
      kind: constant('select'),
      query: constant(queryId),
      valueColumn: constant(column.name),
      labelColumn: constant(column.name),
      label,
    }),
  }
}

/** A form over one table; to edit, it takes the record from an expression such as `table1.selectedRow`. */
export function formRecipe(shown: ShownTable, mode: 'create' | 'edit', record?: string): Recipe {
  const writable = shown.columns.filter(
    ({ access, generated, isKey, hasDefault }) => access === 'write' && !generated && !(isKey && hasDefault),
  )
  const fields = writable.map(({ id, label }) => ({ column: id, label }))
  return {
    height: Math.min(tallestForm, formFrame + Math.ceil(fields.length * formField)),
    properties: () => ({
      table: constant(shown.table.id),
      mode: constant(mode),
      title: { kind: 'template', source: shown.table.label },
      fields: constant(fields),
      ...(mode === 'edit' && record ? { record: { kind: 'expression', source: record } } : {}),
    }),
  }
}

/**
 * The query with the conditions of a filter widget on a column added to those that it has. A choice is read as a list,
 * which holds for one value and for several, so that the filter's author may change that later.
 */
export function connectFilter(
  template: QueryTemplate,
  column: DataColumn,
  filterName: string,
): QueryTemplate {
  const field = { column: column.id }
  const compare = (operator: string, source: string): JsonValue => ({
    kind: 'compare',
    field,
    operator,
    value: { $expression: source },
  })
  const added = isDate(column)
    ? daysOf(column, filterName).map(([operator, source]) => compare(operator, source))
    : [{ kind: 'in', field, values: { $expression: `${filterName}.values` } }]
  const before = template.filter as { kind?: string; filters?: JsonValue[] } | undefined
  const kept = before === undefined ? [] : before.kind === 'and' ? (before.filters ?? []) : [template.filter!]
  return { ...template, filter: { kind: 'and', filters: [...kept, ...added] } }
}

/** Both days belong to a range, and a day of moments ends where the next one begins. */
function daysOf({ type }: DataColumn, filterName: string): [operator: string, source: string][] {
  const { from, to } = { from: `${filterName}.from`, to: `${filterName}.to` }
  if (type === 'date')
    return [
      ['gte', from],
      ['lte', to],
    ]
  return [
    ['gte', `${type}(${from})`],
    ['lt', `${type}(${to}.addDays(1))`],
  ]
}

function constant(value: JsonValue): PropertyValue {
  return { kind: 'value', value }
}

function selected({ id, name }: DataColumn): JsonValue {
  return { field: { column: id }, as: name.slice(0, 63) }
}

function figureName({ function: kind, column }: Measure): string {
  return column ? `${kind}_${column.name}`.slice(0, 63) : 'count'
}

function aggregate(as: string, { function: kind, column }: Measure): JsonValue {
  return { as, function: kind, ...(column ? { field: { column: column.id } } : {}) }
}

/** A table's name as expressions can say it: `order_items` becomes `orderItems`. */
function nameOf(text: string): string {
  const [first = 'query', ...rest] = text.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')
  const joined = [first, ...rest.map(capital)].join('')
  return /^[A-Za-z]/.test(joined) ? joined.slice(0, 50) : 'query'
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
