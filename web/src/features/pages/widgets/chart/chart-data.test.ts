import { expect, it } from 'vitest'
import { findExtremes, readChartData, readFigure, readSlices } from './chart-data.ts'

const total = { column: 'total', label: 'Total' }
const rows = [
  { country: 'BR', status: 'new', total: '10.50' },
  { country: 'PT', status: 'new', total: 5 },
  { country: 'BR', status: 'paid', total: '2' },
  { country: null, status: 'paid', total: null },
  { country: 'BR', status: 'new', total: '1' },
]

it('adds up rows of one category in the order of the query and keeps what is empty empty', () => {
  const data = readChartData(rows, { category: 'country', measures: [total] })
  expect(data.categories).toEqual(['BR', 'PT', null])
  expect(data.series[0]!.values).toEqual([13.5, 5, null])
  expect(data.series[0]!.rows[0]).toBe(rows[0])
  expect(findExtremes(data)).toEqual({
    highest: { value: 13.5, category: 'BR' },
    lowest: { value: 5, category: 'PT' },
  })
})

it('makes a series of each value, with gaps where there is no row', () => {
  const data = readChartData(rows, { category: 'country', measures: [total], series: 'status' })
  expect(data.series.map(({ key, values }) => [key, values])).toEqual([
    ['new', [11.5, 5, null]],
    ['paid', [2, null, null]],
  ])
})

it('says how many series it left out', () => {
  const many = Array.from({ length: 11 }, (_, index) => ({ c: 'x', s: index, v: 1 }))
  const data = readChartData(many, { category: 'c', measures: [{ column: 'v', label: 'V' }], series: 's' })
  expect([data.series.length, data.omittedSeries]).toEqual([8, 3])
})

it('gathers small slices and counts what has none', () => {
  const values = [5, -1, 9, 1, 1, 1, 1, 1, 1, 8, 0]
  const series = { key: undefined, measure: total, values, rows: [] }
  const { slices, omitted } = readSlices(series, 4)
  expect(omitted).toBe(2)
  expect(slices).toEqual([
    { index: 0, value: 5 },
    { index: 2, value: 9 },
    { index: 9, value: 8 },
    { index: -1, value: 6 },
  ])
})

it('reads figures only', () => {
  expect([1, '2.5', '', null, true, 'x', 'Infinity'].map(readFigure)).toEqual([
    1,
    2.5,
    null,
    null,
    null,
    null,
    null,
  ])
})
