import type {
  PageAction,
  PageDocument,
  PageQuery,
  PropertyValue,
  WidgetNode,
} from '@flexoffice/contract/page-document'
import { isQueryExpression, type JsonValue } from '@flexoffice/contract/page-document'
import { renameReference, renameTemplateReference, type Scope } from '@flexoffice/expression'
import type * as Y from 'yjs'
import { pageMaps } from './document.ts'
import { edit, readPage, requireFreeName, requireQuery, requireWidget, setEntry } from './edit-document.ts'
import { setStateEntry } from './edit-page.ts'
import { sortKeys } from './stable-json.ts'

/** Renames a widget, and every reference to it on the page, as one step of undo. */
export function renameWidget(ydoc: Y.Doc, widgetId: string, name: string): void {
  const widget = requireWidget(ydoc, widgetId)
  renameNode(ydoc, widget, name)
}

/** Renames a query, and every reference to it on the page, as one step of undo. */
export function renameQuery(ydoc: Y.Doc, queryId: string, name: string): void {
  const query = requireQuery(ydoc, queryId)
  renameNode(ydoc, query, name)
}

/** Renames a variable of the page, and every `state.NAME`, as one step of undo. */
export function renameState(ydoc: Y.Doc, from: string, to: string): void {
  const page = readPage(ydoc)
  const entry = page.state[from]
  if (!entry || from === to) return
  edit(ydoc, () => {
    setStateEntry(ydoc, to, entry)
    setStateEntry(ydoc, from, null)
    rewriteDocument(ydoc, page, makeRewriter(['state', from], to), (action) =>
      action.kind === 'setState' && action.name === from ? { ...action, name: to } : action,
    )
  })
}

function renameNode(ydoc: Y.Doc, node: Y.Map<unknown>, name: string): void {
  const before = node.get('name') as string
  if (before === name) return
  const page = readPage(ydoc)
  requireFreeName(page, name)
  edit(ydoc, () => {
    setEntry(node, 'name', name)
    rewriteDocument(ydoc, page, makeRewriter([before], name), (action) => action)
  })
}

/** How sources of expressions and of texts with expressions change. */
interface Rewriter {
  source(source: string): string
  template(source: string): string
}

const noNames: Scope = { fields: {} }

function makeRewriter(path: string[], to: string): Rewriter {
  return {
    source: (source) => (source.includes(path.at(-1)!) ? renameReference(source, noNames, path, to) : source),
    template: (source) =>
      source.includes(path.at(-1)!) ? renameTemplateReference(source, noNames, path, to) : source,
  }
}

function rewriteDocument(
  ydoc: Y.Doc,
  page: PageDocument,
  rewrite: Rewriter,
  changeAction: (action: PageAction) => PageAction,
): void {
  for (const widget of Object.values(page.widgets)) {
    const map = requireWidget(ydoc, widget.id)
    rewriteWidget(map, widget, rewrite, changeAction)
  }
  for (const query of Object.values(page.queries)) {
    const map = pageMaps(ydoc).queries.get(query.id)!
    setEntry(map, 'query', rewriteQuery(query, rewrite))
  }
}

function rewriteWidget(
  map: Y.Map<unknown>,
  widget: WidgetNode,
  rewrite: Rewriter,
  changeAction: (action: PageAction) => PageAction,
): void {
  const properties = map.get('properties') as Y.Map<unknown>
  const events = map.get('events') as Y.Map<unknown>
  if (widget.visible !== undefined) setEntry(map, 'visible', rewrite.source(widget.visible))
  for (const [name, value] of Object.entries(widget.properties))
    setEntry(properties, name, rewriteValue(value, rewrite))
  for (const [event, actions] of Object.entries(widget.events))
    setEntry(
      events,
      event,
      actions.map((action) => changeAction(rewriteAction(action, rewrite))),
    )
}

function rewriteValue(value: PropertyValue, rewrite: Rewriter): PropertyValue {
  if (value.kind === 'value') return { kind: 'value', value: rewriteJson(value.value, rewrite) }
  const source = value.kind === 'template' ? rewrite.template(value.source) : rewrite.source(value.source)
  return { kind: value.kind, source }
}

function rewriteAction(action: PageAction, rewrite: Rewriter): PageAction {
  const changed = action.when === undefined ? action : { ...action, when: rewrite.source(action.when) }
  const values = (named: Record<string, PropertyValue>) =>
    Object.fromEntries(Object.entries(named).map(([name, value]) => [name, rewriteValue(value, rewrite)]))
  switch (changed.kind) {
    case 'setState':
      return { ...changed, value: rewriteValue(changed.value, rewrite) }
    case 'showMessage':
      return { ...changed, message: rewriteValue(changed.message, rewrite) }
    case 'openPage':
      return { ...changed, parameters: values(changed.parameters) }
    case 'changeRecord':
      return {
        ...changed,
        key: values(changed.key),
        values: values(changed.values),
        ...(changed.seen === undefined ? {} : { seen: rewrite.source(changed.seen) }),
        ...(changed.confirm === undefined ? {} : { confirm: rewriteValue(changed.confirm, rewrite) }),
      }
    default:
      return changed
  }
}

function rewriteQuery(query: PageQuery, rewrite: Rewriter): JsonValue {
  return sortKeys(rewriteJson(query.query, rewrite))
}

function rewriteJson(value: JsonValue, rewrite: Rewriter): JsonValue {
  if (isQueryExpression(value))
    return { ...value, $expression: rewrite.source(value.$expression) } as JsonValue
  if (Array.isArray(value)) return value.map((item) => rewriteJson(item, rewrite))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewriteJson(item, rewrite)]))
}
