import type { DataColumn } from '@flexoffice/contract/data'
import { type CellEditing, CellInput } from '@flexoffice/ui'
import { translate } from '../../core/i18n/languages.ts'
import { readTyped, writeTyped } from './typed-value.ts'

/** The editor of a cell, by the type of its column. */
export function CellEditor<Row>({
  editing,
  column,
  value,
  label = column.label,
}: {
  editing: CellEditing<Row>
  column: DataColumn
  value: unknown
  /** Where the column is shown under another name. */
  label?: string
}) {
  const choices = listChoices(column)
  if (choices) return <ChoiceEditor {...{ editing, label, choices, value }} />
  const inputType = column.type === 'date' ? 'date' : hasTimeOfDay(column) ? 'datetime-local' : 'text'
  return (
    <CellInput
      editing={editing}
      label={label}
      type={inputType}
      initial={writeTyped(value, column.type)}
      parse={(text) => readTyped(text, column)}
    />
  )
}

/** Whether a value of this column is short enough to be written in a cell; the others open in the panel. */
export function fitsInCell(column: DataColumn): boolean {
  return column.type !== 'json' && column.type !== 'binary' && column.type !== 'other'
}

interface Choice {
  text: string
  label: string
  value: unknown
}

function listChoices(column: DataColumn): Choice[] | null {
  const empty: Choice[] = column.nullable ? [{ text: '', label: '', value: null }] : []
  if (column.enumLabels)
    return [...empty, ...column.enumLabels.map((label) => ({ text: label, label, value: label }))]
  if (column.type !== 'boolean') return null
  return [
    ...empty,
    { text: 'true', label: translate('data.values.yes'), value: true },
    { text: 'false', label: translate('data.values.no'), value: false },
  ]
}

function ChoiceEditor<Row>({
  editing,
  label,
  choices,
  value,
}: {
  editing: CellEditing<Row>
  label: string
  choices: Choice[]
  value: unknown
}) {
  return (
    <select
      aria-label={label}
      defaultValue={value === null || value === undefined ? '' : String(value)}
      // biome-ignore lint/a11y/noAutofocus: the person has just opened this cell to choose in it
      autoFocus
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.text === event.target.value)
        if (chosen) editing.commit(chosen.value)
      }}
      onBlur={() => editing.cancel()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' || event.key === 'Enter') editing.cancel()
      }}
      className="absolute inset-0 w-full bg-raised px-2 ring-2 outline-none ring-inset ring-accent"
    >
      {choices.map((choice) => (
        <option key={choice.text} value={choice.text}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}

function hasTimeOfDay(column: DataColumn): boolean {
  return column.type === 'datetime' || column.type === 'timestamp'
}
