import {
  type GridBox,
  type PageAction,
  type PageDocument,
  type PageQuery,
  type PageState,
  type PageTheme,
  type PropertyValue,
  pageFormatVersion,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import * as Y from 'yjs'
import { keptSorted } from './stable-json.ts'

/** The names of the live document's root maps; an update that makes any other is refused. */
export const rootNames = ['page', 'widgets', 'queries', 'state'] as const

/** The origin of this person's own transactions; only these are undone by their undo. */
export const localOrigin = Object.freeze({ kind: 'local' })

/** The origin of writing a whole document: never undone. */
export const loadOrigin = Object.freeze({ kind: 'load' })

/** A widget in the live document: its own map, with maps below for properties, layout and events. */
export type WidgetMap = Y.Map<unknown>

/**
 * The maps of a live page. They are root types, so two people who write at once never replace one another's map. What is
 * removed gets the mark `removed`, and an emptied entry null: a deletion in Yjs would leave no trace of a conflict.
 */
export interface PageMaps {
  page: Y.Map<unknown>
  widgets: Y.Map<WidgetMap>
  queries: Y.Map<Y.Map<unknown>>
  state: Y.Map<unknown>
}

/** The root maps of a live page document. */
export function pageMaps(ydoc: Y.Doc): PageMaps {
  return {
    page: ydoc.getMap('page'),
    widgets: ydoc.getMap<WidgetMap>('widgets'),
    queries: ydoc.getMap<Y.Map<unknown>>('queries'),
    state: ydoc.getMap('state'),
  }
}

/** The page as stable JSON: equal live documents give equal texts; removed things are left out, lost parents mended. */
export function toPageDocument(ydoc: Y.Doc): PageDocument {
  const maps = pageMaps(ydoc)
  return assembleDocument(maps, readAll(maps.widgets, readWidget), readAll(maps.queries, readQuery))
}

/** Puts read nodes together; kept apart so that a follower of changes can keep the nodes that did not change. */
export function assembleDocument(
  maps: PageMaps,
  widgets: Record<string, WidgetNode>,
  queries: Record<string, PageQuery>,
): PageDocument {
  return {
    formatVersion: pageFormatVersion,
    title: (maps.page.get('title') as string | undefined) ?? '',
    widgets: mendParents(widgets),
    queries,
    state: readAll(maps.state, (_, entry) => (entry ? keptSorted(entry as PageState) : null)),
    theme: readTheme(maps.page),
  }
}

/** Writes a whole document into an empty live one. */
export function fromPageDocument(page: PageDocument, ydoc: Y.Doc, origin: unknown = loadOrigin): void {
  const maps = pageMaps(ydoc)
  ydoc.transact(() => {
    maps.page.set('formatVersion', page.formatVersion)
    maps.page.set('title', page.title)
    for (const [name, value] of Object.entries(page.theme)) maps.page.set(`theme.${name}`, value)
    for (const widget of Object.values(page.widgets)) maps.widgets.set(widget.id, makeWidgetMap(widget))
    for (const query of Object.values(page.queries)) maps.queries.set(query.id, makeQueryMap(query))
    for (const [name, entry] of Object.entries(page.state)) maps.state.set(name, entry)
  }, origin)
}

/** A widget's map, ready to be put into the document. */
export function makeWidgetMap(widget: WidgetNode): WidgetMap {
  const map = new Y.Map<unknown>()
  for (const field of ['type', 'name', 'parent'] as const) map.set(field, widget[field])
  if (widget.visible !== undefined) map.set('visible', widget.visible)
  map.set('properties', new Y.Map(Object.entries(widget.properties)))
  map.set('layout', new Y.Map(Object.entries(widget.layout).filter(([, box]) => box !== undefined)))
  map.set('events', new Y.Map(Object.entries(widget.events)))
  return map
}

/** A query's map, ready to be put into the document. */
export function makeQueryMap(query: PageQuery): Y.Map<unknown> {
  return new Y.Map(Object.entries(query).filter(([field]) => field !== 'id'))
}

/** One widget as JSON, or null when it is removed. */
export function readWidget(id: string, map: WidgetMap): WidgetNode | null {
  return map.get('removed') === true ? null : readWidgetFields(id, map)
}

/** One widget as JSON, removed or not. */
export function readWidgetFields(id: string, map: WidgetMap): WidgetNode {
  const visible = map.get('visible')
  const layout = map.get('layout') as Y.Map<GridBox | null>
  const tablet = layout.get('tablet')
  return {
    id,
    type: map.get('type') as string,
    name: map.get('name') as string,
    parent: (map.get('parent') as string | null | undefined) ?? null,
    properties: readEntries<PropertyValue>(map.get('properties')),
    ...(typeof visible === 'string' ? { visible } : {}),
    layout: {
      desktop: keptSorted(layout.get('desktop')!),
      ...(tablet ? { tablet: keptSorted(tablet) } : {}),
    },
    events: readEntries<PageAction[]>(map.get('events')),
  }
}

/** One query as JSON, or null when it is removed. */
export function readQuery(id: string, map: Y.Map<unknown>): PageQuery | null {
  return map.get('removed') === true ? null : readQueryFields(id, map)
}

/** One query as JSON, removed or not. */
export function readQueryFields(id: string, map: Y.Map<unknown>): PageQuery {
  return {
    id,
    name: map.get('name') as string,
    kind: 'structured',
    query: keptSorted(map.get('query')) as PageQuery['query'],
    runs: map.get('runs') as PageQuery['runs'],
  }
}

function readAll<Entry, Node>(
  entries: Y.Map<Entry>,
  read: (id: string, entry: Entry) => Node | null,
): Record<string, Node> {
  const nodes: Record<string, Node> = {}
  for (const id of [...entries.keys()].sort()) {
    const node = read(id, entries.get(id)!)
    if (node !== null) nodes[id] = node
  }
  return nodes
}

function readEntries<Value>(map: unknown): Record<string, Value> {
  return readAll(map as Y.Map<Value | null>, (_, value) => (value === null ? null : keptSorted(value)))
}

function readTheme(page: Y.Map<unknown>): PageTheme {
  const accent = page.get('theme.accent')
  return {
    mode: (page.get('theme.mode') as PageTheme['mode'] | undefined) ?? 'system',
    ...(typeof accent === 'string' ? { accent } : {}),
    density: (page.get('theme.density') as PageTheme['density'] | undefined) ?? 'comfortable',
  }
}

/** Two moves made at once may put containers into each other, or into a removed one: such widgets lie on the page. */
function mendParents(widgets: Record<string, WidgetNode>): Record<string, WidgetNode> {
  const mended: Record<string, WidgetNode> = {}
  for (const [id, widget] of Object.entries(widgets))
    mended[id] = reachesPage(widgets, widget) ? widget : { ...widget, parent: null }
  return mended
}

function reachesPage(widgets: Record<string, WidgetNode>, start: WidgetNode): boolean {
  let parent = start.parent
  for (let step = 0; parent !== null; step += 1) {
    const container = widgets[parent]
    if (!container || step > 32) return false
    if (parent === start.id) return false
    parent = container.parent
  }
  return true
}
