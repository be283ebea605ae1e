import {
  emptyPage,
  type PageDocument,
  type PropertyValue,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import type { TableShape } from '@flexoffice/query/table-shape'
import type { PageCatalogue } from './page-scope.ts'

/** A small page as the tests of this package use it: a filter, a table bound to it, a figure and a text. */
export function samplePage(): PageDocument {
  const page = emptyPage('Orders')
  page.state.tab = { type: 'text', initial: 'all' }
  page.queries.q1 = {
    id: 'q1',
    name: 'orders',
    kind: 'structured',
    runs: 'automatic',
    query: {
      table: 'orders',
      select: [{ field: { column: 'id' } }, { field: { column: 'country' } }, { field: { column: 'total' } }],
      filter: {
        kind: 'and',
        filters: [
          {
            kind: 'compare',
            field: { column: 'country' },
            operator: 'eq',
            value: { $expression: 'filter1.value' },
          },
          {
            kind: 'compare',
            field: { column: 'total' },
            operator: 'gte',
            value: { $expression: 'state.tab == "large" ? 1000 : 0' },
          },
        ],
      },
      page: { kind: 'offset', offset: 0, limit: 100 },
    },
  }
  put(page, 'w1', 'filter', 'filter1', { kind: constant('select'), defaultValue: constant('BR') }, 0)
  put(page, 'w2', 'table', 'table1', { query: constant('q1') }, 10)
  put(
    page,
    'w3',
    'kpi',
    'kpi1',
    { value: formula('table1.selectedRow.total * 2'), title: template('Total {{ filter1.value }}') },
    60,
  )
  put(
    page,
    'w4',
    'text',
    'text1',
    { content: template('Row {{ table1.selectedRow.id }} of {{ size(orders.rows) }}') },
    80,
  )
  page.widgets.w4!.visible = 'table1.selectedRow != null'
  return page
}

/** The catalogue that fits the sample page. */
export function sampleCatalogue(): PageCatalogue {
  const column = (id: string, type: 'text' | 'integer' | 'decimal') => ({
    id,
    name: id,
    type,
    databaseType: type,
    nullable: true,
  })
  const orders: TableShape = {
    id: 'orders',
    schema: 'public',
    name: 'orders',
    columns: [column('id', 'integer'), column('country', 'text'), column('total', 'decimal')],
    key: ['id'],
    relations: [],
  }
  return { tables: new Map([['orders', orders]]) }
}

/** Puts a widget onto a page that is being built. */
export function put(
  page: PageDocument,
  id: string,
  type: string,
  name: string,
  properties: WidgetNode['properties'],
  y: number,
): void {
  page.widgets[id] = {
    id,
    type,
    name,
    parent: null,
    properties,
    layout: { desktop: { x: 0, y, w: 12, h: 8 } },
    events: {},
  }
}

/** A constant as a property's value. */
export function constant(value: string | number | boolean): PropertyValue {
  return { kind: 'value', value }
}

/** An expression as a property's value. */
export function formula(source: string): PropertyValue {
  return { kind: 'expression', source }
}

/** A text with expressions as a property's value. */
export function template(source: string): PropertyValue {
  return { kind: 'template', source }
}
