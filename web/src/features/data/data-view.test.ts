import { expect, test } from 'vitest'
import { readSearch, writeSearch } from '../../core/routing/search.ts'
import { listDatePresets } from './date-presets.ts'
import { toQueryFilter } from './view-filters.ts'
import { viewFields } from './view-state.ts'

const columns = [
  { id: 'name', type: 'text' },
  { id: 'total', type: 'decimal' },
  { id: 'day', type: 'datetime' },
] as const

test('conditions become one filter; unfinished ones and lost columns are left out', () => {
  const filters = [
    { column: 'name', operator: 'contains', values: ['ana'] },
    { column: 'total', operator: 'gt', values: [] },
    { column: 'gone', operator: 'eq', values: ['1'] },
  ] as const
  const written = filters.map((filter) => ({ ...filter, values: [...filter.values] }))
  expect(toQueryFilter(written, ' x ', columns)).toEqual({
    kind: 'and',
    filters: [
      { kind: 'contains', field: { column: 'name' }, value: 'ana', ignoreCase: true },
      { kind: 'search', text: 'x' },
    ],
  })
  expect(toQueryFilter([], '  ', columns)).toBeUndefined()
})

test('a day includes its last moment', () => {
  const filter = { column: 'day', operator: 'between' as const, values: ['2026-02-28', '2026-02-28'] }
  expect(toQueryFilter([filter], '', columns)).toEqual({
    kind: 'and',
    filters: [
      { kind: 'compare', field: { column: 'day' }, operator: 'gte', value: '2026-02-28T00:00:00' },
      { kind: 'compare', field: { column: 'day' }, operator: 'lt', value: '2026-03-01T00:00:00' },
    ],
  })
})

test('a condition carries what makes a day a moment, and a forged one is no question', () => {
  const filter = { column: 'at', operator: 'between' as const, values: ['2026-02-28', ''] }
  const ofMoments = { ...filter, type: 'timestamp' as const }
  expect(viewFields.filters.write([ofMoments, filter])).toBe(
    'between.timestamp*at*2026-02-28*,between*at*2026-02-28*',
  )
  expect(viewFields.filters.read('between.timestamp*at*2026-02-28*')).toEqual([ofMoments])
  const nonsense = { column: 'day', operator: 'between' as const, values: ['soon', ''] }
  expect(toQueryFilter([nonsense], '', columns)).toBeUndefined()
  const forged = ['', '*', 'eq', 'eq*', 'eq.timestamp*at*x', 'eq.text*at*x', 'toString*at*x', '__proto__*at']
  expect(viewFields.filters.read(forged.join(','))).toEqual([])
})

test('the view survives the address bar, and nonsense there is ignored', () => {
  const view = {
    search: 'a b',
    filters: [
      { column: 'name', operator: 'in' as const, values: ['x,y', 'a*b!', 'São Paulo'] },
      { column: 'total', operator: 'between' as const, values: ['', '5'] },
      { column: 'day', operator: 'gte' as const, values: [] },
    ],
    sort: [
      { column: 'name', direction: 'ascending' as const },
      { column: 'total', direction: 'descending' as const },
    ],
    record: '7',
    create: false,
  }
  expect(readSearch(viewFields, writeSearch(viewFields, view))).toEqual(view)
  const forged = 'drop*name*x,eq,,*,gte.timestamp*day*soon,eq*name*x,[{"column":"name"}]'
  expect(readSearch(viewFields, { filters: forged }).filters).toMatchObject([
    { column: 'name', operator: 'eq', values: ['x'] },
  ])
})

test('last month ends on its last day', () => {
  const presets = listDatePresets(new Date(2026, 2, 31))
  expect(presets.find((preset) => preset.key === 'lastMonth')?.range).toEqual({
    from: '2026-02-01',
    to: '2026-02-28',
  })
})
