import { expect, it } from 'vitest'
import { toQueryAnswer } from './query-answer.ts'

const columns = [
  { name: 'id', type: 'integer' as const, columnId: '0198a1b2-0000-7000-8000-000000000100' },
  { name: 'sum', type: 'decimal' as const },
]
const rows = [[1, '2.50']]

it('keeps what an answer says of its table, its limit and its total', () => {
  const total = { count: 10_000, kind: 'at_least' as const }
  const tableId = '0198a1b2-0000-7000-8000-000000000001'
  expect(toQueryAnswer({ tableId, columns, rows, next: null, limited: true, total })).toEqual({
    rows: [{ id: 1, sum: '2.50' }],
    columns,
    hasMore: true,
    total: 10_000,
    totalKind: 'at_least',
    tableId,
  })
})

it('says nothing that the answer does not say', () => {
  const answer = toQueryAnswer({ columns, rows, next: null, limited: false, total: null })
  expect(Object.keys(answer).sort()).toEqual(['columns', 'hasMore', 'rows'])
})
