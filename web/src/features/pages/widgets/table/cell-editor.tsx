import type { DataColumn } from '@flexoffice/contract/data'
import { type CellEditing, CellInput } from '@flexoffice/ui'
import { translate } from '../../../../core/i18n/languages.ts'
import { readTyped, writeTyped } from '../../../data/api.ts'
import type { GridRow } from './table-rows.ts'

interface CellEditorProps {
  editing: CellEditing<GridRow>
  /** The name that the column has in the row. */
  name: string
  label: string
  column: DataColumn
}

/** The editor of a cell, by the type of its column. */
export function CellEditor({ editing, name, label, column }: CellEditorProps) {
  const value = editing.row.values[name]
  const choices = listChoices(column)
  if (choices) return <ChoiceEditor {...{ editing, label, choices, value }} />
  const hasTime = column.type === 'datetime' || column.type === 'timestamp'
  return (
    <CellInput
      editing={editing}
      label={label}
      type={column.type === 'date' ? 'date' : hasTime ? 'datetime-local' : 'text'}
      initial={writeTyped(value, column.type)}
      parse={(text) => readTyped(text, column)}
    />
  )
}

/** Whether the person may write this column, and in the little room of a cell. */
export function isEditableCell(column: DataColumn | undefined): column is DataColumn {
  return (
    column !== undefined &&
    column.access === 'write' &&
    !column.generated &&
    !['json', 'binary', 'other'].includes(column.type)
  )
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

function ChoiceEditor({
  editing,
  label,
  choices,
  value,
}: {
  editing: CellEditing<GridRow>
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
