import type { JsonValue } from '@flexoffice/contract/page-document'
import { buildRuleScope, columnsOfForm, readRuleEntries } from '@flexoffice/page-model'
import type { ColumnProperty } from '@flexoffice/sdk/widget'
import { Button, Checkbox, IconButton, Select, TextField } from '@flexoffice/ui'
import { ArrowDown, ArrowUp, RotateCcw, SlidersHorizontal } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useCatalogue } from '../catalogue.tsx'
import { usePagePart } from '../editor.ts'
import { useProblems } from '../scope.tsx'
import { type BoundFieldProps, constantOf } from './bound-field.ts'
import { type ColumnChoice, useColumnChoices } from './column-choices.ts'
import { ColumnSettings, type ColumnSettingsProps, type SetColumn } from './column-settings.tsx'

/** How one column is shown. */
interface ShownColumn extends SetColumn {
  column: string
  label?: string
  hidden?: boolean
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
    write(chosen.map((entry, at) => (at === index ? withoutGaps({ ...entry, ...patch }) : entry)))
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
        <ColumnLine
          key={entry.column}
          {...{ widgetId, property, entry, index }}
          choice={choices.find(({ name }) => name === entry.column)}
          isLast={index === chosen.length - 1}
          disabled={field.disabled}
          onChange={(patch) => change(index, patch)}
          onMove={(by) => move(index, by)}
        />
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

interface ColumnLineProps {
  widgetId: string
  property: ColumnProperty
  entry: ShownColumn
  index: number
  isLast: boolean
  choice: ColumnChoice | undefined
  disabled?: boolean
  onChange: (patch: Partial<ShownColumn>) => void
  onMove: (by: number) => void
}

/** One column in the list; what else can be set for it unfolds below. */
function ColumnLine(props: ColumnLineProps) {
  const { widgetId, property, entry, index, isLast, choice, disabled, onChange, onMove } = props
  const { t } = useMessages()
  const place = `${property.name}[${index}]`
  const problems = useProblems().filter(
    (problem) => problem.widgetId === widgetId && problem.property?.startsWith(`${place}.`),
  )
  const [open, setOpen] = useState(false)
  const isWrong = problems.length > 0
  useEffect(() => {
    if (isWrong) setOpen(true)
  }, [isWrong])
  const settings = property.settings ?? []
  const column = entry.label || choice?.label || entry.column
  return (
    <div data-property={place} className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1.5">
        <Checkbox
          hideLabel
          label={t('pageEditor.properties.showColumn', { column })}
          checked={entry.hidden !== true}
          onChange={(shown) => onChange({ hidden: !shown })}
        />
        <TextField
          hideLabel
          size="sm"
          className="flex-1"
          label={t('pageEditor.properties.columnName', { column: choice?.label ?? entry.column })}
          value={entry.label ?? ''}
          placeholder={choice?.label ?? entry.column}
          onChange={(label) => onChange({ label })}
        />
        {settings.length > 0 ? (
          <IconButton
            size="sm"
            icon={SlidersHorizontal}
            label={t('pageEditor.columns.settingsOf', { column })}
            aria-expanded={open}
            className={isWrong ? 'text-danger-ink!' : undefined}
            onClick={() => setOpen(!open)}
          />
        ) : null}
        <IconButton
          size="sm"
          icon={ArrowUp}
          label={t('pageEditor.properties.moveUp', { column })}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="sm"
          icon={ArrowDown}
          label={t('pageEditor.properties.moveDown', { column })}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
      </div>
      {open ? (
        <OpenSettings
          {...{ widgetId, property, entry, settings, disabled, problems, onChange }}
          label={column}
          place={place}
          type={choice?.type ?? 'dynamic'}
        />
      ) : null}
    </div>
  )
}

function OpenSettings(
  props: Omit<ColumnSettingsProps, 'scope' | 'entry'> &
    Pick<ColumnLineProps, 'widgetId' | 'property' | 'entry'>,
) {
  return <ColumnSettings {...props} scope={useRuleScope(props)} />
}

/** What the rule of a form's field may speak of: the columns that the form shows. */
function useRuleScope({
  widgetId,
  property,
  entry,
}: Pick<ColumnLineProps, 'widgetId' | 'property' | 'entry'>) {
  const { shown } = useCatalogue()
  const table = constantOf(usePagePart((page) => page.widgets[widgetId]?.properties[property.columnsOf]))
  const value = constantOf(usePagePart((page) => page.widgets[widgetId]?.properties[property.name]))
  return useMemo(() => {
    const all = shown.get(String(table))?.columns ?? []
    const columns = value === undefined ? all : columnsOfForm(readRuleEntries(value), all)
    const own = columns.find(({ id, name }) => id === entry.column || name === entry.column)
    return buildRuleScope(own, columns, { offered: true })
  }, [shown, table, value, entry.column])
}

function readColumns(value: JsonValue | undefined): ShownColumn[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((entry) => {
    if (typeof entry === 'string') return [{ column: entry }]
    const column = entry as unknown as ShownColumn | null
    return typeof column?.column === 'string' ? [column] : []
  })
}

/** What was taken back is no setting at all. */
function withoutGaps(entry: ShownColumn): ShownColumn {
  const held = Object.entries(entry).filter(([, value]) => value !== undefined)
  return Object.fromEntries(held) as unknown as ShownColumn
}
