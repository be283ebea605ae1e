import type { JsonValue, PageAction, PropertyValue, WidgetNode } from '@flexoffice/contract/page-document'
import { compileTemplate, type Scope } from '@flexoffice/expression'
import type { PropertyDefinition, WidgetDefinition, WidgetValueType } from '@flexoffice/sdk/widget'
import { checkConstant } from './check-constant.ts'
import type { CheckContext } from './check-context.ts'
import { checkFormats } from './check-formats.ts'
import { checkSource } from './check-source.ts'
import { buildRuleScope, columnsOfForm, readRuleEntries } from './form-rules.ts'
import { boundRow, buildEventScope } from './page-scope.ts'
import { type PageProblem, pageError, pageWarning, suggest } from './problem.ts'

/** Finds the mistakes of one widget: its type, its properties, its visibility and its events. */
export function checkWidget(widget: WidgetNode, context: CheckContext): PageProblem[] {
  const definition = context.registry.get(widget.type)
  const place = { widgetId: widget.id }
  if (!definition) {
    const message = `There is no widget of the type "${widget.type}" in this workspace. Install it, or remove "${widget.name}".`
    const known = suggest(widget.type, context.registry.keys())
    return [
      pageError('unknown_widget_type', place, message, { type: widget.type, name: widget.name, ...known }),
    ]
  }
  return [
    ...checkParent(widget, context),
    ...Object.entries(widget.properties).flatMap(([name, value]) =>
      checkProperty(widget, definition, name, value, context),
    ),
    ...missingProperties(widget, definition),
    ...(widget.visible?.trim()
      ? checkSource(widget.visible, context.scope, 'boolean', { widgetId: widget.id, property: 'visible' })
      : []),
    ...Object.entries(widget.events).flatMap(([event, actions]) =>
      checkEvent(widget, definition, event, actions, context),
    ),
  ]
}

function checkParent(widget: WidgetNode, { page, registry }: CheckContext): PageProblem[] {
  if (widget.parent === null) return []
  const parent = page.widgets[widget.parent]
  if (parent && registry.get(parent.type)?.container) return []
  const message = `"${widget.name}" lies in something that cannot hold widgets. Move it onto the page.`
  return [
    pageError('not_a_container', { widgetId: widget.id, property: 'parent' }, message, { name: widget.name }),
  ]
}

function checkProperty(
  widget: WidgetNode,
  definition: WidgetDefinition,
  name: string,
  value: PropertyValue,
  context: CheckContext,
): PageProblem[] {
  const property = definition.properties.find((candidate) => candidate.name === name)
  const place = { widgetId: widget.id, property: name }
  if (!property) {
    const known = suggest(
      name,
      definition.properties.map((candidate) => candidate.name),
    )
    const message = `A widget of the type "${widget.type}" has no property "${name}". Take it out.`
    return [pageWarning('unknown_property', place, message, { property: name, type: widget.type, ...known })]
  }
  if (value.kind === 'value')
    return [
      ...checkConstant(value.value, property, widget, context),
      ...checkRules(value.value, property, widget, context),
      ...checkFormats(value.value, property, widget, context),
    ]
  if (!takesExpressions(property))
    return [
      pageError('constant_needed', place, `"${name}" must be chosen; it cannot be an expression.`, {
        property: name,
      }),
    ]
  if (value.kind === 'expression')
    return checkSource(value.source, context.scope, expectedOf(property), place)
  const { problems } = compileTemplate(value.source, context.scope)
  return problems.map((problem) => ({ ...problem, ...place }))
}

/** Finds the mistakes of the rules that a form's fields have; a hidden field asks nothing. */
function checkRules(
  value: JsonValue,
  property: PropertyDefinition,
  widget: WidgetNode,
  { catalogue }: CheckContext,
): PageProblem[] {
  if (property.type !== 'columns' || !property.settings?.includes('validation')) return []
  const entries = readRuleEntries(value)
  const bound = widget.properties[property.columnsOf]
  const table = bound?.kind === 'value' ? catalogue?.tables.get(String(bound.value)) : undefined
  const columns = columnsOfForm(entries, table?.columns ?? [])
  return entries.flatMap(({ column, hidden, validation }, index) => {
    if (hidden || validation === '') return []
    const own = columns.find(({ id, name }) => id === column || name === column)
    const scope = buildRuleScope(own, columns, { open: table === undefined })
    const place = { widgetId: widget.id, property: `${property.name}[${index}].validation` }
    return checkSource(validation, scope, 'boolean', place)
  })
}

function missingProperties(widget: WidgetNode, definition: WidgetDefinition): PageProblem[] {
  const missing = definition.properties.filter(
    (property) => property.required && isEmpty(widget.properties[property.name], property),
  )
  return missing.map((property) =>
    pageError(
      'missing_property',
      { widgetId: widget.id, property: property.name },
      `"${widget.name}" needs a value for "${property.name}".`,
      {
        name: widget.name,
        property: property.name,
      },
    ),
  )
}

function isEmpty(value: PropertyValue | undefined, property: PropertyDefinition): boolean {
  if (!value) return property.default === undefined
  if (value.kind !== 'value') return value.source.trim() === ''
  return (
    value.value === null || value.value === '' || (Array.isArray(value.value) && value.value.length === 0)
  )
}

