import { Button, Checkbox, DateField, DateRangeField, Select, TextField } from '@flexoffice/ui'
import { type FormEvent, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { listDatePresets } from './date-presets.ts'
import type { FilterColumn } from './filter-bar.tsx'
import { readFigure, writeTyped } from './typed-value.ts'
import { type FilterOperator, isComplete, operatorsFor, type ViewFilter } from './view-filters.ts'

/** Properties of FilterEditor; every complete change takes effect at once. */
export interface FilterEditorProps {
  filter: ViewFilter
  column: FilterColumn
  onChange: (filter: ViewFilter) => void
  onDone: () => void
}

/** One condition: the question, and the values it needs, by the type of the column. */
export default function FilterEditor({ filter, column, onChange, onDone }: FilterEditorProps) {
  const { t } = useMessages()
  const changeOperator = (operator: FilterOperator) => {
    const keeps = (operator === 'in') === (filter.operator === 'in') && operator !== 'between'
    onChange({ ...filter, operator, values: keeps ? filter.values.slice(0, 1) : [] })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone()
  }
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-2.5">
      <Select<FilterOperator>
        label={t('data.filters.question')}
        hideLabel
        size="sm"
        value={filter.operator}
        onChange={changeOperator}
        options={operatorsFor(column).map((operator) => ({
          value: operator,
          label: t(`data.operators.${operator}`),
        }))}
      />
      <Values filter={filter} column={column} onChange={(values) => onChange({ ...filter, values })} />
      <div className="flex justify-end">
        <Button type="submit" size="sm" variant={isComplete(filter) ? 'primary' : 'secondary'}>
          {t('data.filters.done')}
        </Button>
      </div>
    </form>
  )
}

interface ValuesProps {
  filter: ViewFilter
  column: FilterColumn
  onChange: (values: string[]) => void
}

function Values({ filter, column, onChange }: ValuesProps) {
  const { t } = useMessages()
  const { operator, values } = filter
  const isDay = ['date', 'datetime', 'timestamp'].includes(column.type)
  if (['isNull', 'isNotNull', 'isTrue', 'isFalse'].includes(operator)) return null
  if (operator === 'in' || operator === 'notIn') return <ChoiceList {...{ filter, column, onChange }} />
  if (operator === 'between' && isDay) {
    return (
      <DateRangeField
        label={t('data.filters.value')}
        hideLabel
        size="sm"
        value={{ from: values[0] || null, to: values[1] || null }}
        onChange={({ from, to }) => onChange([from ?? '', to ?? ''])}
        presets={listDatePresets(new Date()).map(({ key, range }) => ({
          label: t(`data.presets.${key}`),
          range,
        }))}
      />
    )
  }
  if (isDay) {
    return (
      <DateField
        label={t('data.filters.value')}
        hideLabel
        size="sm"
        value={values[0] || null}
        onChange={(value) => onChange(value ? [value] : [])}
      />
    )
  }
  if (operator === 'between') {
    return (
      <div className="flex items-center gap-2">
        <ValueInput
          label={t('data.filters.from')}
          {...{ column }}
          value={values[0] ?? ''}
          onChange={(from) => onChange([from, values[1] ?? ''])}
        />
        <ValueInput
          label={t('data.filters.to')}
          {...{ column }}
          value={values[1] ?? ''}
          onChange={(to) => onChange([values[0] ?? '', to])}
        />
      </div>
    )
  }
  return (
    <ValueInput
      label={t('data.filters.value')}
      column={column}
      autoFocus
      value={values[0] ?? ''}
      onChange={(value) => onChange(value === '' ? [] : [value])}
    />
  )
}

function ChoiceList({ filter, column, onChange }: ValuesProps) {
  return (
    <div className="flex max-h-56 flex-col gap-1.5 overflow-y-auto">
      {(column.enumLabels ?? []).map((label) => (
        <Checkbox
          key={label}
          label={label}
          checked={filter.values.includes(label)}
          onChange={(checked) =>
            onChange(checked ? [...filter.values, label] : filter.values.filter((value) => value !== label))
          }
        />
      ))}
    </div>
  )
}

/** Text as typed; what reaches the filter is canonical, and nothing while it cannot be read. */
function ValueInput({
  label,
  column,
  value,
  onChange,
  autoFocus,
}: {
  label: string
  column: FilterColumn
  value: string
  onChange: (value: string) => void
  autoFocus?: boolean
}) {
  const isFigure = ['integer', 'decimal', 'float'].includes(column.type)
  const [text, setText] = useState(() => (isFigure ? writeTyped(value, 'decimal') : value))
  const [error, setError] = useState<string | undefined>()
  const change = (next: string) => {
    setText(next)
    setError(undefined)
    if (!isFigure || next.trim() === '') return onChange(next)
    try {
      onChange(readFigure(next.trim()))
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure))
    }
  }
  return (
    <TextField
      label={label}
      hideLabel
      size="sm"
      value={text}
      placeholder={label}
      error={error}
      autoFocus={autoFocus}
      type={column.type === 'time' ? 'time' : 'text'}
      inputMode={isFigure ? 'decimal' : undefined}
      onChange={change}
    />
  )
}
