import { listCatalogue } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import { listSources } from '@flexoffice/contract/sources'
import {
  dropUploadedTable,
  listUploadedTables,
  showUploadedTable,
  type UploadedTable,
} from '@flexoffice/contract/uploaded-tables'
import { Banner, ConfirmDialog, SkeletonText, showToast } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { TableUsers } from './table-users.tsx'

/** Asks before a table goes for good: how many rows, who would miss it, its name typed. */
export function DropTableDialog({
  table,
  onClose,
}: {
  table: { id: string; label: string }
  onClose: () => void
}) {
  const { t } = useMessages()
  const answer = useOperation(showUploadedTable, { tableId: table.id }, { staleTime: 0 })
  const drop = useAct(dropUploadedTable, {
    invalidates: [listUploadedTables, listTables, listCatalogue, listSources],
    onDone: ({ rows }) =>
      showToast({
        tone: 'success',
        title: t('sources.drop.done', { name: table.label, count: rows }),
      }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('sources.drop.title', { name: table.label })}
      confirmLabel={t('sources.drop.confirm')}
      typeToConfirm={table.label}
      onConfirm={() => drop.mutateAsync({ tableId: table.id, label: table.label })}
    >
      {answer.isPending ? (
        <SkeletonText lines={3} />
      ) : answer.error ? (
        <Banner tone="danger" title={explainError(answer.error).title} />
      ) : (
        <Consequences table={answer.data} />
      )}
    </ConfirmDialog>
  )
}

function Consequences({ table }: { table: UploadedTable }) {
  const { t } = useMessages()
  const { pages, otherPages, relatedTables } = table
  return (
    <>
      <p>{t('sources.drop.detail', { count: table.rows })}</p>
      <TableUsers uses={table} />
      {pages.length + otherPages + relatedTables.length === 0 ? <p>{t('sources.drop.unused')}</p> : null}
    </>
  )
}
