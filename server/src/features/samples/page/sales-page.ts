import type { JsonValue, PageDocument, QueryTemplate } from '@flexoffice/contract/page-document'
import { emptyPage } from '@flexoffice/contract/page-document'
import { firstDay } from '../company/make-company.ts'
import type { CompanyWords } from '../company/words.ts'
import type { Relation } from '../relate-tables.ts'
import type { PageTables } from './page-tables.ts'
import { placeWidgets } from './sales-widgets.ts'

/** What the page is made of. */
export interface PageParts {
  words: CompanyWords
  /** The last day that the period shows at first; it shows a year. */
  lastDay: string
  tables: PageTables
  relations: Record<Relation, string>
}

const monthsShown = 12

/** The page on the sales of the company: figures beside those of a year before, charts, a filter, orders and a form. */
export function makeSalesPage(parts: PageParts): PageDocument {
  const page = emptyPage(parts.words.page.title)
  for (const [name, query] of Object.entries(makeQueries(parts)))
    page.queries[name] = { id: name, name, kind: 'structured', runs: 'automatic', query }
  const period = { from: firstDay(parts.lastDay, monthsShown), to: parts.lastDay }
  for (const widget of placeWidgets(parts.words, parts.tables, period)) page.widgets[widget.id] = widget
  return page
}

function makeQueries({ words, tables, relations }: PageParts): Record<string, QueryTemplate> {
  const { customers, orders, lines, products } = tables
  const country = { column: customers.columns.country!, through: [relations.customer] }
  const field = (column: string): JsonValue => ({ column: orders.columns[column]! })
  const ofOrders: Narrowing = {
    date: field('date'),
    status: field('status'),
    country,
    cancelled: words.statuses.cancelled,
  }
  const throughOrder = (column: string): JsonValue => ({
    column: orders.columns[column]!,
    through: [relations.order],
  })
  const ofLines: Narrowing = {
    ...ofOrders,
    date: throughOrder('date'),
    status: throughOrder('status'),
    country: { ...country, through: [relations.order, relations.customer] },
  }
  const figures = (months: number): QueryTemplate => ({
    table: orders.id,
    select: [],
    aggregates: [
      { as: 'revenue', function: 'sum', field: field('total') },
      { as: 'orders', function: 'count' },
      { as: 'average', function: 'avg', field: field('total') },
      { as: 'customers', function: 'countDistinct', field: field('customer_id') },
    ],
    filter: narrow(ofOrders, months),
    page: offset(1),
  })
  const revenueBy = (as: string, column: string): QueryTemplate => ({
    table: lines.id,
    select: [],
    group: [{ as, field: { column: products.columns[column]!, through: [relations.product] } }],
    aggregates: [{ as: 'revenue', function: 'sum', field: { column: lines.columns.amount! } }],
    filter: narrow(ofLines),
    sort: [{ field: { aggregate: 'revenue' }, direction: 'descending' }],
    page: offset(50),
  })
  return {
    countries: {
      table: customers.id,
      select: [],
      group: [{ as: 'country', field: { column: customers.columns.country! } }],
      sort: [{ field: { group: 'country' }, direction: 'ascending' }],
      page: offset(100),
    },
    sales: figures(0),
    salesBefore: figures(-12),
    months: {
      table: orders.id,
      select: [],
      group: [{ as: 'month', field: field('date'), bucket: 'month' }],
      aggregates: [{ as: 'revenue', function: 'sum', field: field('total') }],
      filter: narrow(ofOrders),
      sort: [{ field: { group: 'month' }, direction: 'ascending' }],
      page: offset(100),
    },
    categories: revenueBy('category', 'category'),
    bestProducts: revenueBy('product', 'name'),
    orders: {
      table: orders.id,
      select: [
        { field: field('id'), as: 'id' },
        { field: field('date'), as: 'date' },
        { field: { column: customers.columns.name!, through: [relations.customer] }, as: 'customer' },
        { field: country, as: 'country' },
        { field: field('status'), as: 'status' },
        { field: field('total'), as: 'total' },
      ],
      filter: narrow({ ...ofOrders, cancelled: null }),
      sort: [
        { field: field('date'), direction: 'descending' },
        { field: field('id'), direction: 'descending' },
      ],
      page: offset(100),
    },
  }
}

/** Where a query has what the page's filters speak of; `cancelled` is left out of sums. */
interface Narrowing {
  date: JsonValue
  status: JsonValue
  country: JsonValue
  cancelled: string | null
}

/** The conditions of the page's filters, for the period or for the same days so many months away. */
function narrow({ date, status, country, cancelled }: Narrowing, months = 0): JsonValue {
  const day = (end: string) => (months === 0 ? `period.${end}` : `period.${end}.addMonths(${months})`)
  const compare = (field: JsonValue, operator: string, value: JsonValue): JsonValue => ({
    kind: 'compare',
    field,
    operator,
    value,
  })
  return {
    kind: 'and',
    filters: [
      compare(date, 'gte', { $expression: day('from') }),
      compare(date, 'lte', { $expression: day('to') }),
      { kind: 'in', field: country, values: { $expression: 'country.values' } },
      ...(cancelled === null ? [] : [compare(status, 'ne', cancelled)]),
    ],
  }
}

function offset(limit: number): JsonValue {
  return { kind: 'offset', offset: 0, limit }
}
