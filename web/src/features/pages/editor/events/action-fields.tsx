import type { PageAction, PropertyValue } from '@flexoffice/contract/page-document'
import { listPages } from '@flexoffice/contract/pages'
import type { Scope } from '@flexoffice/expression'
import { Button, Combobox, IconButton, MultiCombobox, Select, TextField } from '@flexoffice/ui'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useOperation } from '../../../../core/session/client.ts'
import { useCatalogue, useShownTable } from '../catalogue.tsx'
import { usePage } from '../editor.ts'
import { type ConstantControl, ValueField } from '../properties/value-field.tsx'
import { useProblems } from '../scope.tsx'

type ActionOf<Kind extends PageAction['kind']> = Extract<PageAction, { kind: Kind }>

interface FieldsProps<Action> {
  action: Action
  scope: Scope
  widgetId: string
  /** Where the action stands, as problems name it: `events.press[0]`. */
  place: string
  onChange: (action: PageAction) => void
}

/** The fields of one action, and the condition under which it runs. */
export function ActionFields(props: FieldsProps<PageAction>) {
  const { t } = useMessages()
  const { action, onChange } = props
  const { when, ...unconditional } = action
  return (
    <>
      <FieldsOfKind {...props} />
      <ActionValue
        {...props}
        name="when"
        label={t('pageEditor.events.when')}
        control={{ kind: 'none' }}
        value={when === undefined ? undefined : { kind: 'expression', source: when }}
        onValue={(next) =>
          onChange(
            next && next.kind !== 'value' ? { ...action, when: next.source } : (unconditional as PageAction),
          )
        }
      />
    </>
  )
}

function FieldsOfKind(props: FieldsProps<PageAction>) {
  const { action } = props
  switch (action.kind) {
    case 'showMessage':
      return <MessageFields {...props} action={action} />
    case 'runQuery':
    case 'refresh':
      return <QueryFields {...props} action={action} />
    case 'setState':
      return <StateFields {...props} action={action} />
    case 'openPage':
      return <OpenPageFields {...props} action={action} />
    case 'changeRecord':
      return <ChangeRecordFields {...props} action={action} />
  }
}

function MessageFields(props: FieldsProps<ActionOf<'showMessage'>>) {
  const { t } = useMessages()
  const { action, onChange } = props
  return (
    <>
      <Select
        label={t('pageEditor.events.level')}
        value={action.level}
        onChange={(level) => onChange({ ...action, level })}
        options={(['success', 'information', 'warning', 'danger'] as const).map((level) => ({
          value: level,
          label: t(`pageEditor.levels.${level}`),
        }))}
      />
      <ActionValue
        {...props}
        name="message"
        template
        label={t('pageEditor.events.message')}
        value={action.message}
        onValue={(message) => onChange({ ...action, message: message ?? { kind: 'template', source: '' } })}
      />
    </>
  )
}

function QueryFields({ action, onChange }: FieldsProps<ActionOf<'runQuery'> | ActionOf<'refresh'>>) {
  const { t } = useMessages()
  const page = usePage()
  const options = Object.values(page.queries).map(({ id, name }) => ({ value: id, label: name }))
  if (action.kind === 'runQuery')
    return (
      <Select
        label={t('pageEditor.events.query')}
        options={options}
        value={action.queryId}
        onChange={(queryId) => onChange({ ...action, queryId })}
      />
    )
  const { queryIds, ...all } = action
  return (
    <MultiCombobox
      label={t('pageEditor.events.queries')}
      help={queryIds === undefined ? t('pageEditor.events.allQueries') : undefined}
      options={options}
      values={queryIds ?? []}
      onChange={(ids) => onChange(ids.length === 0 ? all : { ...action, queryIds: ids })}
    />
  )
}

function StateFields(props: FieldsProps<ActionOf<'setState'>>) {
  const { t } = useMessages()
  const { action, onChange } = props
  const names = Object.keys(usePage().state)
  return (
    <>
      {names.length === 0 ? (
        <p className="text-sm text-warning-ink">{t('pageEditor.events.noState')}</p>
      ) : (
        <Select
          label={t('pageEditor.events.variable')}
          options={names.map((name) => ({ value: name, label: name }))}
          value={action.name}
          onChange={(name) => onChange({ ...action, name })}
        />
      )}
      <ActionValue
        {...props}
        name="value"
        label={t('pageEditor.events.value')}
        value={action.value}
        onValue={(value) => onChange({ ...action, value: value ?? { kind: 'value', value: null } })}
      />
    </>
  )
}

