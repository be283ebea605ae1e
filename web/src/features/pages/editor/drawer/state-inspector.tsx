import { type JsonValue, type PageState, stateTypes } from '@flexoffice/contract/page-document'
import { toWire } from '@flexoffice/expression'
import { renameState, setStateEntry } from '@flexoffice/page-model'
import { Button, IconButton, Select, TextField } from '@flexoffice/ui'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useEditor, useNames, usePage } from '../editor.ts'
import { printCurrent } from '../properties/current-value.tsx'
import { NameField } from '../properties/name-field.tsx'

/** Every name that expressions may use, with its value at present; the page's own variables can be changed here. */
export function StateInspector() {
  return (
    <div className="grid min-h-full grid-cols-2 divide-x divide-line max-lg:grid-cols-1">
      <Variables />
      <Values />
    </div>
  )
}

function Variables() {
  const { t } = useMessages()
  const { ydoc } = useEditor()
  const page = usePage()
  const add = () => setStateEntry(ydoc, freeVariable(page.state), { type: 'text', initial: '' })
  return (
    <section aria-label={t('pageEditor.state.variables')} className="flex flex-col gap-3 p-3">
      <header className="flex items-center justify-between">
        <h2 className="font-medium">{t('pageEditor.state.variables')}</h2>
        <Button size="sm" icon={Plus} onClick={add}>
          {t('pageEditor.state.add')}
        </Button>
      </header>
      {Object.keys(page.state).length === 0 ? (
        <p className="text-muted">{t('pageEditor.state.noVariables')}</p>
      ) : null}
      {Object.entries(page.state).map(([name, entry]) => (
        <Variable key={name} name={name} entry={entry} />
      ))}
    </section>
  )
}

function Variable({ name, entry }: { name: string; entry: PageState }) {
  const { t } = useMessages()
  const { ydoc } = useEditor()
  return (
    <div className="grid grid-cols-[1fr_9rem_1fr_auto] items-end gap-2">
      <NameField
        label={t('pageEditor.state.name')}
        value={name}
        onRename={(next) => renameState(ydoc, name, next)}
      />
      <Select
        label={t('pageEditor.state.type')}
        value={entry.type}
        onChange={(type) => setStateEntry(ydoc, name, { type, initial: initialOf(type) })}
        options={stateTypes.map((type) => ({ value: type, label: t(`pageEditor.types.${type}`) }))}
      />
      <InitialField
        label={t('pageEditor.state.initial')}
        entry={entry}
        onChange={(initial) => setStateEntry(ydoc, name, { ...entry, initial })}
      />
      <IconButton
        icon={Trash2}
        label={t('pageEditor.state.remove', { name })}
        onClick={() => setStateEntry(ydoc, name, null)}
      />
    </div>
  )
}

/** Texts are typed as they are, everything else as JSON; a value that is no JSON yet is kept in the field. */
function InitialField(props: { label: string; entry: PageState; onChange: (value: JsonValue) => void }) {
  const { entry, label, onChange } = props
  const isText = entry.type === 'text' || entry.type === 'date' || entry.type === 'timestamp'
  const [typed, setTyped] = useState<string | null>(null)
  if (isText)
    return (
      <TextField
        label={label}
        value={typeof entry.initial === 'string' ? entry.initial : ''}
        onChange={(text) => onChange(text === '' && entry.type !== 'text' ? null : text)}
      />
    )
  return (
    <TextField
      mono
      label={label}
      value={typed ?? JSON.stringify(entry.initial)}
      onChange={(text) => {
        setTyped(text)
        const read = readJson(text)
        if (read !== undefined) onChange(read)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

function Values() {
  const { t } = useMessages()
  const names = useNames()
  const rows = Object.entries(names).flatMap(([name, value]) => flatten(name, value))
  return (
    <section aria-label={t('pageEditor.state.values')} className="flex min-w-0 flex-col gap-2 p-3">
      <h2 className="font-medium">{t('pageEditor.state.values')}</h2>
      <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-4 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="font-mono text-sm text-muted">{name}</dt>
            <dd className="truncate font-mono text-sm">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function flatten(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, printCurrent(value)]]
  return Object.entries(value).map(([field, item]) => [`${name}.${field}`, printItem(item)])
}

function printItem(value: unknown): string {
  try {
    return printCurrent(toWire(value as Parameters<typeof toWire>[0]))
  } catch {
    return printCurrent(String(value))
  }
}

function freeVariable(state: Record<string, PageState>): string {
  for (let number = 1; ; number += 1)
    if (!Object.hasOwn(state, `variable${number}`)) return `variable${number}`
}

function initialOf(type: PageState['type']): JsonValue {
  const initials: Partial<Record<PageState['type'], JsonValue>> = {
    text: '',
    number: 0,
    boolean: false,
    list: [],
    record: {},
  }
  return initials[type] ?? null
}

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
