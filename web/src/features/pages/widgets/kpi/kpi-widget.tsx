import type { QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { classNames, Skeleton } from '@flexoffice/ui'
import { Minus, TrendingDown, TrendingUp } from 'lucide-react'
import { translate, useMessages } from '../../../../core/i18n/languages.ts'
import { explainQueryError } from '../table/explain-query-error.ts'
import { compareFigures, type FigureFormat, printFigure, readFigure } from './kpi-figure.ts'

const icons = { up: TrendingUp, down: TrendingDown, same: Minus }
const tones = { good: 'text-success-ink', bad: 'text-danger-ink', neutral: 'text-muted' }

/** One figure, large, with how it stands beside another. */
export default function KpiWidget({ properties, queries, name }: WidgetRendererProps) {
  const { language } = useMessages()
  const row = queries.query?.rows[0]
  const value = properties.value ?? row?.[String(properties.column)]
  const before = readFigure(properties.compareValue ?? row?.[String(properties.compareColumn)])
  const figure = readFigure(value)
  const format: FigureFormat = {
    format: String(properties.format),
    currency: String(properties.currency),
    decimals: readFigure(properties.decimals) ?? 0,
    locale: language,
  }
  const title = String(properties.title ?? '')
  const isWaiting = figure === null && queries.query?.status === 'loading'
  const problem = figure === null ? problemOf(queries.query, properties) : null
  return (
    <section
      aria-label={title || name}
      className="flex h-full flex-col justify-center gap-1 overflow-hidden rounded-md border border-line bg-surface px-4 py-2"
    >
      <p className="truncate text-sm text-muted">{title}</p>
      {isWaiting ? (
        <Skeleton className="h-7 w-2/3" />
      ) : problem ? (
        <p className="overflow-y-auto text-sm text-danger-ink">{problem}</p>
      ) : (
        <p className="truncate text-2xl font-semibold tabular-nums">
          {figure === null ? '–' : printFigure(value, format)}
        </p>
      )}
      {figure !== null && before !== null ? (
        <Change
          figure={figure}
          before={before}
          better={String(properties.better)}
          locale={language}
          label={String(properties.compareLabel ?? '')}
        />
      ) : null}
    </section>
  )
}

/** Why there is no figure, where that is more than no row. */
function problemOf(
  result: QueryResult | undefined,
  { column, value }: WidgetRendererProps['properties'],
): string | undefined {
  if (!result || (value !== undefined && value !== null)) return undefined
  if (result.status === 'error') return explainQueryError(result.error).children
  const isGone = column && result.rows.length > 0 && !result.columns.some(({ name }) => name === column)
  return isGone ? translate('widgetView.columnGone') : undefined
}

function Change({
  figure,
  before,
  better,
  locale,
  label,
}: {
  figure: number
  before: number
  better: string
  locale: string
  label: string
}) {
  const { direction, share, tone } = compareFigures(figure, before, better)
  const Icon = icons[direction]
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  return (
    <p className={classNames('flex items-center gap-1 text-sm tabular-nums', tones[tone])}>
      <Icon size={14} aria-hidden />
      <span>{share === null ? '' : percent.format(share)}</span>
      {label ? <span className="truncate text-muted">{label}</span> : null}
    </p>
  )
}
