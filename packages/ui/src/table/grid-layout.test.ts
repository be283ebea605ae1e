import { expect, test } from 'vitest'
import { cellsAsText, moveColumn, nextSort, placeColumns, rangeBetween, resizeColumn } from './grid-layout.ts'
import type { GridColumn } from './grid-types.ts'

type Row = { a: string; b: string }
const columns: Array<GridColumn<Row>> = [
  { id: 'a', title: 'A', width: 100, text: (row) => row.a },
  { id: 'b', title: 'B', width: 100, grow: true, text: (row) => row.b },
  { id: 'c', title: 'C', width: 100, text: () => 'c' },
]
const ids = (placed: ReturnType<typeof placeColumns<Row>>) => placed.map((entry) => entry.column.id)

test('pinned columns come first, hidden ones are gone, growing ones take the room', () => {
  const placed = placeColumns(columns, { pinned: ['c'], hidden: ['a'] }, 500)
  expect(ids(placed)).toEqual(['c', 'b'])
  expect(placed.map((entry) => [entry.left, entry.width])).toEqual([
    [0, 100],
    [100, 400],
  ])
})

test('columns move among the shown ones, and a new column keeps its place at the end', () => {
  const layout = moveColumn({}, placeColumns(columns.slice(0, 2), {}, 0), 1, 0)
  expect(ids(placeColumns(columns, layout, 0))).toEqual(['b', 'a', 'c'])
})

test('a column never becomes too narrow to read', () => {
  expect(resizeColumn({}, columns[0]!, 2).widths).toEqual({ a: 56 })
})

test('sorting goes up, down, off; with Shift it adds', () => {
  const up = nextSort([], 'a', false)
  const down = nextSort(up, 'a', false)
  expect([up[0]?.direction, down[0]?.direction, nextSort(down, 'a', false)]).toEqual([
    'ascending',
    'descending',
    [],
  ])
  expect(nextSort(up, 'b', true).map((entry) => entry.column)).toEqual(['a', 'b'])
})

test('cells are copied as a spreadsheet expects them', () => {
  const rows = [
    { a: 'one', b: 'two\nlines' },
    { a: 'say "hi"', b: '' },
  ]
  const range = rangeBetween({ row: 1, column: 1 }, { row: 0, column: 0 })
  expect(cellsAsText(rows, placeColumns(columns, {}, 0), range!)).toBe('one\t"two\nlines"\n"say ""hi"""\t')
})
