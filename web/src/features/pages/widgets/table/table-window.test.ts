import { expect, it } from 'vitest'
import { firstView, readPageSize, summarise, windowOf } from './table-window.ts'

it('asks for a page in an order with a search, and leaves out what is not wanted', () => {
  expect(windowOf(firstView, 25)).toEqual({ offset: 0, limit: 25 })
  const sort = ['a', 'b', 'c', 'd', 'e'].map((column) => ({ column, direction: 'ascending' as const }))
  expect(windowOf({ page: 2, sort, search: ' x ' }, 10)).toEqual({
    offset: 20,
    limit: 10,
    sort: sort.slice(0, 4),
    search: 'x',
  })
  const filter = { kind: 'isNull', field: { column: 'a' } } as const
  expect(windowOf({ ...firstView, filter }, 25)).toEqual({ offset: 0, limit: 25, filter })
})

it('says the same in other words when it is asked again', () => {
  const sort = [{ column: 'a', direction: 'descending' as const }]
  const filter = { kind: 'isNull', field: { column: 'a' } } as const
  for (const view of [
    firstView,
    { ...firstView, sort },
    { ...firstView, sort, search: 'x' },
    { ...firstView, filter },
  ]) {
    const [first, second, third] = [0, 1, 2].map((attempt) => windowOf(view, 25, attempt))
    expect(second).not.toEqual(first)
    expect(third).toEqual(first)
  }
})

it('takes only page sizes that the server accepts', () => {
  expect([10, '50', 0, 1e9, null, 'x', 7.9].map(readPageSize)).toEqual([10, 50, 25, 200, 25, 25, 7])
})

it('never tells a cut count as the whole', () => {
  const view = { ...firstView, page: 1 }
  expect(summarise(view, 25, { count: 25, hasMore: true, total: 10_000, totalKind: 'exact' })).toMatchObject({
    from: 26,
    to: 50,
    totalKind: 'exact',
    hasNext: true,
  })
  const counted = { count: 25, hasMore: true, total: 10_000, totalKind: 'at_least' as const }
  expect(summarise(view, 25, counted).totalKind).toBe('at_least')
  expect(summarise(firstView, 25, { count: 0, hasMore: false })).toMatchObject({ from: 0, total: null })
})
