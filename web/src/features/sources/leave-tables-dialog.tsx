import { type Source, type SourceTable, showTableUses } from '@flexoffice/contract/sources'
import { Banner, ConfirmDialog, SkeletonText } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { TableUsers } from './table-users.tsx'

/** Asks before tables are left out, with the names of what would miss them. */
export function LeaveTablesDialog({
  source,
  tables,
  onConfirm,
  onClose,
}: {
  source: Source
  tables: readonly SourceTable[]
  onConfirm: () => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useMessages()
  const input = { sourceId: source.id, tables: tables.map(({ identity }) => identity) }
  const answer = useOperation(showTableUses, input, { staleTime: 0 })
  const used = (answer.data?.tables ?? []).filter(
    ({ pages, otherPages, relatedTables }) => pages.length + otherPages + relatedTables.length > 0,
  )
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('sources.leave.title', { count: tables.length })}
      confirmLabel={t('sources.leave.confirm')}
      onConfirm={onConfirm}
    >
      <p>{t('sources.leave.detail')}</p>
      <p className="wrap-anywhere">{tables.map(({ name }) => name).join(', ')}</p>
      {answer.isPending ? (
        <SkeletonText lines={3} />
      ) : answer.error ? (
        <Banner tone="danger" title={explainError(answer.error).title} />
      ) : used.length === 0 ? (
        <p>{t('sources.drop.unused')}</p>
      ) : (
        used.map((uses) => (
          <section key={uses.identity} className="flex flex-col gap-1">
            <h3 className="font-semibold text-ink">{uses.label}</h3>
            <TableUsers uses={uses} />
          </section>
        ))
      )}
    </ConfirmDialog>
  )
}
