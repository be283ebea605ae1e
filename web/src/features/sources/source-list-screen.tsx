import { listSources, type Source } from '@flexoffice/contract/sources'
import { Badge, EmptyState, PageBody, PageHeader, Skeleton } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Database, Plug, Server } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { AddData } from './add-data.tsx'

/** Where the data of this workspace comes from. */
export function SourceListScreen() {
  const { t } = useMessages()
  const answer = useOperation(listSources, {})
  const sources = answer.data?.sources ?? []
  return (
    <PageBody>
      <PageHeader
        title={t('sources.title')}
        description={t('sources.description')}
        actions={sources.length > 0 ? <AddData /> : undefined}
      />
      {answer.isPending ? (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(18rem,1fr))] gap-3">
          {[0, 1, 2].map((card) => (
            <Skeleton key={card} className="h-32" />
          ))}
        </div>
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : sources.length === 0 ? (
        <EmptyState icon={Plug} title={t('sources.empty.title')} action={<AddData isBeginning />}>
          {t('sources.empty.detail')}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(18rem,1fr))] gap-3">
          {sources.map((source) => (
            <li key={source.id}>
              <SourceCard source={source} />
            </li>
          ))}
        </ul>
      )}
    </PageBody>
  )
}

function SourceCard({ source }: { source: Source }) {
  const { t, formatRelativeTime } = useMessages()
  const Icon = source.kind === 'managed' ? Database : Server
  return (
    <Link
      to={`/data/sources/${source.id}`}
      className="flex h-full flex-col gap-3 rounded-md border border-line bg-surface p-4 hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-start gap-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-muted ring-1 ring-line">
          <Icon size={16} strokeWidth={1.75} aria-hidden />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-md font-semibold">{source.name}</span>
          <span className="block truncate text-muted">{t(`sources.kind.${source.kind}`)}</span>
        </span>
        <SourceState source={source} />
      </span>
      <span className="mt-auto flex justify-between gap-3 text-sm text-muted">
        <span>{t('sources.tableCount', { count: source.tables })}</span>
        <span>
          {source.lastCheckedAt
            ? t('sources.checked', { when: formatRelativeTime(source.lastCheckedAt) })
            : t('sources.neverChecked')}
        </span>
      </span>
    </Link>
  )
}

/** Whether a source answers, in a word. */
export function SourceState({ source }: { source: Source }) {
  const { t } = useMessages()
  return (
    <Badge tone={source.state === 'ready' ? 'success' : 'danger'} dot>
      {t(`sources.state.${source.state}`)}
    </Badge>
  )
}
