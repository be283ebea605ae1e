import type { DataColumn, DataRecord, DataTable } from '@flexoffice/contract/data'
import { SidePanel } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { RecordForm } from './record-form.tsx'

/** The form of a new record, beside the list. */
export function CreatePanel({
  table,
  columns,
  onCreate,
  onClose,
}: {
  table: DataTable
  columns: readonly DataColumn[]
  onCreate: (values: DataRecord['values']) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useMessages()
  return (
    <SidePanel title={t('data.record.new')} subtitle={table.label} onClose={onClose}>
      <RecordForm
        tableId={table.id}
        columns={columns}
        record={null}
        submitLabel={t('data.record.create')}
        onSubmit={onCreate}
        onCancel={onClose}
      />
    </SidePanel>
  )
}
