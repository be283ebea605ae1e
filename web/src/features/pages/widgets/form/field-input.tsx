import { DateField, Select, TextArea, TextField } from '@flexoffice/ui'
import { useMessages } from '../../../../core/i18n/languages.ts'
import type { FormField } from './form-fields.ts'

/** Properties of FieldInput: the text is what `readTyped` reads. */
export interface FieldInputProps {
  field: FormField
  text: string
  error?: string
  onChange: (text: string) => void
  onBlur: () => void
}

const nothing = '\u0000'

/** One field, by the type of its column; figures are text, so that no digit is lost. */
export function FieldInput({ field, text, error, onChange, onBlur }: FieldInputProps) {
  const { t } = useMessages()
  const { column } = field
  const isOptional = !field.isRequired && (column.nullable || column.hasDefault)
  const shared = { label: field.label, name: column.id, error, help: field.help, optional: isOptional }
  const choices = column.enumLabels
    ? column.enumLabels.map((label) => ({ value: label, label }))
    : column.type === 'boolean'
      ? [
          { value: 'true', label: t('data.values.yes') },
          { value: 'false', label: t('data.values.no') },
        ]
      : null
  if (choices)
    return (
      <Select
        {...shared}
        options={isOptional ? [{ value: nothing, label: '—' }, ...choices] : choices}
        value={text === '' ? null : text}
        onChange={(value) => onChange(value === nothing ? '' : value)}
        onBlur={onBlur}
      />
    )
  if (column.type === 'date' || column.type === 'datetime' || column.type === 'timestamp')
    return (
      <DateField
        {...shared}
        type={column.type === 'date' ? 'date' : 'datetime-local'}
        value={text || null}
        onChange={(value) => onChange(value ?? '')}
        onBlur={onBlur}
      />
    )
  const isJson = column.type === 'json'
  if (isJson || (column.type === 'text' && (column.maximumLength ?? 1000) > 200))
    return (
      <TextArea
        {...shared}
        rows={isJson ? 4 : 1}
        mono={isJson}
        value={text}
        onChange={onChange}
        onBlur={onBlur}
      />
    )
  return (
    <TextField
      {...shared}
      value={text}
      onChange={onChange}
      onBlur={onBlur}
      mono={column.type === 'uuid'}
      inputMode={
        column.type === 'integer'
          ? 'numeric'
          : column.type === 'decimal' || column.type === 'float'
            ? 'decimal'
            : undefined
      }
    />
  )
}
