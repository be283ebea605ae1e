import type { DataColumn } from '@flexoffice/contract/data'
import { DateField, Select, TextArea, TextField } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'

/** Properties of RecordField: the text is what `readTyped` reads. */
export interface RecordFieldProps {
  column: DataColumn
  /** May be left empty. */
  optional: boolean
  text: string
  error?: string
  onChange: (text: string) => void
  onBlur: () => void
  readOnly?: boolean
}

const nothing = '\u0000'

/** One field of a record's form, by the type of its column. */
export function RecordField({ column, optional, text, error, onChange, onBlur, readOnly }: RecordFieldProps) {
  const { t } = useMessages()
  const shared = {
    label: column.label,
    name: column.id,
    error,
    optional,
    help: column.description || undefined,
  }
  const choices = column.enumLabels
    ? column.enumLabels.map((label) => ({ value: label, label }))
    : column.type === 'boolean'
      ? [
          { value: 'true', label: t('data.values.yes') },
          { value: 'false', label: t('data.values.no') },
        ]
      : null
  if (choices) {
    const empty = optional ? [{ value: nothing, label: '—' }] : []
    return (
      <Select
        {...shared}
        options={[...empty, ...choices]}
        value={text === '' ? null : text}
        onChange={(value) => onChange(value === nothing ? '' : value)}
        onBlur={onBlur}
        readOnly={readOnly}
      />
    )
  }
  if (column.type === 'date' || column.type === 'datetime' || column.type === 'timestamp') {
    return (
      <DateField
        {...shared}
        type={column.type === 'date' ? 'date' : 'datetime-local'}
        value={text || null}
        onChange={(value) => onChange(value ?? '')}
        onBlur={onBlur}
        readOnly={readOnly}
      />
    )
  }
  const isLong =
    column.type === 'json' ||
    (column.type === 'text' && (column.maximumLength === null || column.maximumLength > 200))
  if (isLong) {
    return (
      <TextArea
        {...shared}
        rows={column.type === 'json' ? 4 : 1}
        mono={column.type === 'json'}
        value={text}
        onChange={onChange}
        onBlur={onBlur}
        readOnly={readOnly}
      />
    )
  }
  const isFigure = column.type === 'integer' || column.type === 'decimal' || column.type === 'float'
  return (
    <TextField
      {...shared}
      value={text}
      onChange={onChange}
      onBlur={onBlur}
      readOnly={readOnly}
      mono={column.type === 'uuid'}
      inputMode={column.type === 'integer' ? 'numeric' : isFigure ? 'decimal' : undefined}
    />
  )
}
