import { IconButton } from '@flexoffice/ui'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import type { PageSummary } from './table-window.ts'

/** Which rows are shown of how many, and the way to the others. */
export function TableFooter({
  summary,
  page,
  state,
  onPage,
}: {
  summary: PageSummary
  page: number
  /** What is going on beside the rows that are shown. */
  state: 'ready' | 'loading' | 'error'
  onPage: (page: number) => void
}) {
  const { t, formatNumber } = useMessages()
  const { from, to, total, totalKind, hasNext } = summary
  const range = { from: formatNumber(from), to: formatNumber(to) }
  const words =
    to === 0
      ? t('widgetView.table.empty')
      : total === null
        ? t(hasNext ? 'widgetView.table.rangeOfMore' : 'widgetView.table.range', range)
        : t(`widgetView.table.${rangeWords[totalKind]}`, {
            ...range,
            total: formatNumber(total),
          })
  return (
    <>
      <span role="status" className="flex min-w-0 flex-1 items-center gap-3 tabular-nums">
        <span className="truncate">{words}</span>
        {state === 'loading' ? <span className="text-muted">{t('widgetView.loading')}</span> : null}
        {state === 'error' ? (
          <span className="truncate text-danger-ink">{t('widgetView.table.stale')}</span>
        ) : null}
      </span>
      {page > 0 || hasNext ? (
        <span className="flex shrink-0 items-center gap-0.5">
          <IconButton
            size="sm"
            icon={ChevronLeft}
            label={t('widgetView.table.previousPage')}
            disabled={page === 0}
            onClick={() => onPage(page - 1)}
          />
          <span className="px-1 tabular-nums">{t('widgetView.table.page', { page: page + 1 })}</span>
          <IconButton
            size="sm"
            icon={ChevronRight}
            label={t('widgetView.table.nextPage')}
            disabled={!hasNext}
            onClick={() => onPage(page + 1)}
          />
        </span>
      ) : null}
    </>
  )
}

const rangeWords = { exact: 'rangeOf', estimated: 'rangeOfAbout', at_least: 'rangeOfAtLeast' } as const
