import type { QueryResult } from '@flexoffice/sdk/widget'
import { formatDate, formatNumber, translate } from '../../../../core/i18n/languages.ts'
import { formatCell } from '../table/format-cell.ts'
import { type ChartBinding, type ChartData, type ChartSeries, findExtremes } from './chart-data.ts'

/** The words of a chart in the person's language. */
export interface ChartWords {
  category: (value: unknown) => string
  series: (series: ChartSeries) => string
  /** A figure as it is. */
  figure: (value: number) => string
  /** A figure in as little room as an axis has. */
  short: (value: number) => string
  /** A share of the whole, from 0 to 1. */
  share: (value: number) => string
  rest: string
}

/** How a chart writes its categories, series and figures. */
export function makeChartWords(result: QueryResult, binding: ChartBinding): ChartWords {
  const typeOf = (name: string | undefined) =>
    result.columns.find((column) => column.name === name)?.type ?? ''
  const categoryType = typeOf(binding.category)
  const seriesType = typeOf(binding.series)
  const empty = translate('widgetView.chart.emptyValue')
  const isDay = ['date', 'datetime', 'timestamp'].includes(categoryType)
  const bucket = isDay ? findBucket(result.rows.map((row) => row[binding.category] ?? null)) : null
  return {
    category: (value) => printCategory(value, categoryType, bucket) || empty,
    series({ key, measure }) {
      if (!binding.series) return measure.label
      const own = formatCell(key, seriesType) || empty
      return binding.measures.length > 1 ? `${own} · ${measure.label}` : own
    },
    figure: (value) => formatNumber(value, { maximumFractionDigits: 6 }),
    short: (value) => formatNumber(value, { notation: 'compact', maximumFractionDigits: 2 }),
    share: (value) => formatNumber(value, { style: 'percent', maximumFractionDigits: 1 }),
    rest: translate('widgetView.chart.rest'),
  }
}

/** What somebody who cannot see the picture should know of it. */
export function describeChart(
  { title, kind, data, words }: { title: string; kind: string; data: ChartData; words: ChartWords },
  firstRows: number | null,
): string {
  const extremes = findExtremes(data)
  const parts = [
    title,
    translate(`widgetView.chart.describe.${kind}`, {
      categories: data.categories.length,
      series: data.series.map(words.series).join(', '),
    }),
  ]
  if (extremes)
    parts.push(
      translate('widgetView.chart.extremes', {
        highest: words.figure(extremes.highest.value),
        highestAt: words.category(extremes.highest.category),
        lowest: words.figure(extremes.lowest.value),
        lowestAt: words.category(extremes.lowest.category),
      }),
    )
  if (firstRows !== null) parts.push(translate('widgetView.chart.firstRowsDetail', { count: firstRows }))
  return parts.filter(Boolean).join('. ')
}

/** How exact the days of a chart are: buckets of months and of years begin on their first day. */
export function findBucket(values: readonly unknown[]): 'year' | 'month' | 'day' | null {
  const days = values.filter((value) => value !== null).map((value) => bucketDay.exec(String(value)))
  if (days.length === 0 || days.some((day) => day === null)) return null
  if (days.length === 1 || days.some((day) => day![3] !== '01')) return 'day'
  return days.every((day) => day![2] === '01') ? 'year' : 'month'
}

/** A day, or the midnight that a bucket of instants begins at. */
const bucketDay = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00(?::?00)?)?)?$/

const bucketFormats: Record<'year' | 'month' | 'day', Intl.DateTimeFormatOptions> = {
  year: { year: 'numeric' },
  month: { month: 'short', year: 'numeric' },
  day: { dateStyle: 'medium' },
}

function printCategory(value: unknown, type: string, bucket: ReturnType<typeof findBucket>): string {
  const text = String(value ?? '')
  if (bucket && text !== '') return formatDate(text.slice(0, 10), bucketFormats[bucket])
  // A year or a number of a month is a name, not an amount: no thousands separator.
  if (type === 'integer') return text
  return formatCell(value, type)
}
