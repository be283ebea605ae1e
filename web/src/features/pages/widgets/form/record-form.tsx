import type { DataRecord } from '@flexoffice/contract/data'
import { Button, Form, useForm } from '@flexoffice/ui'
import { useEffect, useMemo } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { UnsavedGuard, useDraft } from '../../../../core/routing/unsaved.tsx'
import { writeTyped } from '../../../data/api.ts'
import { FieldInput } from './field-input.tsx'
import { type FormField, findMistakes, readChanges, readRow } from './form-fields.ts'
import { readRecordProblems } from './record-problems.ts'

/** Properties of RecordForm. It begins anew with another `key`. */
export interface RecordFormProps {
  label: string
  /** Where on which page it stands, and of which table and record. */
  place: string
  fields: readonly FormField[]
  /** The record that is changed; null makes a new one. */
  record: DataRecord | null
  submitText: string
  gridColumns: number
  /** In the editor of the page nothing is saved. */
  isInert: boolean
  /** Gets what was filled in or changed, by column id. */
  onSubmit: (values: DataRecord['values']) => Promise<void>
  onCancel?: () => void
  /** Hears what other widgets may use. */
  onState: (state: { values: Record<string, unknown>; dirty: boolean; valid: boolean }) => void
}

/** The fields of one record: checked on leaving each, all together before they are sent. */
export function RecordForm(props: RecordFormProps) {
  const { fields, record, isInert, onState, onCancel } = props
  const { t } = useMessages()
  const initial = useMemo(
    () =>
      Object.fromEntries(
        fields.map(({ column }) => [
          column.id,
          record ? writeTyped(record.values[column.id], column.type) : '',
        ]),
      ),
    [fields, record],
  )
  const known = record ? initial : null
  const shown = useMemo(() => new Set(fields.map(({ column }) => column.id)), [fields])
  const form = useForm<Record<string, string>>({
    initial,
    validate: (texts) => findMistakes(fields, texts, known),
    submit: async (texts) => {
      if (isInert) return
      await props.onSubmit(readChanges(fields, texts, known) as DataRecord['values'])
      if (!record) form.reset(initial)
    },
    readFailure: (failure) => readRecordProblems(failure, shown),
  })
  const { values: texts, dirty } = form
  const { notice } = useDraft(props.place, form, initial)

  useEffect(() => {
    const valid = Object.values(findMistakes(fields, texts, known)).every((message) => !message)
    onState({ values: { ...record?.values, ...readRow(fields, texts) }, dirty, valid })
  }, [fields, texts, known, record, dirty, onState])

  const isUnchanged = record !== null && !dirty
  return (
    <Form
      {...form.form}
      label={props.label}
      className={formClassName}
      actions={
        <>
          {dirty || onCancel ? (
            <Button
              onClick={() => {
                form.reset(initial)
                onCancel?.()
              }}
            >
              {t(onCancel ? 'widgetView.form.cancel' : 'widgetView.form.discard')}
            </Button>
          ) : null}
          <Button type="submit" variant="primary" busy={form.busy} disabled={isUnchanged}>
            {props.submitText}
          </Button>
        </>
      }
    >
      {isInert ? null : (
        <>
          <UnsavedGuard when={dirty && !form.busy} isKept />
          {notice}
        </>
      )}
      <div
        className="grid flex-1 content-start items-start gap-x-4 gap-y-3"
        style={{ gridTemplateColumns: columnsFor(props.gridColumns) }}
      >
        {fields.map((field) => {
          const { id } = field.column
          const { value, onChange, onBlur, error } = form.field(id)
          return (
            <FieldInput
              key={id}
              field={field}
              text={value ?? ''}
              error={error}
              onChange={onChange}
              onBlur={onBlur}
            />
          )
        })}
      </div>
    </Form>
  )
}

/** The buttons stay where they are: an error that appears on leaving a field must not move them from under the pointer. */
const formClassName =
  'min-h-full gap-3! [&>div:last-child]:sticky [&>div:last-child]:-bottom-3 [&>div:last-child]:-mb-3 [&>div:last-child]:bg-surface [&>div:last-child]:pb-3'

/** As many side by side as wished, fewer where they would become too narrow to read. */
function columnsFor(count: number): string {
  const share = `calc((100% - ${(count - 1) * 16}px) / ${count})`
  return count <= 1 ? 'minmax(0, 1fr)' : `repeat(auto-fill, minmax(max(11rem, ${share}), 1fr))`
}
