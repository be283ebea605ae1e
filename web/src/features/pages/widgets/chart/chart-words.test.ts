// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { setLanguage } from '../../../../core/i18n/languages.ts'
import { readBinding } from './chart-binding.ts'
import { readChartData } from './chart-data.ts'
import { makeChartOption } from './chart-option.ts'
import { describeChart, findBucket, makeChartWords } from './chart-words.ts'

const result = {
  status: 'ready' as const,
  rows: [
    { month: '2026-01-01', total: '1234.5' },
    { month: '2026-02-01', total: '99' },
  ],
  columns: [
    { name: 'month', type: 'date' },
    { name: 'total', type: 'decimal', label: 'Total' },
  ],
  hasMore: true,
}

it('knows months and years from days', () => {
  expect(findBucket(['2026-01-01', '2026-02-01', null])).toBe('month')
  expect(findBucket(['2025-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'])).toBe('year')
  expect(findBucket(['2026-01-01', '2026-01-02'])).toBe('day')
  expect(findBucket(['2026-01-01T10:00:00Z'])).toBe(null)
})

it('guesses what to draw, and says in both languages what is drawn and that it is not all', async () => {
  const binding = readBinding({}, result)!
  expect(binding).toMatchObject({ category: 'month', measures: [{ column: 'total', label: 'Total' }] })
  const data = readChartData(result.rows, binding)
  await setLanguage('en')
  const describe = () =>
    describeChart({ title: 'Sales', kind: 'bar', data, words: makeChartWords(result, binding) }, 2)
  expect(describe()).toBe(
    'Sales. Bar chart of Total for 2 categories. Highest: 1,234.5 at Jan 2026. Lowest: 99 at Feb 2026. Drawn from the first 2 rows only; the data has more',
  )
  await setLanguage('pt-BR')
  expect(describe()).toContain('Maior: 1.234,5 em jan. de 2026')
})

it('makes options of plain data, without markup in tooltips', async () => {
  await setLanguage('en')
  const binding = readBinding({}, result)!
  const data = readChartData(result.rows, binding)
  const words = makeChartWords(result, binding)
  const theme = {
    palette: ['#123456'],
    ink: '#000',
    muted: '#888',
    line: '#eee',
    surface: '#fff',
    raised: '#fff',
    font: 'Inter',
  }
  const look = { isStacked: true, hasLegend: true, isAnimated: false, isNarrow: false }
  const area = makeChartOption(data, { ...look, kind: 'area' }, words, theme)
  expect(area).toMatchObject({
    tooltip: { renderMode: 'richText' },
    xAxis: { data: ['Jan 2026', 'Feb 2026'] },
    series: [{ type: 'line', stack: 'all', data: [1234.5, 99], areaStyle: {} }],
  })
  const pie = makeChartOption(data, { ...look, kind: 'pie' }, words, theme)
  expect(pie).toMatchObject({ series: [{ type: 'pie', data: [{ name: 'Jan 2026', value: 1234.5 }, {}] }] })
})
