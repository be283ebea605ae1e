// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { listDatePresets } from './date-presets.ts'
import { mostOptions, readOptions } from './filter-options.ts'

const columns = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'text' },
]
const answer = (rows: Record<string, unknown>[], hasMore = false) => ({
  status: 'ready' as const,
  rows,
  columns,
  hasMore,
})

it('takes each value of the query once, in its order, and the first column without a choice', () => {
  const rows = [
    { id: 2, name: 'Two' },
    { id: null, name: 'None' },
    { id: 2, name: 'Again' },
    { id: 1, name: null },
  ]
  const properties = { query: 'q', labelColumn: 'name' }
  expect(readOptions(properties, answer(rows)).options).toEqual([
    { value: '2', label: 'Two' },
    { value: '1', label: '1' },
  ])
})

it('says when the list is cut, by the query or by its own limit', () => {
  expect(readOptions({ query: 'q' }, answer([{ id: 1 }], true)).isCut).toBe(true)
  const many = Array.from({ length: mostOptions + 5 }, (_, id) => ({ id: `v${id}` }))
  const { options, isCut } = readOptions({ query: 'q' }, answer(many))
  expect([options.length, isCut]).toEqual([mostOptions, true])
})

it('takes typed choices, whatever an expression made of them', () => {
  const options = [{ value: 'a', label: 'A' }, 'b', { value: 'a' }, null, { label: 'x' }]
  expect(readOptions({ options }, undefined).options).toEqual([
    { value: 'a', label: 'A' },
    { value: 'b', label: 'b' },
  ])
})

it('counts days by the calendar of the person, also over the ends of months and years', () => {
  const presets = listDatePresets(new Date(2024, 2, 1, 23, 59))
  const range = (key: string) => presets.find((preset) => preset.key === key)!.range
  expect(range('yesterday')).toEqual({ from: '2024-02-29', to: '2024-02-29' })
  expect(range('lastThirtyDays')).toEqual({ from: '2024-02-01', to: '2024-03-01' })
  expect(range('lastMonth')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(range('thisYear')).toEqual({ from: '2024-01-01', to: '2024-12-31' })
  const january = listDatePresets(new Date(2025, 0, 31))
  expect(january.find(({ key }) => key === 'lastMonth')!.range).toEqual({
    from: '2024-12-01',
    to: '2024-12-31',
  })
})
