import { listTables } from '@flexoffice/contract/data'
import { type ImportState, showImport } from '@flexoffice/contract/sources'
import { listUploadedTables } from '@flexoffice/contract/uploaded-tables'
import { Banner, Button, buttonClassName, Card, Progress, SimpleTable, SkeletonText } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { invalidate, useOperation } from '../../core/session/client.ts'
import { explainNoted } from '../../core/session/problems.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { explainFailure } from './warnings.ts'

/** One import: how far it is, how it ended, which rows failed. It goes on when this page is left. */
export function ImportProgress({
  importId,
  onCancel,
}: {
  importId: string
  onCancel: (importId: string) => Promise<unknown>
}) {
  const [active, setActive] = useState(true)
  const answer = useOperation(
    showImport,
    { importId },
    { refetchInterval: active ? 1000 : undefined, staleTime: 0 },
  )
  const state = answer.data?.state
  useEffect(() => {
    if (state === undefined || state === 'waiting' || state === 'running') return
    setActive(false)
    void invalidate([listTables, listUploadedTables])
  }, [state])
  if (answer.isPending) return <SkeletonText lines={3} />
  if (answer.error) return <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
  return <OpenImport state={answer.data} onCancel={() => onCancel(importId)} />
}

function OpenImport({ state, onCancel }: { state: ImportState; onCancel: () => Promise<unknown> }) {
  const { t, formatNumber } = useMessages()
  const isRunning = state.state === 'waiting' || state.state === 'running'
  return (
    <Card
      title={state.tableLabel}
      description={`${state.fileName} · ${t(`sources.loadModes.${state.mode}`)}`}
      actions={
        isRunning ? (
          <Button size="sm" onClick={() => void onCancel().catch(() => undefined)}>
            {t('sources.imports.cancel')}
          </Button>
        ) : state.state === 'done' && state.tableId ? (
          <Link to={`/data/tables/${state.tableId}`} className={buttonClassName('primary', 'sm')}>
            {t('sources.imports.open')}
          </Link>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-3">
        {isRunning ? (
          <Progress
            label={t(state.state === 'waiting' ? 'sources.imports.waiting' : 'sources.imports.loading', {
              count: state.rowsLoaded,
            })}
            value={state.state === 'waiting' ? null : state.progress * 100}
          />
        ) : (
          <Outcome state={state} />
        )}
        {state.failures.length > 0 ? (
          <div>
            <h3 className="mb-1 font-medium">
              {t('sources.imports.failures', {
                count: state.rowsFailed,
                rows: formatNumber(state.rowsFailed),
              })}
            </h3>
            <SimpleTable
              label={t('sources.imports.failures', {
                count: state.rowsFailed,
                rows: formatNumber(state.rowsFailed),
              })}
              rows={state.failures.map((failure, index) => ({ ...failure, index }))}
              rowKey={(failure) => String(failure.index)}
              columns={[
                {
                  id: 'row',
                  title: t('sources.imports.row'),
                  width: 80,
                  render: ({ row }) => formatNumber(row),
                },
                { id: 'column', title: t('sources.imports.column'), render: ({ column }) => column },
                {
                  id: 'value',
                  title: t('sources.imports.value'),
                  render: ({ value }) => <code className="font-mono text-sm wrap-anywhere">{value}</code>,
                },
                { id: 'why', title: t('sources.imports.why'), render: ({ code }) => explainFailure(code) },
              ]}
            />
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function Outcome({ state }: { state: ImportState }) {
  const { t } = useMessages()
  if (state.state === 'done') {
    return (
      <Banner tone={state.rowsFailed > 0 ? 'warning' : 'success'} live>
        {t('sources.imports.doneRows', { count: state.rowsLoaded })}
        {state.changes ? ` ${t('sources.imports.changes', state.changes)}` : ''}
      </Banner>
    )
  }
  const isAgain = state.mode !== 'create'
  if (state.state === 'cancelled')
    return (
      <Banner live>
        {t(isAgain ? 'sources.imports.cancelledAgain' : 'sources.imports.cancelledDetail')}
      </Banner>
    )
  return (
    <Banner
      tone="danger"
      live
      title={t(isAgain ? 'sources.imports.failedAgain' : 'sources.imports.failedTitle')}
    >
      {state.problem ? explainNoted(state.problem) : null}
    </Banner>
  )
}
