import { AppError, invalidField } from '@flexoffice/base'
import {
  expressionName,
  type PageDocument,
  pageLimits,
  reservedNames,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import * as Y from 'yjs'
import { localOrigin, pageMaps, toPageDocument, type WidgetMap } from './document.ts'
import { isSameJson } from './stable-json.ts'

/** Runs an edit as one transaction: one update on the wire, one step of undo. */
export function edit<Result>(ydoc: Y.Doc, run: () => Result, origin: unknown = localOrigin): Result {
  return ydoc.transact(run, origin)
}

/**
 * The undo and redo of one person: only the transactions with `localOrigin`. Near ones are taken together, as typing is, but
 * never with one that adds or removes a widget or a query: that is a step of its own, however fast the next one comes.
 */
export function createUndoManager(ydoc: Y.Doc): Y.UndoManager {
  const { page, widgets, queries, state } = pageMaps(ydoc)
  const scope = [page, widgets, queries, state] as ConstructorParameters<typeof Y.UndoManager>[0]
  const undo = new Y.UndoManager(scope, {
    trackedOrigins: new Set([localOrigin]),
    captureTimeout: 400,
  })
  // Registered after the manager's own listener, so the step that just ended is on its stack already.
  ydoc.on('afterTransaction', ({ origin, changed }: Y.Transaction) => {
    const touched: ReadonlyMap<unknown, unknown> = changed
    if (origin === localOrigin && (touched.has(widgets) || touched.has(queries))) undo.stopCapturing()
  })
  return undo
}

/** The map of a widget that is there. */
export function requireWidget(ydoc: Y.Doc, widgetId: string): WidgetMap {
  const map = pageMaps(ydoc).widgets.get(widgetId)
  if (!map || map.get('removed') === true) throw goneFromPage('widget')
  return map
}

/** The map of a query that is there. */
export function requireQuery(ydoc: Y.Doc, queryId: string): Y.Map<unknown> {
  const map = pageMaps(ydoc).queries.get(queryId)
  if (!map || map.get('removed') === true) throw goneFromPage('query')
  return map
}

/** Sets an entry only when it changes, so that no empty update travels; null empties it without losing its trace. */
export function setEntry(map: Y.Map<unknown>, key: string, value: unknown): void {
  const present = map.get(key)
  if (isSameJson(present, value) || (value === null && present === undefined)) return
  map.set(key, value)
}

/** Every name that widgets and queries of the page have. */
export function takenNames(page: PageDocument): Set<string> {
  return new Set([...Object.values(page.widgets), ...Object.values(page.queries)].map((node) => node.name))
}

/** A free name made of a base and a number: `table1`, `table2`. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const stem =
    base
      .replace(/[^A-Za-z0-9_]/g, '')
      .replace(/^[^A-Za-z]+/, '')
      .replace(/\d+$/, '')
      .slice(0, 50) || 'widget'
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`
}

/** The wanted name when it can be had, else a free one made from it (or from `base`). */
export function chooseName(wanted: string | undefined, base: string, taken: ReadonlySet<string>): string {
  const isUsable =
    wanted !== undefined && expressionName.safeParse(wanted).success && !reservedNames.has(wanted)
  return isUsable && !taken.has(wanted) ? wanted : freeName(wanted ?? base, taken)
}

/** Refuses a name that is no identifier, has a meaning already, or is taken. */
export function requireFreeName(page: PageDocument, name: string): void {
  const parsed = expressionName.safeParse(name)
  if (!parsed.success) throw invalidField('/name', parsed.error.issues[0]!.message, 'name_not_an_identifier')
  if (reservedNames.has(name))
    throw invalidField(
      '/name',
      `"${name}" has a meaning in expressions already; choose another name.`,
      'name_reserved',
    )
  if (takenNames(page).has(name))
    throw invalidField('/name', `"${name}" is taken on this page; choose another name.`, 'name_taken')
}

/** Refuses a parent that does not exist, lies too deep, or lies inside the widget itself. */
export function requireParent(page: PageDocument, parent: string | null, widgetId?: string): void {
  let current = parent
  for (let depth = 1; current !== null; depth += 1) {
    const container: WidgetNode | undefined = page.widgets[current]
    if (!container) throw goneFromPage('container')
    if (current === widgetId)
      throw invalidField('/parent', 'A widget cannot lie inside itself.', 'parent_cycle')
    if (depth >= pageLimits.depth)
      throw invalidField('/parent', `Widgets nest at most ${pageLimits.depth} deep.`, 'too_deep')
    current = container.parent
  }
}

/** The page at present. Shorter to read in the commands. */
export function readPage(ydoc: Y.Doc): PageDocument {
  return toPageDocument(ydoc)
}

function goneFromPage(noun: string): AppError {
  return new AppError('gone', {
    public: `This ${noun} was removed from the page, perhaps by somebody else. Undo the removal to get it back.`,
    reason: 'page_object_removed',
    params: { noun },
  })
}
