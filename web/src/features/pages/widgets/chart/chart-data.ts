import type { QueryResult } from '@flexoffice/sdk/widget'

/** What an author binds a chart to. */
export interface ChartBinding {
  category: string
  measures: readonly ChartMeasure[]
  /** A column whose values become series of their own. */
  series?: string
}

/** One column of figures. */
export interface ChartMeasure {
  column: string
  label: string
}

type Row = QueryResult['rows'][number]

/** One line, one set of bars, or the slices of a pie; `values` and `rows` stand in the order of the categories. */
export interface ChartSeries {
  /** Null is the empty value of the series column. */
  key: unknown
  measure: ChartMeasure
  values: (number | null)[]
  rows: (Row | null)[]
}

/** The figures that a chart draws. */
export interface ChartData {
  categories: unknown[]
  series: ChartSeries[]
  /** Values of the series column that were left out because nobody can tell so many colours apart. */
  omittedSeries: number
}

/** More series than there are colours would repeat a colour, which would be wrong rather than many. */
export const mostSeries = 8

/** Turns rows into figures. Rows of the same category and series add up; the order is that of the query. */
export function readChartData(rows: readonly Row[], { category, measures, series }: ChartBinding): ChartData {
  const places = new Map<string, number>()
  const categories: unknown[] = []
  const found = new Map<string, ChartSeries>()
  for (const row of rows) {
    const value = row[category] ?? null
    const text = JSON.stringify(value)
    if (!places.has(text)) places.set(text, categories.push(value) - 1)
    for (const measure of measures) addValue(found, row, measure, series, places.get(text)!)
  }
  const all = [...found.values()]
  const kept = all.slice(0, mostSeries)
  for (const item of kept) fillGaps(item, categories.length)
  return { categories, series: kept, omittedSeries: all.length - kept.length }
}

/** Reads a figure of the data API (a number, or its digits as text); null for what is none. */
export function readFigure(value: unknown): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null
  const figure = Number(value)
  return Number.isFinite(figure) ? figure : null
}

/** One slice of a pie. */
export interface PieSlice {
  /** Index of the category; -1 gathers all that are too small to see. */
  index: number
  value: number
}

/** The largest slices and one for the rest; what is not above zero has no slice and is counted. */
export function readSlices(
  series: ChartSeries | undefined,
  most = 8,
): { slices: PieSlice[]; omitted: number } {
  const values = series?.values ?? []
  const slices = values.map((value, index) => ({ index, value: value ?? 0 })).filter(({ value }) => value > 0)
  const omitted = values.length - slices.length
  if (slices.length <= most) return { slices, omitted }
  const bySize = [...slices].sort((left, right) => right.value - left.value)
  const large = new Set(bySize.slice(0, most - 1).map(({ index }) => index))
  const rest = bySize.slice(most - 1).reduce((sum, { value }) => sum + value, 0)
  return { slices: [...slices.filter(({ index }) => large.has(index)), { index: -1, value: rest }], omitted }
}

/** The largest and the smallest figure, for the words that describe the picture; null without any. */
export function findExtremes(data: ChartData) {
  let highest: { value: number; category: unknown } | null = null
  let lowest: { value: number; category: unknown } | null = null
  for (const { values } of data.series)
    for (const [index, value] of values.entries()) {
      if (value === null) continue
      const category = data.categories[index]
      if (!highest || value > highest.value) highest = { value, category }
      if (!lowest || value < lowest.value) lowest = { value, category }
    }
  return highest && lowest ? { highest, lowest } : null
}

function addValue(
  found: Map<string, ChartSeries>,
  row: Row,
  measure: ChartMeasure,
  seriesColumn: string | undefined,
  place: number,
): void {
  const key = seriesColumn ? (row[seriesColumn] ?? null) : undefined
  const id = `${measure.column} ${JSON.stringify(key)}`
  const series = found.get(id) ?? { key, measure, values: [], rows: [] }
  found.set(id, series)
  const figure = readFigure(row[measure.column])
  const before = series.values[place] ?? null
  series.values[place] = figure === null ? before : (before ?? 0) + figure
  series.rows[place] ??= row
}

function fillGaps({ values, rows }: ChartSeries, count: number): void {
  for (let index = 0; index < count; index += 1) {
    values[index] ??= null
    rows[index] ??= null
  }
}
