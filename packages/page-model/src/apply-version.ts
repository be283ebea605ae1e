import type { PageDocument, PageQuery, WidgetNode } from '@flexoffice/contract/page-document'
import type * as Y from 'yjs'
import { localOrigin, makeQueryMap, makeWidgetMap, pageMaps } from './document.ts'
import { edit, setEntry } from './edit-document.ts'

/**
 * Makes the live page equal to a version by changing only what differs: restoring is an edit like any other, which
 * others see at once and which its author may undo.
 */
export function applyVersion(ydoc: Y.Doc, version: PageDocument, origin: unknown = localOrigin): void {
  const maps = pageMaps(ydoc)
  edit(
    ydoc,
    () => {
      setEntry(maps.page, 'title', version.title)
      for (const name of ['mode', 'accent', 'density'] as const)
        setEntry(maps.page, `theme.${name}`, version.theme[name] ?? null)
      applyNodes(maps.widgets, version.widgets, makeWidgetMap, applyWidget)
      applyNodes(maps.queries, version.queries, makeQueryMap, applyQuery)
      applyEntries(maps.state, version.state)
    },
    origin,
  )
}

function applyNodes<Node>(
  root: Y.Map<Y.Map<unknown>>,
  nodes: Record<string, Node>,
  make: (node: Node) => Y.Map<unknown>,
  apply: (map: Y.Map<unknown>, node: Node) => void,
): void {
  for (const [id, map] of root.entries()) if (!Object.hasOwn(nodes, id)) setEntry(map, 'removed', true)
  for (const [id, node] of Object.entries(nodes)) {
    const map = root.get(id)
    if (!map) {
      root.set(id, make(node))
      continue
    }
    setEntry(map, 'removed', null)
    apply(map, node)
  }
}

function applyWidget(map: Y.Map<unknown>, widget: WidgetNode): void {
  for (const field of ['type', 'name', 'parent'] as const) setEntry(map, field, widget[field])
  setEntry(map, 'visible', widget.visible ?? null)
  applyEntries(map.get('properties') as Y.Map<unknown>, widget.properties)
  applyEntries(map.get('layout') as Y.Map<unknown>, widget.layout)
  applyEntries(map.get('events') as Y.Map<unknown>, widget.events)
}

function applyQuery(map: Y.Map<unknown>, query: PageQuery): void {
  for (const field of ['name', 'kind', 'query', 'runs'] as const) setEntry(map, field, query[field])
}

function applyEntries(map: Y.Map<unknown>, entries: Record<string, unknown>): void {
  for (const name of map.keys()) if (entries[name] === undefined) setEntry(map, name, null)
  for (const [name, value] of Object.entries(entries)) if (value !== undefined) setEntry(map, name, value)
}
