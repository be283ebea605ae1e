import { AppError, randomName } from '@flexoffice/base'
import {
  type GridBox,
  gridColumns,
  type PageAction,
  type PageDocument,
  type PropertyValue,
  pageLimits,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import type * as Y from 'yjs'
import { makeWidgetMap, pageMaps } from './document.ts'
import {
  chooseName,
  edit,
  freeName,
  readPage,
  requireParent,
  requireWidget,
  setEntry,
  takenNames,
} from './edit-document.ts'
import { setBoxes } from './edit-layout.ts'
import { bottomOf, boxesOf, childrenOf, fitBox, freePlace, placeBox } from './layout.ts'

/** Where and with what a new widget begins; what is absent comes from its definition. */
export interface NewWidget {
  parent?: string | null
  /** The place on desktop; absent: below everything. What it covers moves down. */
  place?: { x: number; y: number; w?: number; h?: number }
  name?: string
  properties?: Record<string, PropertyValue>
}

/** Adds a widget and gives its id. */
export function addWidget(ydoc: Y.Doc, definition: WidgetDefinition, wanted: NewWidget = {}): string {
  const page = readPage(ydoc)
  const parent = wanted.parent ?? null
  requireParent(page, parent)
  requireRoom(page, 1)
  const boxes = boxesOf(childrenOf(page.widgets, parent), 'desktop')
  const box = wanted.place
    ? fitBox({ ...definition.defaultSize, ...wanted.place }, gridColumns.desktop, definition.minSize)
    : freePlace(boxes, definition.defaultSize, gridColumns.desktop)
  const id = randomName(12)
  const baseName = definition.type
    .split('/')
    .at(-1)!
    .replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
  const taken = takenNames(page)
  const widget: WidgetNode = {
    id,
    type: definition.type,
    name: chooseName(wanted.name, baseName, taken),
    parent,
    properties: { ...defaultProperties(definition), ...wanted.properties },
    layout: { desktop: box },
    events: {},
  }
  edit(ydoc, () => {
    pageMaps(ydoc).widgets.set(id, makeWidgetMap(widget))
    setBoxes(ydoc, 'desktop', placeBox(boxes, id, box))
  })
  return id
}

/** Sets a property; null takes it back to its default. */
export function setProperty(ydoc: Y.Doc, widgetId: string, name: string, value: PropertyValue | null): void {
  const properties = requireWidget(ydoc, widgetId).get('properties') as Y.Map<unknown>
  edit(ydoc, () => setEntry(properties, name, value))
}

/** Sets when the widget is shown; null shows it always. */
export function setVisible(ydoc: Y.Doc, widgetId: string, source: string | null): void {
  const widget = requireWidget(ydoc, widgetId)
  edit(ydoc, () => setEntry(widget, 'visible', source))
}

/** Sets what an event does; null or no actions: nothing. */
export function setEvent(ydoc: Y.Doc, widgetId: string, event: string, actions: PageAction[] | null): void {
  const events = requireWidget(ydoc, widgetId).get('events') as Y.Map<unknown>
  edit(ydoc, () => setEntry(events, event, actions && actions.length > 0 ? actions : null))
}

/** Removes widgets with everything in them. They keep a mark, so that a concurrent edit of one is seen as a conflict. */
export function removeWidgets(ydoc: Y.Doc, widgetIds: readonly string[]): void {
  const page = readPage(ydoc)
  edit(ydoc, () => {
    for (const id of withDescendants(page, widgetIds)) pageMaps(ydoc).widgets.get(id)?.set('removed', true)
  })
}

/** Copies a widget with everything in it, under the original; gives the id of the copy. */
export function duplicateWidget(ydoc: Y.Doc, widgetId: string): string {
  const page = readPage(ydoc)
  requireWidget(ydoc, widgetId)
  const original = page.widgets[widgetId]!
  const { desktop } = original.layout
  const ids = pasteWidgets(ydoc, copyWidgets(page, [widgetId]), {
    parent: original.parent,
    y: desktop.y + desktop.h,
  })
  return ids[0]!
}

/** Widgets with everything in them as JSON, for the clipboard; the first ones are those named. */
export function copyWidgets(page: PageDocument, widgetIds: readonly string[]): WidgetNode[] {
  return withDescendants(page, widgetIds).map((id) => page.widgets[id]!)
}

/** Adds copied widgets with new ids and free names; gives the ids of the outermost ones. */
export function pasteWidgets(
  ydoc: Y.Doc,
  copied: readonly WidgetNode[],
  target: { parent?: string | null; y?: number } = {},
): string[] {
  const page = readPage(ydoc)
  const parent = target.parent ?? null
  requireParent(page, parent)
  requireRoom(page, copied.length)
  const ids = new Map(copied.map((widget) => [widget.id, randomName(12)]))
  const taken = takenNames(page)
  const outermost = copied.filter((widget) => widget.parent === null || !ids.has(widget.parent))
  const top = Math.min(...outermost.map((widget) => widget.layout.desktop.y))
  let boxes: Record<string, GridBox> = boxesOf(childrenOf(page.widgets, parent), 'desktop')
  const shift = (target.y ?? bottomOf(boxes)) - top
  edit(ydoc, () => {
    for (const widget of copied) {
      const name = freeName(widget.name, taken)
      taken.add(name)
      const isOuter = outermost.includes(widget)
      const box = widget.layout.desktop
      const desktop = isOuter ? fitBox({ ...box, y: box.y + shift }, gridColumns.desktop) : box
      const id = ids.get(widget.id)!
      const copy = {
        ...widget,
        id,
        name,
        parent: isOuter ? parent : ids.get(widget.parent!)!,
        layout: { desktop },
      }
      pageMaps(ydoc).widgets.set(id, makeWidgetMap(structuredClone(copy)))
      if (isOuter) boxes = placeBox(boxes, id, desktop)
    }
    setBoxes(ydoc, 'desktop', boxes)
  })
  return outermost.map((widget) => ids.get(widget.id)!)
}

/** The constants that a definition gives a new widget. */
export function defaultProperties(definition: WidgetDefinition): Record<string, PropertyValue> {
  const entries = definition.properties.filter((property) => property.default !== undefined)
  return Object.fromEntries(
    entries.map((property) => [property.name, { kind: 'value' as const, value: property.default! }]),
  )
}

function withDescendants(page: PageDocument, widgetIds: readonly string[]): string[] {
  const found = [...new Set(widgetIds)].filter((id) => page.widgets[id])
  for (let index = 0; index < found.length; index += 1)
    for (const child of childrenOf(page.widgets, found[index]!))
      if (!found.includes(child.id)) found.push(child.id)
  return found
}

function requireRoom(page: PageDocument, more: number): void {
  if (Object.keys(page.widgets).length + more > pageLimits.widgets)
    throw new AppError('too_large', {
      public: `A page holds at most ${pageLimits.widgets} widgets. Remove some, or make a second page.`,
      reason: 'page_too_many_widgets',
      params: { limit: pageLimits.widgets },
    })
}
