import type { DataColumn } from '@flexoffice/contract/data'
import { bindParameters } from '@flexoffice/page-model'
import { querySchema } from '@flexoffice/query/structured-query'
import { expect, test } from 'vitest'
import type { ShownTable } from '../draft-queries.ts'
import {
  chartRecipe,
  connectFilter,
  filterRecipe,
  firstCategory,
  firstColumns,
  formRecipe,
  kpiRecipe,
  tableRecipe,
} from './recipes.ts'

const ids = {
  table: '019a0000-0000-7000-8000-000000000001',
  id: '019a0000-0000-7000-8000-000000000002',
  country: '019a0000-0000-7000-8000-000000000003',
  ordered: '019a0000-0000-7000-8000-000000000004',
  total: '019a0000-0000-7000-8000-000000000005',
}

function column(
  id: string,
  name: string,
  type: DataColumn['type'],
  more: Partial<DataColumn> = {},
): DataColumn {
  return {
    id,
    name,
    label: name,
    description: '',
    type,
    nullable: true,
    hasDefault: false,
    generated: false,
    enumLabels: null,
    maximumLength: null,
    isKey: false,
    access: 'write',
    ...more,
  }
}

const country = column(ids.country, 'country', 'text')
const ordered = column(ids.ordered, 'ordered_on', 'date')
const total = column(ids.total, 'total', 'decimal')
const shown = {
  table: { id: ids.table, name: 'customer_orders', label: 'Orders' },
  columns: [column(ids.id, 'id', 'integer', { isKey: true, hasDefault: true }), country, ordered, total],
  relations: [],
} as unknown as ShownTable

test('a table shows people its columns, and reads the key without showing it', () => {
  const columns = firstColumns(shown)
  expect(columns).toEqual([country, ordered, total])
  const { query, properties } = tableRecipe(shown, columns)
  expect(query!.name).toBe('customerOrders')
  const parsed = querySchema.parse(query!.template)
  expect(parsed.select.map(({ as }) => as)).toEqual(['country', 'ordered_on', 'total', 'id'])
  expect(properties('q').columns).toMatchObject({ value: [{}, {}, {}, { column: 'id', hidden: true }] })
})

test('a chart in time is a line by month, one by name has the largest first', () => {
  expect(firstCategory(shown)).toBe(ordered)
  const line = chartRecipe(shown, ordered, { function: 'sum', column: total }, 'month')
  expect(querySchema.parse(line.query!.template).group).toEqual([
    { as: 'ordered_on', field: { column: ids.ordered }, bucket: 'month' },
  ])
  expect(line.properties('q').kind).toEqual({ kind: 'value', value: 'line' })
  const bars = chartRecipe(shown, country, { function: 'count' })
  expect(querySchema.parse(bars.query!.template).sort).toEqual([
    { field: { aggregate: 'count' }, direction: 'descending' },
  ])
})

test('a figure is one aggregate, a form has what may be written', () => {
  expect(
    querySchema.parse(kpiRecipe(shown, { function: 'count' }, 'Orders').query!.template).aggregates,
  ).toEqual([{ as: 'count', function: 'count' }])
  const fields = formRecipe(shown, 'edit', 'table1.selectedRow').properties('').fields
  expect(fields).toMatchObject({
    value: [{ column: ids.country }, { column: ids.ordered }, { column: ids.total }],
  })
})

test('a connected filter narrows a query, and leaves it alone while nothing is chosen', () => {
  const { template } = tableRecipe(shown, [country]).query!
  const narrowed = connectFilter(connectFilter(template, country, 'filter1'), ordered, 'filter2')
  expect(bindParameters(narrowed, { p0: [] }).filter).toBeUndefined()
  expect(bindParameters(narrowed, { p0: ['Brazil', 'Canada'], p1: '2026-01-01' }).filter).toEqual({
    kind: 'and',
    filters: [
      { kind: 'in', field: { column: ids.country }, values: ['Brazil', 'Canada'] },
      { kind: 'compare', field: { column: ids.ordered }, operator: 'gte', value: '2026-01-01' },
    ],
  })
  expect(filterRecipe(shown, ordered).query).toBeUndefined()
})

test('a range of days takes in the whole of its last day, also of moments', () => {
  const { template } = tableRecipe(shown, [country]).query!
  const conditions = (type: 'datetime' | 'timestamp') =>
    connectFilter(template, { ...ordered, type }, 'filter1').filter
  expect(conditions('timestamp')).toMatchObject({
    filters: [
      { operator: 'gte', value: { $expression: 'timestamp(filter1.from)' } },
      { operator: 'lt', value: { $expression: 'timestamp(filter1.to.addDays(1))' } },
    ],
  })
  expect(conditions('datetime')).toMatchObject({
    filters: [{}, { operator: 'lt', value: { $expression: 'datetime(filter1.to.addDays(1))' } }],
  })
})
