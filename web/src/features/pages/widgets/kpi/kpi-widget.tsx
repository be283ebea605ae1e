import type { FormatMatcher, QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { classNames, Skeleton } from '@flexoffice/ui'
import { Minus, TrendingDown, TrendingUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { translate, useMessages } from '../../../../core/i18n/languages.ts'
import { isWithheld } from '../query-problem.tsx'
import { explainQueryError } from '../table/explain-query-error.ts'
import { Toned } from '../tone.tsx'
import { compareFigures, type FigureFormat, printFigure, readFigure } from './kpi-figure.ts'

const icons = { up: TrendingUp, down: TrendingDown, same: Minus }
const tones = { good: 'text-success-ink', bad: 'text-danger-ink', neutral: 'text-muted' }

/** One figure, large, with how it stands beside another. */
export default function KpiWidget(props: WidgetRendererProps) {
  const { properties, queries } = props
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
  const match = properties.formats as FormatMatcher | undefined
  const tone = match?.(row, queries.query?.columns ?? [], value).row
  const title = String(properties.title ?? '')
  const isWaiting = figure === null && queries.query?.status === 'loading'
  const problem = figure === null ? problemOf(queries.query, properties) : null
  return (
    <Frame {...props} title={title}>
      <span className="truncate text-sm text-muted">{title}</span>
      {isWaiting ? (
        <Skeleton className="h-7 w-2/3" />
      ) : problem ? (
        <span
          className={classNames(
            'overflow-y-auto text-sm',
            isWithheld(queries.query?.error?.code) ? 'text-muted' : 'text-danger-ink',
          )}
        >
          {problem}
        </span>
      ) : (
        <span className="flex min-w-0 text-2xl font-semibold tabular-nums">
          <Toned tone={figure === null ? undefined : tone} sign>
            <span className="truncate">{figure === null ? '–' : printFigure(value, format)}</span>
          </Toned>
        </span>
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
    </Frame>
  )
}

const looks =
  'flex h-full w-full flex-col justify-center gap-1 overflow-hidden rounded-md border border-line bg-surface px-4 py-2 text-left'

/** What holds the figure: a part of the page, and a button for everybody once pressing it does something. */
function Frame({
  title,
  name,
  mode,
  hasActions,
  emit,
  children,
}: WidgetRendererProps & { title: string; children: ReactNode }) {
  const [busy, setBusy] = useState(false)
  const press = async () => {
    if (busy || mode === 'edit') return
    setBusy(true)
    try {
      await emit('press')
    } finally {
      setBusy(false)
    }
  }
  if (!hasActions('press'))
    return (
      <section aria-label={title || name} className={looks}>
        {children}
      </section>
    )
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      className={classNames(looks, 'cursor-pointer hover:bg-hover active:bg-pressed')}
      onClick={() => void press()}
    >
      {title ? null : <span className="sr-only">{name}</span>}
      {children}
    </button>
  )
}

/** Why there is no figure, where that is more than no row. */
function problemOf(
  result: QueryResult | undefined,
  { column, value }: WidgetRendererProps['properties'],
): string | undefined {
  if (!result || (value !== undefined && value !== null)) return undefined
  if (isWithheld(result.error?.code)) return translate('widgetView.withheldTitle')
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
    <span className={classNames('flex items-center gap-1 text-sm tabular-nums', tones[tone])}>
      <Icon size={14} aria-hidden />
      <span>{share === null ? '' : percent.format(share)}</span>
      {label ? <span className="truncate text-muted">{label}</span> : null}
    </span>
  )
}
