import type { PropertyValue, WidgetNode } from '@flexoffice/contract/page-document'
import { listPages } from '@flexoffice/contract/pages'
import { isSameJson, setProperty } from '@flexoffice/page-model'
import type { PropertyDefinition, ReferenceProperty } from '@flexoffice/sdk/widget'
import { Button, Combobox, Select } from '@flexoffice/ui'
import { Database, SquarePen } from 'lucide-react'
import { memo, useCallback, useSyncExternalStore } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useOperation } from '../../../../core/session/client.ts'
import { useCatalogue } from '../catalogue.tsx'
import { useEditor, usePage, useReadOnly } from '../editor.ts'
import { explainPageProblem, useProblems, useScope } from '../scope.tsx'
import { type BoundFieldProps, constantOf } from './bound-field.ts'
import { ColumnField, ColumnsField } from './column-fields.tsx'
import { OptionsField } from './options-field.tsx'
import { type ConstantControl, ValueField } from './value-field.tsx'

interface PropertyFieldProps {
  widget: WidgetNode
  property: PropertyDefinition
}

/** One property of a widget, with the control that its definition asks for; a change of another leaves it alone. */
export const PropertyField = memo(DrawnPropertyField, isSameField)

/** These offer what the widget's other properties lead to. */
const boundTypes: ReadonlySet<string> = new Set(['query', 'table', 'page', 'column', 'columns'])

function isSameField(before: PropertyFieldProps, after: PropertyFieldProps): boolean {
  const { property, widget } = after
  if (before.property !== property || before.widget.id !== widget.id) return false
  if (before.widget === widget) return true
  if (boundTypes.has(property.type)) return false
  return isSameJson(before.widget.properties[property.name], widget.properties[property.name])
}

function DrawnPropertyField({ widget, property }: PropertyFieldProps) {
  const { t } = useMessages()
  const editor = useEditor()
  const scope = useScope()
  const readOnly = useReadOnly()
  const current = useCurrentValue(widget.id, property.name)
  const problems = useProblems().filter(
    (problem) => problem.widgetId === widget.id && problem.property === property.name,
  )
  const value = widget.properties[property.name]
  const change = (next: PropertyValue | null) => setProperty(editor.ydoc, widget.id, property.name, next)
  const shared = {
    label: t(property.label),
    help: property.help ? t(property.help) : undefined,
    error: problems[0] && explainPageProblem(problems[0]),
    disabled: readOnly,
  }
  switch (property.type) {
    case 'query':
    case 'table':
    case 'page':
      return <ReferenceField {...shared} widget={widget} property={property} onChange={change} />
    case 'column':
      return <ColumnField {...shared} widget={widget} property={property} onChange={change} />
    case 'columns':
      return <ColumnsField {...shared} widget={widget} property={property} onChange={change} />
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
}

function ReferenceField(props: BoundFieldProps<ReferenceProperty>) {
  const { t } = useMessages()
  const { property, widget, onChange } = props
  const options = useReferences(property.type)
  const held = constantOf(widget, property.name)
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
      <QueryActs widget={widget} queryId={typeof held === 'string' ? held : null} disabled={props.disabled} />
    </div>
  )
}

function QueryActs({
  widget,
  queryId,
  disabled,
}: {
  widget: WidgetNode
  queryId: string | null
  disabled?: boolean
}) {
  const { t } = useMessages()
  const editor = useEditor()
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={Database}
        variant={queryId === null ? 'primary' : 'secondary'}
        disabled={disabled}
        onClick={() => editor.pending.set({ type: widget.type, widgetId: widget.id })}
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
  const page = usePage()
  const { tables } = useCatalogue()
  const pages = useOperation(listPages, {}, { enabled: type === 'page' })
  if (type === 'query') return Object.values(page.queries).map(({ id, name }) => ({ value: id, label: name }))
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
    case 'expression':
      return { kind: 'none' }
    default:
      return { kind: 'text' }
  }
}
