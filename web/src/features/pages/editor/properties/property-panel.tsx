import type { WidgetNode } from '@flexoffice/contract/page-document'
import { renameWidget, setVisible } from '@flexoffice/page-model'
import type { PropertyDefinition, PropertyGroup, WidgetDefinition } from '@flexoffice/sdk/widget'
import { EmptyState, IconButton } from '@flexoffice/ui'
import { CopyPlus, Trash2 } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { duplicateSelected, removeSelected } from '../commands.ts'
import { useEditor, usePagePart, useReadOnly, useSelection } from '../editor.ts'
import { EventEditor } from '../events/event-editor.tsx'
import { widgetIcon } from '../palette/widget-icon.ts'
import { useProblems, useScope } from '../scope.tsx'
import { NameField } from './name-field.tsx'
import { PageSettings } from './page-settings.tsx'
import { PropertyField, useCurrentValue } from './property-field.tsx'
import { Section } from './section.tsx'
import { ValueField } from './value-field.tsx'

/** The settings of what is selected: a widget, several, or the page itself. */
export const PropertyPanel = memo(function PropertyPanel() {
  const { t } = useMessages()
  const selection = useSelection()
  const count = usePagePart(({ widgets }) => selection.filter((id) => widgets[id]).length)
  const widgetId = usePagePart(({ widgets }) => selection.find((id) => widgets[id]))
  return (
    <aside
      // Settings of another selection are read from their beginning.
      key={count > 1 ? 'several' : (widgetId ?? 'page')}
      aria-label={t('pageEditor.properties.title')}
      className="flex h-full w-full flex-col overflow-y-auto border-l border-line bg-surface"
    >
      {count > 1 ? (
        <SeveralSelected count={count} />
      ) : widgetId !== undefined ? (
        <WidgetSettings widgetId={widgetId} />
      ) : (
        <PageSettings />
      )}
    </aside>
  )
})

const groups: readonly PropertyGroup[] = ['data', 'appearance', 'visibility', 'events']

/** Each part follows only what it shows of the widget, so a keystroke in one field draws that field. */
function WidgetSettings({ widgetId }: { widgetId: string }) {
  const type = usePagePart(({ widgets }) => widgets[widgetId]?.type ?? '')
  const definition = widgetRegistry.get(type)
  const root = useWantedField()
  return (
    <div ref={root}>
      <WidgetHeader type={type} />
      <WidgetName widgetId={widgetId} />
      {definition
        ? groups.map((group) => (
            <Group key={group} group={group} widgetId={widgetId} definition={definition} />
          ))
        : null}
    </div>
  )
}

function WidgetName({ widgetId }: { widgetId: string }) {
  const { t } = useMessages()
  const { ydoc } = useEditor()
  const name = usePagePart(({ widgets }) => widgets[widgetId]?.name ?? '')
  return (
    <div className="px-4 pt-3" data-property="name">
      <NameField
        label={t('pageEditor.properties.name')}
        help={t('pageEditor.properties.nameHelp')}
        value={name}
        onRename={(next) => renameWidget(ydoc, widgetId, next)}
      />
    </div>
  )
}

const WidgetHeader = memo(function WidgetHeader({ type }: { type: string }) {
  const { t } = useMessages()
  const editor = useEditor()
  const definition = widgetRegistry.get(type)
  const Icon = widgetIcon(definition?.icon)
  return (
    <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
      <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      <h2 className="min-w-0 flex-1 truncate text-md font-semibold">
        {definition ? t(definition.label) : type}
      </h2>
      <IconButton
        size="sm"
        icon={CopyPlus}
        label={t('pageEditor.acts.duplicate')}
        shortcut="Mod+D"
        onClick={() => duplicateSelected(editor)}
      />
      <IconButton
        size="sm"
        icon={Trash2}
        label={t('pageEditor.acts.remove')}
        shortcut="Delete"
        onClick={() => removeSelected(editor)}
      />
    </header>
  )
})

const Group = memo(function Group(props: {
  group: PropertyGroup
  widgetId: string
  definition: WidgetDefinition
}) {
  const { group, widgetId, definition } = props
  const { t } = useMessages()
  const properties = useShownProperties(group, widgetId, definition)
  const events = group === 'events' ? definition.events : []
  if (properties.length === 0 && events.length === 0 && group !== 'visibility') return null
  return (
    <Section title={t(`pageEditor.groups.${group}`)}>
      {properties.map((property) => (
        <div key={property.name} data-property={property.name}>
          <PropertyField widgetId={widgetId} property={property} />
        </div>
      ))}
      {group === 'visibility' ? <VisibleField widgetId={widgetId} /> : null}
      {events.map((event) => (
        <div key={event.name} data-property={`events.${event.name}`}>
          <EventEditor widgetId={widgetId} definition={definition} event={event} />
        </div>
      ))}
    </Section>
  )
})

/** What of a group is shown at present; some properties appear only with a certain value of another. */
function useShownProperties(group: PropertyGroup, widgetId: string, definition: WidgetDefinition) {
  const all = definition.properties.filter((property) => property.group === group)
  const shown = usePagePart(({ widgets }) => {
    const widget = widgets[widgetId]
    return widget ? all.map((property) => (isShown(property, widget, definition) ? '1' : '0')).join('') : ''
  })
  return all.filter((_, index) => shown[index] === '1')
}

function VisibleField({ widgetId }: { widgetId: string }) {
  const { t } = useMessages()
  const source = usePagePart(({ widgets }) => widgets[widgetId]?.visible)
  const editor = useEditor()
  const readOnly = useReadOnly()
  const scope = useScope()
  const current = useCurrentValue(widgetId, 'visible')
  const problems = useProblems().filter(
    (problem) => problem.widgetId === widgetId && problem.property === 'visible',
  )
  return (
    <div data-property="visible">
      <ValueField
        label={t('pageEditor.properties.visible')}
        help={t('pageEditor.properties.visibleHelp')}
        control={{ kind: 'none' }}
        value={source === undefined ? undefined : { kind: 'expression', source }}
        scope={scope}
        problems={problems}
        current={current}
        readOnly={readOnly}
        onChange={(next) =>
          setVisible(editor.ydoc, widgetId, next && next.kind !== 'value' ? next.source : null)
        }
      />
    </div>
  )
}

function SeveralSelected({ count }: { count: number }) {
  const { t } = useMessages()
  return (
    <EmptyState title={t('pageEditor.properties.several', { count })}>
      {t('pageEditor.properties.severalHelp')}
    </EmptyState>
  )
}

/** Puts the focus into the field that a problem or a message led to. */
function useWantedField() {
  const { wanted } = useEditor()
  const name = useStore(wanted)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (name === null) return
    const fields = [...(root.current?.querySelectorAll<HTMLElement>('[data-property]') ?? [])]
    // The innermost comes last: a line of a list before the list.
    const field = fields.findLast(
      ({ dataset: { property } }) =>
        name === property || name.startsWith(`${property}[`) || name.startsWith(`${property}.`),
    )
    field?.scrollIntoView({ block: 'center' })
    field?.querySelector<HTMLElement>('input, [contenteditable="true"], button, [role="combobox"]')?.focus()
    wanted.set(null)
  }, [name, wanted])
  return root
}

function isShown(property: PropertyDefinition, widget: WidgetNode, definition: WidgetDefinition): boolean {
  const { shownWhen } = property
  if (!shownWhen) return true
  const value = widget.properties[shownWhen.property]
  if (value && value.kind !== 'value') return true
  const fallback = definition.properties.find(({ name }) => name === shownWhen.property)?.default
  return shownWhen.oneOf.includes(value?.value ?? fallback ?? null)
}
