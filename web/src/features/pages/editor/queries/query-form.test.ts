import type { QueryTemplate } from '@flexoffice/contract/page-document'
import { querySchema } from '@flexoffice/query/structured-query'
import { expect, test } from 'vitest'
import { freeAlias, readQueryForm, switchMode, writeQueryForm } from './query-form.ts'

const rows: QueryTemplate = {
  table: 'orders',
  select: [{ field: { column: 'country' }, as: 'country' }],
  filter: {
    kind: 'and',
    filters: [
      {
        kind: 'compare',
        field: { column: 'country' },
        operator: 'eq',
        value: { $expression: 'filter1.value' },
      },
      { kind: 'in', field: { column: 'state' }, values: ['open', 'paid'] },
      { kind: 'isNull', field: { column: 'shipped', through: ['parcel'] } },
    ],
  },
  sort: [{ field: { column: 'country' }, direction: 'ascending' }],
  page: { kind: 'offset', offset: 0, limit: 50 },
}

test('what is read is written again', () => {
  expect(writeQueryForm(rows, readQueryForm(rows))).toEqual(rows)
})

test('conditions that are nested deeper stay as they are', () => {
  const nested = {
    ...rows,
    filter: { kind: 'not', filter: { kind: 'isNull', field: { column: 'country' } } },
  }
  const form = readQueryForm(nested)
  expect(form.conditions).toBeNull()
  expect(writeQueryForm(nested, { ...form, limit: 5 }).filter).toEqual(nested.filter)
})

test('figures instead of rows give a valid query, without an order by what is gone', () => {
  const plain = { ...rows, filter: { kind: 'and', filters: [] } }
  const form = switchMode(readQueryForm(plain), 'summary', undefined)
  const written = writeQueryForm(plain, {
    ...form,
    group: [{ as: 'country', field: { column: 'country' } }],
    sort: [
      { field: { column: 'country' }, direction: 'ascending' },
      { field: { aggregate: 'count' }, direction: 'descending' },
    ],
  })
  expect(querySchema.parse(written)).toMatchObject({
    select: [],
    aggregates: [{ as: 'count', function: 'count' }],
    sort: [{ field: { aggregate: 'count' }, direction: 'descending' }],
  })
})

test('two columns of one name get two names in the answer', () => {
  expect(freeAlias('name', [])).toBe('name')
  expect(freeAlias('name', ['name', 'name_2'])).toBe('name_3')
})
