import { type DataColumn, type DataRecord, type DataTable, getRecord } from '@flexoffice/contract/data'
import { Button, CopyButton, IconButton, SidePanel, SkeletonText } from '@flexoffice/ui'
import { ChevronDown, ChevronUp, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { Cell } from './cell.tsx'
import { columnIcon } from './column-icon.ts'
import { formatValue } from './format-value.ts'
import { isWritable } from './grid-columns.tsx'
import { RecordForm } from './record-form.tsx'
import { titleOf } from './record-title.ts'
import { RelatedRecord, type Relation } from './related-record.tsx'

/** Properties of RecordPanel. */
export interface RecordPanelProps {
  table: DataTable
  columns: readonly DataColumn[]
  relations: readonly Relation[]
  recordKey: string
  onClose: () => void
  /** Opens the record before or after in the list; absent at its ends. */
  onPrevious?: () => void
  onNext?: () => void
  onUpdate: (record: DataRecord, values: DataRecord['values']) => Promise<boolean>
  onDelete: (record: DataRecord) => void
}

/** An opened record: all its fields and what they lead to, and the form to change it. */
export function RecordPanel(props: RecordPanelProps) {
  const { table, columns, relations, recordKey, onClose, onPrevious, onNext } = props
  const { t } = useMessages()
  const record = useOperation(getRecord, { tableId: table.id, key: recordKey })
  const [editing, setEditing] = useState(false)
  const canEdit = table.abilities.update && columns.some(isWritable)
  return (
    <SidePanel
      title={record.data ? titleOf(record.data, columns) : table.label}
      subtitle={`${table.label} · ${recordKey}`}
      onClose={onClose}
      actions={
        <>
          <IconButton
            size="sm"
            icon={ChevronUp}
            label={t('data.record.previous')}
            disabled={!onPrevious}
            onClick={onPrevious}
          />
          <IconButton
            size="sm"
            icon={ChevronDown}
            label={t('data.record.next')}
            disabled={!onNext}
            onClick={onNext}
          />
          <CopyButton text={location.href} />
        </>
      }
      footer={
        record.data && !editing && (canEdit || table.abilities.delete) ? (
          <>
            {table.abilities.delete ? (
              <Button
                variant="ghost"
                icon={Trash2}
                className="mr-auto"
                onClick={() => record.data && props.onDelete(record.data)}
              >
                {t('data.record.delete')}
              </Button>
            ) : null}
            {canEdit ? (
              <Button icon={Pencil} onClick={() => setEditing(true)}>
                {t('data.record.edit')}
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      {record.isPending ? (
        <SkeletonText lines={8} />
      ) : record.error ? (
        <LoadFailure error={record.error} onRetry={() => void record.refetch()} />
      ) : editing ? (
        <RecordForm
          tableId={table.id}
          columns={columns}
          record={record.data}
          submitLabel={t('data.record.save')}
          onCancel={() => setEditing(false)}
          onSubmit={async (values) => {
            await props.onUpdate(record.data, values)
            setEditing(false)
          }}
        />
      ) : (
        <Fields columns={columns} relations={relations} record={record.data} />
      )}
    </SidePanel>
  )
}

function Fields({
  columns,
  relations,
  record,
}: {
  columns: readonly DataColumn[]
  relations: readonly Relation[]
  record: DataRecord
}) {
  return (
    <dl className="flex flex-col">
      {columns.map((column) => (
        <Field
          key={column.id}
          column={column}
          value={record.values[column.id]}
          relation={relations.find(({ columns: own }) => own.length === 1 && own[0] === column.id)}
          record={record}
        />
      ))}
      {relations
        .filter((relation) => relation.columns.length > 1)
        .map((relation) => (
          <div key={relation.id} className="flex gap-3 border-t border-line py-1.5">
            <dt className="w-36 shrink-0 truncate text-muted">{relation.toTableLabel}</dt>
            <dd className="min-w-0 flex-1">
              <RelatedRecord relation={relation} values={record.values} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

function Field({
  column,
  value,
  relation,
  record,
}: {
  column: DataColumn
  value: unknown
  relation?: Relation
  record: DataRecord
}) {
  const { t } = useMessages()
  const Icon = columnIcon(column)
  const isPlainText = column.type === 'text' && !column.enumLabels
  return (
    <div className="flex gap-3 border-b border-line py-1.5 last:border-0">
      <dt
        className="flex w-36 shrink-0 items-center gap-1.5 self-start text-muted"
        title={column.description || undefined}
      >
        <Icon size={14} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
        <span className="truncate">{column.label}</span>
      </dt>
      <dd className="min-w-0 flex-1 wrap-anywhere">
        {value === null || value === undefined ? (
          <span className="text-faint">{column.access === 'masked' ? t('data.masked') : '—'}</span>
        ) : relation ? (
          <RelatedRecord relation={relation} values={record.values} />
        ) : isPlainText && column.access !== 'masked' ? (
          <span className="whitespace-pre-wrap">{formatValue(value, column)}</span>
        ) : column.type === 'json' ? (
          <pre className="max-h-60 overflow-auto font-mono text-sm whitespace-pre-wrap">
            {JSON.stringify(value, null, 2)}
          </pre>
        ) : (
          <Cell value={value} column={column} />
        )}
      </dd>
    </div>
  )
}
