import type { DataColumn, DataRecord } from '@flexoffice/contract/data'
import { Button, Form, useForm } from '@flexoffice/ui'
import { translate, useMessages } from '../../core/i18n/languages.ts'
import { UnsavedGuard, useDraft } from '../../core/routing/unsaved.tsx'
import { readFormProblems } from '../../core/session/problems.ts'
import { isWritable } from './grid-columns.tsx'
import { RecordField } from './record-field.tsx'
import { readTyped, writeTyped } from './typed-value.ts'

/** Properties of RecordForm. */
export interface RecordFormProps {
  tableId: string
  columns: readonly DataColumn[]
  /** The record that is changed; null makes a new one. */
  record: DataRecord | null
  submitLabel: string
  /** Gets only what was changed, by column id. */
  onSubmit: (values: DataRecord['values']) => Promise<unknown>
  onCancel: () => void
}

/** The form of a record: fields by the schema, only what the person may write, checked before it is sent. */
export function RecordForm(props: RecordFormProps) {
  const { tableId, columns, record, submitLabel, onSubmit, onCancel } = props
  const { t } = useMessages()
  const writable = columns.filter(isWritable)
  const initial = Object.fromEntries(
    writable.map((column) => [column.id, record ? writeTyped(record.values[column.id], column.type) : '']),
  )
  const form = useForm<Record<string, string>>({
    initial,
    validate: (values) =>
      Object.fromEntries(
        writable
          .filter((column) => !record || values[column.id] !== initial[column.id])
          .map((column) => [column.id, findMistake(values[column.id] ?? '', column, record === null)]),
      ),
    submit: (values) => onSubmit(readChanges(values, initial, writable, record === null)),
    readFailure: (failure) => readFormProblems(failure).map((problem) => placeProblem(problem, failure)),
  })
  const draft = useDraft(`${tableId} ${record?.key ?? ''}`, form, initial)
  const cancel = () => {
    draft.forget()
    onCancel()
  }
  return (
    <Form
      {...form.form}
      label={submitLabel}
      actions={
        <>
          <Button onClick={cancel}>{t('data.record.cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={record !== null && !form.dirty}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <UnsavedGuard when={form.dirty && !form.busy} isKept />
      {draft.notice}
      {writable.map((column) => {
        const { value, onChange, onBlur, error } = form.field(column.id)
        return (
          <RecordField
            key={column.id}
            column={column}
            optional={column.nullable || (record === null && column.hasDefault)}
            text={value ?? ''}
            error={error}
            onChange={onChange}
            onBlur={onBlur}
          />
        )
      })}
    </Form>
  )
}

function findMistake(text: string, column: DataColumn, isNew: boolean): string | undefined {
  if (text === '' && isNew && column.hasDefault) return undefined
  // The empty text is a value to a database; to people it is a field that was forgotten.
  if (text === '' && !column.nullable) return translate('data.problems.required')
  try {
    readTyped(text, column)
    return undefined
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure)
  }
}

function readChanges(
  values: Record<string, string>,
  initial: Record<string, string>,
  columns: readonly DataColumn[],
  isNew: boolean,
): DataRecord['values'] {
  const changed = columns.filter((column) => {
    const text = values[column.id] ?? ''
    return isNew ? text !== '' || !(column.hasDefault || column.nullable) : text !== initial[column.id]
  })
  return Object.fromEntries(
    changed.map((column) => [column.id, readTyped(values[column.id] ?? '', column)]),
  ) as DataRecord['values']
}

/** The server names a field by `/values/<column>`; the form by the column alone. */
function placeProblem(problem: { field?: string; message: string }, failure: unknown) {
  const paths = (failure as { problem?: { fields?: Array<{ path: string; message: string }> } }).problem
    ?.fields
  const path = paths?.find((field) => field.path.startsWith('/values/') && problem.field === 'values')?.path
  return path ? { ...problem, field: path.split('/')[2] } : problem
}
