import type { JsonValue, PropertyValue, WidgetNode } from '@flexoffice/contract/page-document'
import type { CompanyWords } from '../company/words.ts'
import type { PageTables } from './page-tables.ts'

/** The days that the page shows at first. */
export interface Period {
  from: string
  to: string
}

type Box = [x: number, y: number, w: number, h: number]

/** Columns and rows on a desktop, then on a tablet. */
const places = {
  country: [
    [0, 0, 6, 8],
    [0, 0, 5, 8],
  ],
  period: [
    [6, 0, 8, 8],
    [5, 0, 7, 8],
  ],
  revenue: [
    [0, 8, 6, 14],
    [0, 8, 6, 14],
  ],
  orderCount: [
    [6, 8, 6, 14],
    [6, 8, 6, 14],
  ],
  average: [
    [12, 8, 6, 14],
    [0, 22, 6, 14],
  ],
  customerCount: [
    [18, 8, 6, 14],
    [6, 22, 6, 14],
  ],
  byMonth: [
    [0, 22, 12, 36],
    [0, 36, 12, 32],
  ],
  byCategory: [
    [12, 22, 12, 36],
    [0, 68, 12, 32],
  ],
  orderTable: [
    [0, 58, 16, 72],
    [0, 100, 12, 56],
  ],
  orderForm: [
    [16, 58, 8, 36],
    [0, 156, 6, 36],
  ],
  bestSellers: [
    [16, 94, 8, 36],
    [6, 156, 6, 36],
  ],
} satisfies Record<string, [desktop: Box, tablet: Box]>

type WidgetName = keyof typeof places

/** The widgets of the page, each in its place. */
export function placeWidgets(words: CompanyWords, tables: PageTables, period: Period): WidgetNode[] {
  return [
    ...placeFilters(words, period),
    ...placeFigures(words),
    ...placeCharts(words),
    ...placeOrders(words, tables),
  ]
}

function placeFilters({ page }: CompanyWords, period: Period): WidgetNode[] {
  return [
    widget('country', 'filter', {
      label: template(page.country),
      kind: constant('select'),
      query: constant('countries'),
      valueColumn: constant('country'),
      labelColumn: constant('country'),
      multiple: constant(true),
      placeholder: template(page.allCountries),
    }),
    widget('period', 'filter', {
      label: template(page.period),
      kind: constant('dateRange'),
      defaultFrom: formula(`date("${period.from}")`),
      defaultTo: formula(`date("${period.to}")`),
    }),
  ]
}

function placeFigures({ page, currency }: CompanyWords): WidgetNode[] {
  const figure = (name: WidgetName, column: string, title: string, format: 'number' | 'money') =>
    widget(name, 'kpi', {
      title: template(title),
      query: constant('sales'),
      column: constant(column),
      compareValue: formula(`salesBefore.first.${column}`),
      compareLabel: template(page.yearBefore),
      format: constant(format),
      currency: constant(currency),
    })
  return [
    figure('revenue', 'revenue', page.revenue, 'money'),
    figure('orderCount', 'orders', page.orders, 'number'),
    figure('average', 'average', page.average, 'money'),
    figure('customerCount', 'customers', page.customers, 'number'),
  ]
}

function placeCharts({ page }: CompanyWords): WidgetNode[] {
  const chart = (name: WidgetName, kind: string, query: string, category: string, title: string) =>
    widget(name, 'chart', {
      title: template(title),
      query: constant(query),
      kind: constant(kind),
      category: constant(category),
      values: constant([{ column: 'revenue', label: page.revenue }]),
      legend: constant(false),
    })
  return [
    chart('byMonth', 'area', 'months', 'month', page.byMonth),
    chart('byCategory', 'bar', 'categories', 'category', page.byCategory),
  ]
}

function placeOrders(words: CompanyWords, { orders }: PageTables): WidgetNode[] {
  const { page, currency, columns } = words
  const statuses = Object.values(words.statuses).map((status) => JSON.stringify(status))
  return [
    widget('orderTable', 'table', {
      title: template(page.orders),
      query: constant('orders'),
      columns: constant([
        { column: 'id', label: page.number, width: 60 },
        { column: 'date', label: columns.orders.date, width: 146 },
        { column: 'customer', label: page.customer, width: 180 },
        { column: 'country', label: page.country, width: 128 },
        { column: 'status', label: columns.orders.status, width: 104 },
        { column: 'total', label: columns.orders.total, format: 'money', currency, width: 112 },
      ]),
    }),
    {
      ...widget('orderForm', 'form', {
        title: template(page.changeOrder),
        table: constant(orders.id),
        mode: constant('edit'),
        record: formula('orderTable.selectedRow'),
        fields: constant([
          {
            column: orders.columns.status!,
            label: columns.orders.status,
            required: true,
            help: page.statusHelp,
            validation: `value in [${statuses.join(', ')}]`,
            validationMessage: page.statusProblem,
          },
          { column: orders.columns.date!, label: columns.orders.date, required: true },
        ]),
        submitText: template(page.save),
      }),
      events: { saved: [{ kind: 'refresh' }] },
    },
    widget('bestSellers', 'table', {
      title: template(page.bestProducts),
      query: constant('bestProducts'),
      columns: constant([
        { column: 'product', label: columns.products.name, width: 226 },
        { column: 'revenue', label: page.revenue, format: 'money', currency, width: 128 },
      ]),
      pageSize: constant(10),
      searchable: constant(false),
      filterable: constant(false),
      selection: constant('none'),
    }),
  ]
}

function widget(name: WidgetName, type: string, properties: WidgetNode['properties']): WidgetNode {
  const [desktop, tablet] = places[name]
  return {
    id: name,
    type,
    name,
    parent: null,
    properties,
    layout: { desktop: toBox(desktop), tablet: toBox(tablet) },
    events: {},
  }
}

function toBox([x, y, w, h]: Box | readonly number[]) {
  return { x: x!, y: y!, w: w!, h: h! }
}

function constant(value: JsonValue): PropertyValue {
  return { kind: 'value', value }
}

function formula(source: string): PropertyValue {
  return { kind: 'expression', source }
}

function template(source: string): PropertyValue {
  return { kind: 'template', source }
}
