import { Button, EmptyState, PageBody, PageHeader, VirtualTable } from '@flexoffice/ui'
import { ArrowUp, FileChartColumn, ScrollText } from 'lucide-react'
import { useMemo } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useScreenSearch } from '../../core/routing/search.ts'
import { queryClient } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditSearch, auditSearch, isFiltered, toFilter } from './audit-search.ts'
import { EntryPanel } from './entry-panel.tsx'
import { ExportButton } from './export-button.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { useAuditColumns } from './use-audit-columns.tsx'
import { useAuditEntries, useNewEntries } from './use-audit-entries.ts'
import { VerifyButton } from './verify-button.tsx'

/** The audit log: every act of people and machines, found by words and filters, one of them open beside the list. */
export function AuditScreen() {
  const { t, formatNumber } = useMessages()
  const [search, change] = useScreenSearch(auditSearch)
  const mayExplain = usePermission('access.explain')
  const { filter, listed, fresh } = useLog(search)
  const { entries } = listed
  const open = entries.find(({ sequence }) => sequence === search.entry)
  const columns = useAuditColumns()
  const showNew = () => void queryClient.resetQueries({ queryKey: ['audit/search-audit'] })
  return (
    <PageBody width="full">
      <div className="px-6 pt-5 max-sm:px-4">
        <PageHeader
          title={t('audit.title')}
          description={t('audit.description')}
          actions={
            <>
              <VerifyButton />
              {mayExplain ? (
                <Button icon={FileChartColumn} onClick={() => change({ report: true })}>
                  {t('audit.report.action')}
                </Button>
              ) : null}
              <ExportButton filter={filter} />
            </>
          }
        />
      </div>
      {mayExplain ? (
        <ReportDialog open={search.report} onClose={() => change({ report: false }, { replace: true })} />
      ) : null}
      <AuditFilters search={search} change={change} />
      <div className="relative flex min-h-0 flex-1">
        <div className="relative flex min-w-0 flex-1 flex-col">
          <div aria-live="polite" className="absolute top-11 left-1/2 z-20 -translate-x-1/2">
            {fresh > 0 ? (
              <Button variant="primary" size="sm" icon={ArrowUp} className="shadow-float" onClick={showNew}>
                {t('audit.fresh', { count: fresh, shown: fresh >= 100 ? '99+' : formatNumber(fresh) })}
              </Button>
            ) : null}
          </div>
          {listed.isError ? (
            <LoadFailure error={listed.error} onRetry={() => void listed.refetch()} />
          ) : (
            <VirtualTable
              label={t('audit.title')}
              density="compact"
              columns={columns}
              rows={entries}
              rowKey={({ sequence }) => sequence}
              loading={listed.isPending}
              hasMore={listed.hasNextPage}
              onReachEnd={() => !listed.isFetchingNextPage && void listed.fetchNextPage()}
              openOnClick
              openRowKey={search.entry}
              onOpenRow={({ sequence }) => change({ entry: sequence }, { replace: search.entry !== '' })}
              empty={
                <EmptyState icon={ScrollText} title={t('audit.emptyTitle')}>
                  {t('audit.emptyDetail')}
                </EmptyState>
              }
              footer={
                <span role="status">
                  {t(listed.hasNextPage ? 'audit.shownMore' : 'audit.shown', { count: entries.length })}
                </span>
              }
            />
          )}
        </div>
        {open ? <EntryPanel key={open.sequence} entry={open} onClose={() => change({ entry: '' })} /> : null}
      </div>
    </PageBody>
  )
}

function useLog(search: AuditSearch) {
  const { entry: _open, report: _report, ...narrowing } = search
  const key = JSON.stringify(narrowing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds every value that narrows
  const filter = useMemo(() => toFilter(search), [key])
  const listed = useAuditEntries(filter)
  // Nothing shown and nothing filtered out: everything that comes is new.
  const newest = listed.entries[0]?.sequence ?? (listed.isSuccess && !isFiltered(search) ? '0' : undefined)
  const fresh = useNewEntries(filter, newest)
  return { filter, listed, fresh }
}
