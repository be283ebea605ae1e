import type { JsonValue } from '@flexoffice/contract/page-document'
import { answerColumns } from '@flexoffice/page-model'
import type { Query } from '@flexoffice/query/structured-query'
import type { ColumnProperty } from '@flexoffice/sdk/widget'
import { Button, Checkbox, IconButton, Select, TextField } from '@flexoffice/ui'
import { ArrowDown, ArrowUp, RotateCcw } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useCatalogue } from '../catalogue.tsx'
import { usePagePart } from '../editor.ts'
import { type BoundFieldProps, constantOf } from './bound-field.ts'

/** A column that may be chosen: the name in the answer, and what people call it. */
export interface ColumnChoice {
  name: string
  label: string
}

/** How one column is shown. */
interface ShownColumn {
  column: string
  label?: string
  hidden?: boolean
  [setting: string]: JsonValue | undefined
}

/** One column of what the widget is bound to. */
export function ColumnField(props: BoundFieldProps<ColumnProperty>) {
  const { widgetId, property, value, onChange, ...field } = props
  const { t } = useMessages()
  const choices = useColumnChoices(widgetId, property.columnsOf)
  const held = constantOf(value)
  const none = '\u0000'
  const options = choices.map(({ name, label }) => ({ value: name, label }))
  return (
    <Select
      {...field}
      options={
        property.required
          ? options
          : [{ value: none, label: t('pageEditor.properties.noColumn') }, ...options]
      }
      value={typeof held === 'string' ? held : null}
      placeholder={t('pageEditor.properties.noColumn')}
      onChange={(name) => onChange(name === none ? null : { kind: 'value', value: name })}
    />
  )
}

/** Which columns are shown, in which order, and under which names. */
export function ColumnsField(props: BoundFieldProps<ColumnProperty>) {
  const { widgetId, property, value, onChange, ...field } = props
  const { t } = useMessages()
  const choices = useColumnChoices(widgetId, property.columnsOf)
  const held = readColumns(constantOf(value))
  const chosen: ShownColumn[] = held ?? choices.map(({ name, label }) => ({ column: name, label }))
  const listed = new Set(chosen.map(({ column }) => column))
  const rest = choices.filter(({ name }) => !listed.has(name))
  const write = (next: ShownColumn[]) => onChange({ kind: 'value', value: next as unknown as JsonValue })
  const change = (index: number, patch: Partial<ShownColumn>) =>
    write(chosen.map((entry, at) => (at === index ? { ...entry, ...patch } : entry)) as ShownColumn[])
  const move = (index: number, by: number) => {
    const next = [...chosen]
    const [entry] = next.splice(index, 1)
    next.splice(index + by, 0, entry!)
    write(next)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" disabled={field.disabled}>
      <legend className="mb-1 flex w-full items-baseline justify-between font-medium">
        {field.label}
        {held ? (
          <IconButton
            size="sm"
            icon={RotateCcw}
            label={t('pageEditor.properties.allColumns')}
            className="-my-1"
            onClick={() => onChange(null)}
          />
        ) : null}
      </legend>
      {chosen.map((entry, index) => (
        <div key={entry.column} className="flex items-center gap-1.5">
          <Checkbox
            hideLabel
            label={t('pageEditor.properties.showColumn', { column: entry.label ?? entry.column })}
            checked={entry.hidden !== true}
            onChange={(shown) => change(index, { hidden: !shown })}
          />
          <TextField
            hideLabel
            size="sm"
            className="flex-1"
            label={t('pageEditor.properties.columnName', { column: entry.column })}
            value={entry.label ?? ''}
            placeholder={entry.column}
            onChange={(label) => change(index, { label })}
          />
          <IconButton
            size="sm"
            icon={ArrowUp}
            label={t('pageEditor.properties.moveUp', { column: entry.label ?? entry.column })}
            disabled={index === 0}
            onClick={() => move(index, -1)}
          />
          <IconButton
            size="sm"
            icon={ArrowDown}
            label={t('pageEditor.properties.moveDown', { column: entry.label ?? entry.column })}
            disabled={index === chosen.length - 1}
            onClick={() => move(index, 1)}
          />
        </div>
      ))}
      {rest.length > 0 && held ? (
        <div className="flex flex-wrap gap-1.5 pt-1">
          {rest.map(({ name, label }) => (
            <Button
              key={name}
              size="sm"
              variant="ghost"
              onClick={() => write([...chosen, { column: name, label }])}
            >
              {`+ ${label}`}
            </Button>
          ))}
        </div>
      ) : null}
      {field.error ? <p className="text-sm text-danger-ink">{field.error}</p> : null}
      {field.help ? <p className="text-sm text-muted">{field.help}</p> : null}
    </fieldset>
  )
}

/** The columns of the query or table that a property of the widget names. */
function useColumnChoices(widgetId: string, columnsOf: string): ColumnChoice[] {
  const { shown } = useCatalogue()
  const bound = constantOf(usePagePart((page) => page.widgets[widgetId]?.properties[columnsOf]))
  const template = usePagePart((page) => (typeof bound === 'string' ? page.queries[bound]?.query : undefined))
  if (typeof bound !== 'string') return []
  const query = template as unknown as Query | undefined
  if (!query) return (shown.get(bound)?.columns ?? []).map(({ id, label }) => ({ name: id, label }))
  const columns = shown.get(query.table)?.columns ?? []
  return answerColumns({ ...query, select: query.select ?? [] }).map(({ name, field }) => {
    const own =
      'column' in field && !field.through ? columns.find(({ id }) => id === field.column) : undefined
    return { name, label: own?.label ?? name }
  })
}

function readColumns(value: JsonValue | undefined): ShownColumn[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((entry) => {
    if (typeof entry === 'string') return [{ column: entry }]
    const column = entry as ShownColumn | null
    return typeof column?.column === 'string' ? [column] : []
  })
}