function checkEvent(
  widget: WidgetNode,
  definition: WidgetDefinition,
  event: string,
  actions: readonly PageAction[],
  context: CheckContext,
): PageProblem[] {
  const known = definition.events.map((candidate) => candidate.name)
  if (!known.includes(event)) {
    const message = `A widget of the type "${widget.type}" has no event "${event}". Take its actions out.`
    return [
      pageWarning('unknown_event', { widgetId: widget.id, property: `events.${event}` }, message, {
        event,
        type: widget.type,
        ...suggest(event, known),
      }),
    ]
  }
  const scope = buildEventScope(context.scope, definition, event, (property) =>
    boundRow(context.page.queries, widget.properties[property], context.catalogue),
  )
  return actions.flatMap((action, index) => {
    const place = { widgetId: widget.id, property: `events.${event}[${index}]` }
    return [
      ...(action.when?.trim()
        ? checkSource(action.when, scope, 'boolean', { ...place, property: `${place.property}.when` })
        : []),
      ...checkAction(action, scope, place, context),
    ]
  })
}

function checkAction(
  action: PageAction,
  scope: Scope,
  place: { widgetId: string; property: string },
  { page, catalogue }: CheckContext,
): PageProblem[] {
  const at = (field: string) => ({ ...place, property: `${place.property}.${field}` })
  switch (action.kind) {
    case 'runQuery':
      return unknownQueries([action.queryId], page.queries, at('queryId'))
    case 'refresh':
      return unknownQueries(action.queryIds ?? [], page.queries, at('queryIds'))
    case 'setState': {
      const known = Object.keys(page.state)
      if (known.includes(action.name)) return checkValue(action.value, scope, at('value'))
      return [
        pageError(
          'unknown_state',
          at('name'),
          `The page has no variable "${action.name}". Add it under Values, or choose another.`,
          { name: action.name, ...suggest(action.name, known) },
        ),
      ]
    }
    case 'showMessage':
      return checkValue(action.message, scope, at('message'))
    case 'openPage':
      return [
        ...(catalogue?.pages && !catalogue.pages.has(action.pageId)
          ? [
              pageError(
                'unknown_page',
                at('pageId'),
                'The page to open does not exist, or you may not read it. Choose another.',
              ),
            ]
          : []),
        ...checkValues(action.parameters, scope, at('parameters')),
      ]
    case 'changeRecord': {
      const table = catalogue?.tables.get(action.tableId)
      if (catalogue && !table)
        return [
          pageError(
            'unknown_table',
            at('tableId'),
            'The table to change does not exist, or you may not read it. Choose another.',
          ),
        ]
      const columns = table?.columns.map((column) => column.id)
      return [
        ...(['key', 'values'] as const).flatMap((field) => [
          ...checkValues(action[field], scope, at(field)),
          ...Object.keys(action[field])
            .filter((column) => columns && !columns.includes(column))
            .map((column) =>
              pageError(
                'unknown_column',
                at(`${field}.${column}`),
                `The table has no column "${column}" that you can use. Take it out, or choose another.`,
                { column, ...suggest(column, columns!) },
              ),
            ),
        ]),
        ...(action.seen?.trim() ? checkSource(action.seen, scope, 'record', at('seen')) : []),
        ...(action.confirm ? checkValue(action.confirm, scope, at('confirm')) : []),
        ...(action.operation !== 'create' && Object.keys(action.key).length === 0
          ? [pageError('missing_key', at('key'), 'Say which record: give its key columns.')]
          : []),
      ]
    }
  }
}

function unknownQueries(
  queryIds: readonly string[],
  queries: Readonly<Record<string, unknown>>,
  place: { widgetId: string; property: string },
): PageProblem[] {
  return queryIds
    .filter((queryId) => !Object.hasOwn(queries, queryId))
    .map(() => pageError('unknown_query', place, 'The query was removed from the page. Choose another.'))
}

function checkValues(
  values: Record<string, PropertyValue>,
  scope: Scope,
  place: { widgetId: string; property: string },
): PageProblem[] {
  return Object.entries(values).flatMap(([name, value]) =>
    checkValue(value, scope, { ...place, property: `${place.property}.${name}` }),
  )
}

function checkValue(
  value: PropertyValue,
  scope: Scope,
  place: { widgetId: string; property: string },
): PageProblem[] {
  if (value.kind === 'value') return []
  if (value.kind === 'expression') return checkSource(value.source, scope, 'any', place)
  return compileTemplate(value.source, scope).problems.map((problem) => ({ ...problem, ...place }))
}

function takesExpressions(property: PropertyDefinition): boolean {
  return !['query', 'table', 'page', 'column', 'columns', 'formats'].includes(property.type)
}

function expectedOf(property: PropertyDefinition): WidgetValueType {
  if ('expects' in property && property.expects) return property.expects
  if (property.type === 'number' || property.type === 'boolean') return property.type
  if (property.type === 'options') return 'list'
  return property.type === 'expression' ? 'any' : 'text'
}
