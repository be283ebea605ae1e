import type { PropertyValue } from '@flexoffice/contract/page-document'
import { listPages } from '@flexoffice/contract/pages'
import { setProperty } from '@flexoffice/page-model'
import type { PropertyDefinition, ReferenceProperty } from '@flexoffice/sdk/widget'
import { Button, Combobox, Select } from '@flexoffice/ui'
import { Database, SquarePen } from 'lucide-react'
import { memo, useCallback, useSyncExternalStore } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useOperation } from '../../../../core/session/client.ts'
import { useCatalogue } from '../catalogue.tsx'
import { useEditor, usePagePart, useReadOnly } from '../editor.ts'
import { explainPageProblem, isOnCircle, useProblems, useScope } from '../scope.tsx'
import { type BoundFieldProps, constantOf } from './bound-field.ts'
import { ColumnField, ColumnsField } from './column-fields.tsx'
import { FormatsField } from './formats-field.tsx'
import { iconChoices } from './icon-choices.ts'
import { OptionsField } from './options-field.tsx'
import { type ConstantControl, ValueField } from './value-field.tsx'

interface PropertyFieldProps {
  widgetId: string
  property: PropertyDefinition
}

/** One property of a widget, with the control that its definition asks for; drawn again only when something of it changes. */
export const PropertyField = memo(function PropertyField({ widgetId, property }: PropertyFieldProps) {
  const { t } = useMessages()
  const { ydoc } = useEditor()
  const scope = useScope()
  const readOnly = useReadOnly()
  const current = useCurrentValue(widgetId, property.name)
  const name = usePagePart((page) => page.widgets[widgetId]?.name)
  const problems = useProblems().filter(
    (problem) =>
      (problem.widgetId === widgetId && problem.property === property.name) ||
      isOnCircle(problem, `${name}.${property.name}`),
  )
  const value = usePagePart((page) => page.widgets[widgetId]?.properties[property.name])
  const change = useCallback(
    (next: PropertyValue | null) => setProperty(ydoc, widgetId, property.name, next),
    [ydoc, widgetId, property.name],
  )
  const shared = {
    label: t(property.label),
    help: property.help ? t(property.help) : undefined,
    error: problems[0] && explainPageProblem(problems[0]),
    disabled: readOnly,
  }
  const bound = { ...shared, widgetId, value, onChange: change }
  switch (property.type) {
    case 'query':
    case 'table':
    case 'page':
      return <ReferenceField {...bound} property={property} />
    case 'column':
      return <ColumnField {...bound} property={property} />
    case 'columns':
      return <ColumnsField {...bound} property={property} />
    case 'formats':
      return <FormatsField {...bound} property={property} />
    case 'options':
      return <OptionsField {...shared} value={value} onChange={change} />
    default:
      return (
        <ValueField
          label={shared.label}
          help={shared.help}
          control={controlOf(property, t)}
          value={value}
          fallback={property.default}
          template={'template' in property && property.template === true}
          lines={'multiline' in property && property.multiline ? 3 : 1}
          scope={scope}
          problems={problems}
          current={current}
          readOnly={readOnly}
          onChange={change}
        />
      )
  }
})

function ReferenceField(props: BoundFieldProps<ReferenceProperty>) {
  const { t } = useMessages()
  const { property, widgetId, onChange } = props
  const options = useReferences(property.type)
  const held = constantOf(props.value)
  const set = (id: string | null) => onChange(id === null ? null : { kind: 'value', value: id })
  const field = { label: props.label, help: props.help, error: props.error, disabled: props.disabled }
  if (property.type !== 'query')
    return (
      <Combobox {...field} options={options} value={typeof held === 'string' ? held : null} onChange={set} />
    )
  return (
    <div className="flex flex-col gap-2">
      {options.length > 0 ? (
        <Select
          {...field}
          options={options}
          value={typeof held === 'string' ? held : null}
          placeholder={t('pageEditor.properties.noQuery')}
          onChange={set}
        />
      ) : null}
      <QueryActs
        widgetId={widgetId}
        queryId={typeof held === 'string' ? held : null}
        disabled={props.disabled}
      />
    </div>
  )
}

function QueryActs({
  widgetId,
  queryId,
  disabled,
}: {
  widgetId: string
  queryId: string | null
  disabled?: boolean
}) {
  const { t } = useMessages()
  const editor = useEditor()
  const connect = () => {
    const type = editor.document.getSnapshot().widgets[widgetId]?.type
    if (type) editor.pending.set({ type, widgetId })
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={Database}
        variant={queryId === null ? 'primary' : 'secondary'}
        disabled={disabled}
        onClick={connect}
      >
        {t(queryId === null ? 'pageEditor.properties.connect' : 'pageEditor.properties.connectOther')}
      </Button>
      {queryId === null ? null : (
        <Button
          size="sm"
          icon={SquarePen}
          onClick={() => {
            editor.queryId.set(queryId)
            editor.drawer.set('queries')
          }}
        >
          {t('pageEditor.properties.editQuery')}
        </Button>
      )}
    </div>
  )
}

function useReferences(type: ReferenceProperty['type']) {
  const queries = usePagePart((page) => page.queries)
  const { tables } = useCatalogue()
  const pages = useOperation(listPages, {}, { enabled: type === 'page' })
  if (type === 'query') return Object.values(queries).map(({ id, name }) => ({ value: id, label: name }))
  if (type === 'table')
    return tables.map(({ id, label, sourceName }) => ({ value: id, label, description: sourceName }))
  return (pages.data?.pages ?? []).map(({ id, title }) => ({ value: id, label: title }))
}

/** What one property of the widget, or its visibility, gives at present. */
export function useCurrentValue(widgetId: string, property: string): { value: unknown; error?: string } {
  const { runtime } = useEditor()
  const subscribe = useCallback(
    (listener: () => void) => runtime.subscribeWidget(widgetId, listener),
    [runtime, widgetId],
  )
  const value = useSyncExternalStore(subscribe, () => {
    const { properties, visible } = runtime.getWidget(widgetId)
    return property === 'visible' ? visible : properties[property]
  })
  const error = useSyncExternalStore(subscribe, () => runtime.getWidget(widgetId).errors[property]?.message)
  return { value, error }
}

function controlOf(property: PropertyDefinition, t: (key: string) => string): ConstantControl {
  switch (property.type) {
    case 'number':
      return { kind: 'number', minimum: property.minimum, maximum: property.maximum }
    case 'boolean':
      return { kind: 'boolean' }
    case 'choice':
      return {
        kind: 'choice',
        choices: property.choices.map(({ value, label }) => ({ value, label: t(label) })),
      }
    case 'icon':
      return { kind: 'choice', choices: iconChoices(t), none: t('pageEditor.icons.none') }
    case 'expression':
      return { kind: 'none' }
    default:
      return { kind: 'text' }
  }
}
