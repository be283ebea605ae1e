import type { DataColumn, DataRecord, DataTable } from '@flexoffice/contract/data'
import { ConfirmDialog } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { titleOf } from './record-title.ts'

/** Asks before records are deleted: names the one, counts the many. */
export function DeleteDialog({
  table,
  columns,
  records,
  onConfirm,
  onClose,
}: {
  table: DataTable
  columns: readonly DataColumn[]
  records: readonly DataRecord[]
  onConfirm: () => Promise<void>
  onClose: () => void
}) {
  const { t } = useMessages()
  const [only] = records
  const name = records.length === 1 && only ? titleOf(only, columns) : ''
  return (
    <ConfirmDialog
      open={records.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={t('data.delete.title', { count: records.length, name })}
      confirmLabel={t('data.delete.confirm', { count: records.length })}
      onConfirm={onConfirm}
    >
      <p>
        {t('data.delete.detail', { count: records.length, table: table.label, source: table.sourceName })}
      </p>
    </ConfirmDialog>
  )
}
