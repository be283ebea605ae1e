import { cancelImport, type ImportState, listImports } from '@flexoffice/contract/sources'
import {
  Badge,
  buttonClassName,
  Card,
  EmptyState,
  PageBody,
  PageHeader,
  SimpleTable,
  SkeletonText,
  type Tone,
} from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { FileSpreadsheet, Upload } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { DropTableDialog } from './drop-table-dialog.tsx'
import { ImportProgress } from './import-progress.tsx'
import { UploadedTableActs, useUploadedTables } from './uploaded-table-acts.tsx'

const fields = { import: searchText() }
const tones: Record<ImportState['state'], Tone> = {
  waiting: 'neutral',
  running: 'info',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
}

/** The person's uploads: the open one with its progress, and those before. */
export function ImportsScreen() {
  const { t, formatNumber, formatRelativeTime } = useMessages()
  const [{ import: openId }, change] = useScreenSearch(fields)
  const answer = useOperation(listImports, {})
  const cancel = useAct(cancelImport, { invalidates: [listImports] })
  const imports = answer.data?.imports ?? []
  const uploaded = useUploadedTables()
  const [dropping, setDropping] = useState<{ id: string; label: string } | null>(null)
  return (
    <PageBody>
      <PageHeader
        title={t('sources.imports.title')}
        description={t('sources.imports.description')}
        actions={
          <Link to="/data/imports/new" className={buttonClassName('primary')}>
            <Upload size={16} strokeWidth={1.75} aria-hidden />
            {t('sources.upload.action')}
          </Link>
        }
      />
      <div className="flex flex-col gap-4">
        {openId === '' ? null : (
          <ImportProgress
            key={openId}
            importId={openId}
            onCancel={(importId) => cancel.mutateAsync({ importId })}
          />
        )}
        {answer.isPending ? (
          <SkeletonText lines={5} />
        ) : answer.error ? (
          <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
        ) : imports.length === 0 ? (
          <EmptyState
            icon={FileSpreadsheet}
            title={t('sources.imports.emptyTitle')}
            action={
              <Link to="/data/imports/new" className={buttonClassName('primary')}>
                <Upload size={16} strokeWidth={1.75} aria-hidden />
                {t('sources.upload.action')}
              </Link>
            }
          >
            {t('sources.imports.emptyDetail')}
          </EmptyState>
        ) : (
          <Card flush>
            <SimpleTable<ImportState>
              label={t('sources.imports.title')}
              rows={imports}
              rowKey={(entry) => entry.id}
              onRowClick={(entry) => change({ import: entry.id })}
              columns={[
                {
                  id: 'table',
                  title: t('sources.imports.table'),
                  render: (entry) => (
                    <button
                      type="button"
                      className="rounded-md font-medium hover:underline"
                      onClick={() => change({ import: entry.id })}
                    >
                      {entry.tableLabel}
                    </button>
                  ),
                },
                {
                  id: 'file',
                  title: t('sources.imports.file'),
                  render: (entry) => (
                    <span className="text-muted">
                      {entry.fileName}
                      {entry.mode === 'create' ? null : (
                        <span className="block text-sm">{t(`sources.loadModes.${entry.mode}`)}</span>
                      )}
                    </span>
                  ),
                },
                {
                  id: 'state',
                  title: t('sources.imports.state'),
                  render: (entry) => (
                    <Badge tone={tones[entry.state]} dot>
                      {t(`sources.importStates.${entry.state}`)}
                    </Badge>
                  ),
                },
                {
                  id: 'rows',
                  title: t('sources.imports.loaded'),
                  align: 'end',
                  render: (entry) => formatNumber(entry.rowsLoaded),
                },
                {
                  id: 'failed',
                  title: t('sources.imports.failed'),
                  align: 'end',
                  render: (entry) => (entry.rowsFailed > 0 ? formatNumber(entry.rowsFailed) : '—'),
                },
                {
                  id: 'when',
                  title: t('sources.imports.when'),
                  align: 'end',
                  render: (entry) => (
                    <time className="text-muted" dateTime={entry.startedAt}>
                      {formatRelativeTime(entry.startedAt)}
                    </time>
                  ),
                },
                {
                  id: 'acts',
                  title: t('sources.imports.acts'),
                  hideTitle: true,
                  align: 'end',
                  render: (entry) => {
                    const table = entry.state === 'done' && uploaded.get(entry.tableId ?? '')
                    return table ? <UploadedTableActs table={table} onDrop={setDropping} /> : null
                  },
                },
              ]}
            />
          </Card>
        )}
      </div>
      {dropping ? <DropTableDialog table={dropping} onClose={() => setDropping(null)} /> : null}
    </PageBody>
  )
}
