import { type SimpleColumn, SimpleTable } from '@flexoffice/ui'
import { useMessages } from '../../../../core/i18n/languages.ts'
import type { ChartData } from './chart-data.ts'
import type { ChartWords } from './chart-words.ts'
import type { ChartPoint } from './draw-chart.ts'

/** The figures of a chart as a table: for who cannot see the picture, and for who wants the exact numbers. */
export function ChartTable({
  label,
  categoryLabel,
  data,
  words,
  onPress,
}: {
  label: string
  categoryLabel: string
  data: ChartData
  words: ChartWords
  /** Given when pressing a category does something. */
  onPress?: (point: ChartPoint) => void
}) {
  const { t } = useMessages()
  const columns: SimpleColumn<number>[] = [
    {
      id: 'category',
      title: categoryLabel,
      render: (index) => {
        const text = words.category(data.categories[index])
        if (!onPress) return text
        return (
          <button
            type="button"
            className="text-left text-accent-ink underline"
            aria-label={t('widgetView.chart.choose', { category: text })}
            onClick={() => onPress({ series: firstWith(data, index), index })}
          >
            {text}
          </button>
        )
      },
    },
    ...data.series.map((series, position) => ({
      id: String(position),
      title: words.series(series),
      align: 'end' as const,
      render: (index: number) => {
        const value = series.values[index] ?? null
        return <span className="tabular-nums">{value === null ? '–' : words.figure(value)}</span>
      },
    })),
  ]
  return (
    <div className="h-full overflow-auto">
      <SimpleTable label={label} columns={columns} rows={[...data.categories.keys()]} rowKey={String} />
    </div>
  )
}

function firstWith(data: ChartData, index: number): number {
  return Math.max(
    0,
    data.series.findIndex((series) => series.rows[index]),
  )
}
