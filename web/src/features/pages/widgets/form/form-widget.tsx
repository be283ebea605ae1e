import { createRecord, type DataColumn, type DataRecord, showTable } from '@flexoffice/contract/data'
import { ApiError } from '@flexoffice/sdk/client'
import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { EmptyState, ErrorState, SkeletonText, showToast } from '@flexoffice/ui'
import { ClipboardList, Lock, MousePointerClick } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { translate, useMessages } from '../../../../core/i18n/languages.ts'
import { client, useOperation } from '../../../../core/session/client.ts'
import { explainError } from '../../../../core/session/problems.ts'
import { ConflictDialog } from '../../../data/api.ts'
import { isWithheld, WithheldNotice } from '../query-problem.tsx'
import { readFields } from './form-fields.ts'
import { RecordForm } from './record-form.tsx'
import { useFormRecord } from './use-form-record.ts'
import { pick, useRecordUpdate } from './use-record-update.ts'

const noColumns: readonly DataColumn[] = []
// Near the top of a tall form: in its middle it would be below the edge of the screen, and the card blank.
const noticeClassName = 'h-full max-h-72 py-4!'

/** Creates a record of a table, or edits the one that the page names. */
export default function FormWidget(props: WidgetRendererProps) {
  const { widgetId, properties, name, mode, hasActions, expose, emit } = props
  const { t } = useMessages()
  const tableId = typeof properties.table === 'string' ? properties.table : ''
  const schema = useOperation(showTable, { tableId }, { enabled: tableId !== '', staleTime: 60_000 })
  const columns = schema.data?.columns ?? noColumns
  const isEdit = properties.mode === 'edit'
  const fields = useMemo(() => readFields(properties.fields, columns), [properties.fields, columns])
  const dirty = useRef(false)
  const { state, replace } = useFormRecord(
    tableId,
    isEdit ? properties.record : null,
    schema.data ? columns : undefined,
    () => dirty.current,
  )
  const { update, conflict } = useRecordUpdate(tableId)
  const [created, setCreated] = useState(0)
  const title = String(properties.title ?? '')
  const record = state.status === 'ready' ? state.record : null

  const onState = useCallback(
    (form: { values: Record<string, unknown>; dirty: boolean; valid: boolean }) => {
      dirty.current = form.dirty
      expose('values', form.values)
      expose('dirty', form.dirty)
      expose('valid', form.valid)
    },
    [expose],
  )

  async function save(values: DataRecord['values']): Promise<void> {
    const saved = record
      ? await update(record.key, values, pick(record.values, Object.keys(values)))
      : await client.call(createRecord, { tableId, values })
    if (record) replace(saved)
    else setCreated((count) => count + 1)
    showToast({
      tone: 'success',
      title: translate(record ? 'widgetView.form.saved' : 'widgetView.form.created'),
    })
    await emit('saved', { row: saved.values })
  }

  return (
    <section
      aria-label={title || name}
      className="flex h-full flex-col overflow-hidden rounded-md border border-line bg-surface"
    >
      {title ? <h3 className="truncate px-4 pt-3 text-md font-semibold">{title}</h3> : null}
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{body()}</div>
      {conflict ? (
        <ConflictDialog conflict={conflict.conflict} columns={columns} onSettle={conflict.settle} />
      ) : null}
    </section>
  )

  function body(): ReactNode {
    if (tableId === '') return <Notice icon={ClipboardList} title={t('widgetView.form.noTable')} />
    if (schema.error instanceof ApiError && isWithheld(schema.error.problem.code))
      return <WithheldNotice className={noticeClassName} onRetry={() => void schema.refetch()} />
    if (schema.error)
      return (
        <ErrorState
          className="py-3!"
          title={explainError(schema.error).title}
          reference={explainError(schema.error).reference}
          onRetry={() => void schema.refetch()}
        />
      )
    if (!schema.data) return <SkeletonText lines={6} />
    const { table } = schema.data
    if (isEdit ? !table.abilities.update : !table.abilities.create)
      return (
        <Notice icon={Lock} title={t('widgetView.form.readOnly')}>
          {t(table.readOnlyReason ? `data.readOnly.${table.readOnlyReason}` : 'data.readOnly.not_granted')}
        </Notice>
      )
    if (fields.length === 0) return <Notice icon={Lock} title={t('widgetView.form.noFields')} />
    if (isEdit && state.status !== 'ready') return <NoRecord state={state} />
    return (
      <RecordForm
        key={
          record
            ? `${tableId} ${record.key} ${state.status === 'ready' ? state.version : 0}`
            : `${tableId} ${created}`
        }
        label={title || name}
        place={`${location.pathname} ${widgetId} ${tableId} ${record?.key ?? ''}`}
        fields={fields}
        record={record}
        submitText={
          String(properties.submitText ?? '') || t(record ? 'widgetView.form.save' : 'widgetView.form.create')
        }
        gridColumns={Math.min(3, Math.max(1, Math.trunc(Number(properties.gridColumns)) || 1))}
        isInert={mode === 'edit'}
        onSubmit={save}
        onCancel={hasActions('cancel') ? () => void emit('cancel') : undefined}
        onState={onState}
      />
    )
  }
}

/** Why there is no record to edit. */
function NoRecord({ state }: { state: ReturnType<typeof useFormRecord>['state'] }) {
  const { t } = useMessages()
  if (state.status === 'none')
    return <Notice icon={MousePointerClick} title={t('widgetView.form.noRecord')} />
  if (state.status === 'unnamed')
    return (
      <Notice icon={ClipboardList} title={t('widgetView.form.noKeyTitle')}>
        {t('widgetView.form.noKey')}
      </Notice>
    )
  if (state.status === 'failed')
    return <ErrorState className="py-3!" title={explainError(state.error).title} onRetry={state.retry} />
  return <SkeletonText lines={6} />
}

function Notice({ icon, title, children }: { icon: typeof Lock; title: string; children?: ReactNode }) {
  return (
    <EmptyState className={noticeClassName} icon={icon} title={title}>
      {children}
    </EmptyState>
  )
}