function OpenPageFields(props: FieldsProps<ActionOf<'openPage'>>) {
  const { t } = useMessages()
  const { action, onChange } = props
  const { data } = useOperation(listPages, {})
  const [added, setAdded] = useState('')
  const names = Object.keys(action.parameters)
  const setAll = (parameters: Record<string, PropertyValue>) => onChange({ ...action, parameters })
  const { [added]: present, ...rest } = action.parameters
  const isUsable = /^[A-Za-z][A-Za-z0-9_]*$/.test(added) && present === undefined
  return (
    <>
      <Combobox
        label={t('pageEditor.events.page')}
        options={(data?.pages ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={action.pageId}
        onChange={(pageId) => onChange({ ...action, pageId: pageId ?? 'none' })}
      />
      {names.map((name) => (
        <div key={name} className="flex items-end gap-1.5">
          <div className="min-w-0 flex-1">
            <ActionValue
              {...props}
              name={`parameters.${name}`}
              label={name}
              value={action.parameters[name]}
              onValue={(value) =>
                setAll({ ...action.parameters, [name]: value ?? { kind: 'value', value: null } })
              }
            />
          </div>
          <IconButton
            size="sm"
            icon={X}
            label={t('pageEditor.events.removeParameter', { name })}
            onClick={() => {
              const { [name]: _, ...others } = action.parameters
              setAll(others)
            }}
          />
        </div>
      ))}
      <div className="flex items-end gap-1.5">
        <TextField
          className="flex-1"
          size="sm"
          label={t('pageEditor.events.newParameter')}
          value={added}
          onChange={setAdded}
        />
        <Button
          size="sm"
          icon={Plus}
          disabled={!isUsable}
          onClick={() => {
            setAll({ ...rest, [added]: { kind: 'expression', source: '' } })
            setAdded('')
          }}
        >
          {t('pageEditor.events.addParameter')}
        </Button>
      </div>
    </>
  )
}

function ChangeRecordFields(props: FieldsProps<ActionOf<'changeRecord'>>) {
  const { t } = useMessages()
  const { action, onChange } = props
  const { tables } = useCatalogue()
  const shown = useShownTable(tables.some(({ id }) => id === action.tableId) ? action.tableId : null)
  const columns = shown?.columns ?? []
  const keys = action.operation === 'create' ? [] : columns.filter(({ isKey }) => isKey)
  const written = columns.filter(({ id }) => Object.hasOwn(action.values, id))
  const writable = columns.filter(({ access, generated }) => access === 'write' && !generated)
  const setValues = (ids: readonly string[]) =>
    onChange({
      ...action,
      values: Object.fromEntries(
        ids.map((id) => [id, action.values[id] ?? { kind: 'expression', source: '' }]),
      ),
    })
  return (
    <>
      <Select
        label={t('pageEditor.events.operation')}
        value={action.operation}
        onChange={(operation) => onChange({ ...action, operation })}
        options={(['create', 'update', 'delete'] as const).map((one) => ({
          value: one,
          label: t(`pageEditor.operations.${one}`),
        }))}
      />
      <Combobox
        label={t('pageEditor.events.table')}
        options={tables.map(({ id, label, sourceName }) => ({ value: id, label, description: sourceName }))}
        value={action.tableId}
        onChange={(tableId) => onChange({ ...action, tableId: tableId ?? 'none', key: {}, values: {} })}
      />
      {keys.map(({ id, label }) => (
        <ActionValue
          key={id}
          {...props}
          name={`key.${id}`}
          label={t('pageEditor.events.keyOf', { column: label })}
          value={action.key[id] ?? { kind: 'expression', source: '' }}
          onValue={(value) =>
            onChange({ ...action, key: { ...action.key, [id]: value ?? { kind: 'value', value: null } } })
          }
        />
      ))}
      {action.operation === 'delete' ? null : (
        <MultiCombobox
          label={t('pageEditor.events.columns')}
          options={writable.map(({ id, label }) => ({ value: id, label }))}
          values={written.map(({ id }) => id)}
          onChange={setValues}
        />
      )}
      {action.operation === 'delete'
        ? null
        : written.map(({ id, label }) => (
            <ActionValue
              key={id}
              {...props}
              name={`values.${id}`}
              label={label}
              value={action.values[id]}
              onValue={(value) =>
                onChange({
                  ...action,
                  values: { ...action.values, [id]: value ?? { kind: 'value', value: null } },
                })
              }
            />
          ))}
      <ActionValue
        {...props}
        name="confirm"
        template
        label={t('pageEditor.events.confirm')}
        value={action.confirm}
        onValue={(confirm) => {
          const { confirm: _, ...without } = action
          onChange(confirm ? { ...action, confirm } : without)
        }}
      />
    </>
  )
}

function ActionValue(
  props: FieldsProps<PageAction> & {
    name: string
    label: string
    value: PropertyValue | undefined
    template?: boolean
    control?: ConstantControl
    onValue: (value: PropertyValue | null) => void
  },
) {
  const { widgetId, place, name, scope, label, value, template, control = { kind: 'text' }, onValue } = props
  const problems = useProblems().filter(
    (problem) => problem.widgetId === widgetId && problem.property === `${place}.${name}`,
  )
  return (
    <ValueField
      label={label}
      control={control}
      value={value}
      template={template}
      scope={scope}
      problems={problems}
      onChange={onValue}
    />
  )
}
