import type { QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { Badge, EmptyState, IconButton, Skeleton } from '@flexoffice/ui'
import { ChartColumn, Table2, TriangleAlert } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { QueryProblem } from '../query-problem.tsx'
import { readBinding, readKind } from './chart-binding.ts'
import { type ChartData, readChartData, readSlices } from './chart-data.ts'
import { ChartPicture } from './chart-picture.tsx'
import { ChartTable } from './chart-table.tsx'
import { describeChart, makeChartWords } from './chart-words.ts'
import type { ChartPoint } from './draw-chart.ts'

const idle: QueryResult = { status: 'idle', rows: [], columns: [], hasMore: false }

/** Figures as a picture, with the same figures as a table one press away. */
export default function ChartWidget(props: WidgetRendererProps) {
  const { properties, queries, name, mode, hasActions, expose, emit } = props
  const { t, language } = useMessages()
  const [asTable, setAsTable] = useState(false)
  const result = queries.query ?? idle
  const title = String(properties.title ?? '')
  const kind = readKind(properties.kind)
  const binding = useMemo(() => readBinding(properties, result), [properties, result])
  const data = useMemo(() => (binding ? readChartData(result.rows, binding) : null), [binding, result.rows])
  // biome-ignore lint/correctness/useExhaustiveDependencies: categories and figures are written by the language
  const words = useMemo(() => (binding ? makeChartWords(result, binding) : null), [binding, result, language])

  const press = ({ series, index }: ChartPoint) => {
    const row = data?.series[series]?.rows[index] ?? null
    expose('selectedRow', row)
    if (row && mode === 'view') void emit('select', { row })
  }
  const firstRows = result.hasMore ? result.rows.length : null
  const notes = listNotes(kind, data, firstRows, t)

  return (
    <section
      aria-label={title || name}
      className="flex h-full flex-col overflow-hidden rounded-md border border-line bg-surface"
    >
      <header className="flex min-h-10 items-center gap-2 px-3 pt-1.5">
        {title ? (
          <h3 className="min-w-0 flex-1 truncate text-md font-semibold">{title}</h3>
        ) : (
          <span className="flex-1" />
        )}
        {notes.map((note) => (
          <Badge key={note} tone="warning" icon={TriangleAlert}>
            {note}
          </Badge>
        ))}
        {result.status === 'error' && result.rows.length > 0 ? (
          <Badge tone="danger">{t('widgetView.table.stale')}</Badge>
        ) : null}
        <IconButton
          size="sm"
          icon={Table2}
          label={t('widgetView.chart.asTable')}
          pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </header>
      <div className="min-h-0 flex-1 p-1">
        <ChartStates
          result={result}
          isBound={binding !== null}
          emptyText={String(properties.emptyText ?? '')}
        >
          {data && words && binding ? (
            asTable ? (
              <ChartTable
                label={title || name}
                categoryLabel={binding.categoryLabel}
                data={data}
                words={words}
                onPress={hasActions('select') ? press : undefined}
              />
            ) : (
              <ChartPicture
                data={data}
                look={{
                  kind,
                  isStacked: properties.stacked === true,
                  hasLegend: properties.legend !== false,
                }}
                words={words}
                description={describeChart({ title: title || name, kind, data, words }, firstRows)}
                onPress={press}
                onFailure={() => setAsTable(true)}
              />
            )
          ) : null}
        </ChartStates>
      </div>
    </section>
  )
}

/** What stands in the place of the picture while there is none. */
function ChartStates({
  result,
  isBound,
  emptyText,
  children,
}: {
  result: QueryResult
  isBound: boolean
  emptyText: string
  children: ReactNode
}) {
  const { t } = useMessages()
  if (result.rows.length === 0) {
    if (result.status === 'loading') return <Skeleton className="h-full w-full" />
    if (result.status === 'error')
      return (
        <div className="grid h-full overflow-y-auto">
          <QueryProblem className="m-auto py-2!" error={result.error} />
        </div>
      )
    return (
      <EmptyState
        className="h-full py-2!"
        icon={ChartColumn}
        title={emptyText || t(result.status === 'idle' ? 'widgetView.notRun' : 'widgetView.chart.empty')}
      />
    )
  }
  if (!isBound)
    return <EmptyState className="h-full py-2!" icon={ChartColumn} title={t('widgetView.chart.notBound')} />
  return children
}

/** What the picture does not show must be said beside it. */
function listNotes(
  kind: string,
  data: ChartData | null,
  firstRows: number | null,
  t: ReturnType<typeof useMessages>['t'],
): string[] {
  const notes: string[] = []
  if (firstRows !== null) notes.push(t('widgetView.chart.firstRows', { count: firstRows }))
  if (data && data.omittedSeries > 0)
    notes.push(t('widgetView.chart.omittedSeries', { count: data.omittedSeries }))
  if (kind === 'pie' && data) {
    const { omitted } = readSlices(data.series[0])
    if (omitted > 0) notes.push(t('widgetView.chart.omittedSlices', { count: omitted }))
    if (data.series.length > 1) notes.push(t('widgetView.chart.onlyFirstSeries'))
  }
  return notes
}
