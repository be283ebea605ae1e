import type { PageAction, PropertyValue } from '@flexoffice/contract/page-document'
import type { Scope } from '@flexoffice/expression'
import { boundRow, buildEventScope, setEvent } from '@flexoffice/page-model'
import type { WidgetDefinition, WidgetEvent } from '@flexoffice/sdk/widget'
import { Button, IconButton, Menu } from '@flexoffice/ui'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useMemo } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useCatalogue } from '../catalogue.tsx'
import { useEditor, usePagePart, useReadOnly } from '../editor.ts'
import { explainPageProblem, useProblems, useScope } from '../scope.tsx'
import { ActionFields } from './action-fields.tsx'
import { actionKinds, newAction } from './new-action.ts'

interface EventEditorProps {
  widgetId: string
  definition: WidgetDefinition
  event: WidgetEvent
}

/** What happens when an event of a widget occurs: actions, one after the other. */
export function EventEditor({ widgetId, definition, event }: EventEditorProps) {
  const { t } = useMessages()
  const { ydoc, document } = useEditor()
  const readOnly = useReadOnly()
  const { tables } = useCatalogue()
  const scope = useEventScope(widgetId, definition, event)
  const hasQueries = usePagePart((page) => Object.keys(page.queries).length > 0)
  const actions = usePagePart((page) => page.widgets[widgetId]?.events[event.name]) ?? []
  const write = (next: PageAction[]) => setEvent(ydoc, widgetId, event.name, next)
  const add = (kind: PageAction['kind']) => {
    const page = document.getSnapshot()
    const state = Object.keys(page.state)[0]
    write([
      ...actions,
      newAction(kind, { queryId: Object.keys(page.queries)[0], state, tableId: tables[0]?.id }),
    ])
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" disabled={readOnly}>
      <legend className="mb-1 font-medium">{t(event.label)}</legend>
      <ol className="flex flex-col gap-2">
        {actions.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action is its place in the list
          <li key={index} className="flex flex-col gap-3 rounded-md border border-line bg-canvas p-3">
            <ActionHeader
              action={action}
              index={index}
              count={actions.length}
              onMove={(by) => write(moved(actions, index, by))}
              onRemove={() => write(actions.filter((_, at) => at !== index))}
            />
            <ActionFields
              action={action}
              scope={scope}
              place={`events.${event.name}[${index}]`}
              widgetId={widgetId}
              onChange={(next) => write(actions.map((one, at) => (at === index ? next : one)))}
            />
            <ActionProblems widgetId={widgetId} place={`events.${event.name}[${index}]`} />
          </li>
        ))}
      </ol>
      <div>
        <Menu
          trigger={
            <Button size="sm" icon={Plus}>
              {t('pageEditor.events.add')}
            </Button>
          }
          items={actionKinds.map((kind) => ({
            label: t(`pageEditor.actions.${kind}`),
            disabled: kind === 'runQuery' && !hasQueries,
            onSelect: () => add(kind),
          }))}
        />
      </div>
    </fieldset>
  )
}

/** The names that the event's actions may use; the rows in it have the columns of what the widget is bound to. */
function useEventScope(widgetId: string, definition: WidgetDefinition, event: WidgetEvent): Scope {
  const pageScope = useScope()
  const { checked } = useCatalogue()
  const queries = usePagePart((page) => page.queries)
  const bindings = usePagePart((page) =>
    JSON.stringify(boundProperties(event).map((name) => [name, page.widgets[widgetId]?.properties[name]])),
  )
  return useMemo(() => {
    const properties = Object.fromEntries(JSON.parse(bindings) as [string, PropertyValue | null][])
    return buildEventScope(pageScope, definition, event.name, (property) =>
      boundRow(queries, properties[property] ?? undefined, checked),
    )
  }, [pageScope, definition, event.name, queries, bindings, checked])
}

function boundProperties({ payload = [] }: WidgetEvent): string[] {
  return payload.flatMap(({ columnsOf }) => columnsOf ?? [])
}

function ActionHeader(props: {
  action: PageAction
  index: number
  count: number
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}) {
  const { t } = useMessages()
  const { action, index, count } = props
  const name = t(`pageEditor.actions.${action.kind}`)
  return (
    <div className="flex items-center gap-1">
      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
      {count > 1 ? (
        <>
          <IconButton
            size="sm"
            icon={ArrowUp}
            label={t('pageEditor.events.earlier', { name })}
            disabled={index === 0}
            onClick={() => props.onMove(-1)}
          />
          <IconButton
            size="sm"
            icon={ArrowDown}
            label={t('pageEditor.events.later', { name })}
            disabled={index === count - 1}
            onClick={() => props.onMove(1)}
          />
        </>
      ) : null}
      <IconButton
        size="sm"
        icon={X}
        label={t('pageEditor.events.remove', { name })}
        onClick={props.onRemove}
      />
    </div>
  )
}

/** Mistakes that belong to no single field of the action. */
function ActionProblems({ widgetId, place }: { widgetId: string; place: string }) {
  const problems = useProblems().filter(
    (problem) => problem.widgetId === widgetId && problem.property === place,
  )
  return problems.map((problem) => (
    <p key={problem.code} className="text-sm text-danger-ink">
      {explainPageProblem(problem)}
    </p>
  ))
}

function moved<Item>(items: readonly Item[], index: number, by: number): Item[] {
  const next = [...items]
  const [item] = next.splice(index, 1)
  next.splice(index + by, 0, item!)
  return next
}
