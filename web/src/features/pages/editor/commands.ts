import { type GridBox, gridColumns, type WidgetNode } from '@flexoffice/contract/page-document'
import {
  addWidget,
  childrenOf,
  copyWidgets,
  type Direction,
  duplicateWidget,
  localOrigin,
  moveWidget,
  moveWidgetStep,
  pasteWidgets,
  removeWidgets,
  resizeWidgetStep,
  resolveLayout,
} from '@flexoffice/page-model'
import { type Boxes, bottomOf } from '@flexoffice/page-model/layout'
import { showToast } from '@flexoffice/ui'
import { translate } from '../../../core/i18n/languages.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import { firstFreePlace } from './canvas/drag.ts'
import type { Editor } from './editor.ts'

/** Types that show nothing before they know their data, so they ask for it when they are placed. */
const asksForData: ReadonlySet<string> = new Set(['table', 'chart', 'kpi', 'filter', 'form'])

const clipboardKind = 'flexoffice-widgets'

/** Puts a new widget on the page, at a place or below everything; first asks which data it shows, where it shows any. */
export function placeWidget(editor: Editor, type: string, place?: GridBox): void {
  const definition = widgetRegistry.get(type)
  if (!definition || isReadOnly(editor)) return
  if (asksForData.has(type)) editor.pending.set({ type, place })
  else insertWidget(editor, type, place)
}

/** Adds a widget at once, selects it and says where it is. */
export function insertWidget(
  editor: Editor,
  type: string,
  place?: GridBox,
  properties: Parameters<typeof addWidget>[2] = {},
  height?: number,
): string {
  const { ydoc, breakpoint, document } = editor
  const definition = widgetRegistry.get(type)!
  const onDesktop = breakpoint.get() === 'desktop'
  const size = { ...definition.defaultSize, ...(height ? { h: height } : {}) }
  const free = firstFreePlace(desktopBoxes(editor), size, gridColumns.desktop)
  const id = ydoc.transact(() => {
    const added = addWidget(ydoc, definition, {
      ...properties,
      place: onDesktop && place ? { ...place, h: size.h } : free,
    })
    if (place && !onDesktop) moveWidget(ydoc, added, { x: place.x, y: place.y }, 'tablet')
    return added
  }, localOrigin)
  select(editor, [id], true)
  // Within a larger transaction the document is read again only at its end.
  queueMicrotask(() => {
    const name = document.getSnapshot().widgets[id]?.name ?? ''
    announce(editor, translate('pageEditor.announce.added', { name, ...placeOf(editor, id) }))
  })
  return id
}

/** Selects widgets; `focus` also moves the keyboard there once they are drawn. */
export function select(editor: Editor, ids: readonly string[], focus = false): void {
  if (ids.join() !== editor.selection.get().join()) editor.selection.set(ids)
  if (editor.interacting.get() !== ids[0]) editor.interacting.set(null)
  if (focus && ids[0]) focusFrame(ids[0])
}

/** Moves the keyboard to the frame of a widget. */
export function focusFrame(widgetId: string): void {
  requestAnimationFrame(() => {
    const frame = document.querySelector<HTMLElement>(`[data-frame="${widgetId}"]`)
    frame?.focus({ preventScroll: true })
    frame?.scrollIntoView({ block: 'nearest' })
  })
}

/** One arrow key on the selected widgets: moves them, or with `resize` changes their size. */
export function step(editor: Editor, direction: Direction, resize: boolean): void {
  if (isReadOnly(editor)) return
  const { ydoc, selection, document, breakpoint } = editor
  const { widgets } = document.getSnapshot()
  const at = breakpoint.get()
  ydoc.transact(() => {
    for (const id of selection.get()) {
      const widget = widgets[id]
      if (!widget) continue
      const minimum = widgetRegistry.get(widget.type)?.minSize
      if (resize) resizeWidgetStep(ydoc, id, direction, { breakpoint: at, minimum })
      else moveWidgetStep(ydoc, id, direction, { breakpoint: at })
    }
  }, localOrigin)
  const [first] = selection.get()
  if (first) reportMove(editor, first)
}

/** Says where a widget is now and how large. */
export function reportMove(editor: Editor, widgetId: string): void {
  const name = editor.document.getSnapshot().widgets[widgetId]?.name
  if (name) announce(editor, translate('pageEditor.announce.placed', { name, ...placeOf(editor, widgetId) }))
}

/** Removes the selected widgets; what they held can be undone from the message. */
export function removeSelected(editor: Editor): void {
  const ids = editor.selection.get()
  if (ids.length === 0 || isReadOnly(editor)) return
  removeWidgets(editor.ydoc, ids)
  select(editor, [])
  announce(editor, translate('pageEditor.announce.removed', { count: ids.length }))
  showToast({
    title: translate('pageEditor.announce.removed', { count: ids.length }),
    onUndo: () => editor.undo.undo(),
  })
}

/** Copies each selected widget below itself. */
export function duplicateSelected(editor: Editor): void {
  if (isReadOnly(editor)) return
  const ids = editor.ydoc.transact(
    () => editor.selection.get().map((id) => duplicateWidget(editor.ydoc, id)),
    localOrigin,
  )
  if (ids.length === 0) return
  select(editor, ids, true)
  announce(editor, translate('pageEditor.announce.duplicated', { count: ids.length }))
}

/** Puts the selected widgets on the clipboard. */
export async function copySelected(editor: Editor): Promise<void> {
  const widgets = copyWidgets(editor.document.getSnapshot(), editor.selection.get())
  if (widgets.length === 0) return
  await navigator.clipboard.writeText(JSON.stringify({ kind: clipboardKind, widgets }))
  announce(editor, translate('pageEditor.announce.copied', { count: widgets.length }))
}

/** Adds the widgets from the clipboard below everything; anything else on it is left alone. */
export async function pasteCopied(editor: Editor): Promise<void> {
  if (isReadOnly(editor)) return
  const widgets = readCopied(await navigator.clipboard.readText())
  if (!widgets) return
  const { widgets: present } = editor.document.getSnapshot()
  const y = bottomOf(resolveLayout(childrenOf(present, null), 'desktop'))
  const ids = pasteWidgets(editor.ydoc, widgets, { y })
  select(editor, ids, true)
  announce(editor, translate('pageEditor.announce.pasted', { count: ids.length }))
}

/** Takes back or repeats one's own last step. */
export function travel(editor: Editor, way: 'undo' | 'redo'): void {
  if (isReadOnly(editor)) return
  const done = way === 'undo' ? editor.undo.undo() : editor.undo.redo()
  announce(editor, translate(done ? `pageEditor.announce.${way}` : `pageEditor.announce.nothingTo.${way}`))
  const { widgets } = editor.document.getSnapshot()
  select(
    editor,
    editor.selection.get().filter((id) => widgets[id]),
  )
}

/** Where the widgets of one grid lie at the breakpoint that is shown, without the one that is moved. */
export function boxesBeside(editor: Editor, parent: string | null, widgetId: string | null): Boxes {
  const children = childrenOf(editor.document.getSnapshot().widgets, parent)
  const { [widgetId ?? '']: _, ...others } = resolveLayout(children, editor.breakpoint.get())
  return others
}

/** Whether this person may only look on. */
export function isReadOnly(editor: Editor): boolean {
  const { readOnly, ended } = editor.live.state.get()
  return readOnly || ended !== null
}

function desktopBoxes(editor: Editor): Boxes {
  return resolveLayout(childrenOf(editor.document.getSnapshot().widgets, null), 'desktop')
}

function announce(editor: Editor, text: string): void {
  editor.announcement.set(text)
}

function placeOf(editor: Editor, widgetId: string) {
  const { widgets } = editor.document.getSnapshot()
  const widget = widgets[widgetId]
  const at = editor.breakpoint.get()
  const box = widget && resolveLayout(childrenOf(widgets, widget.parent), at)[widgetId]
  return {
    column: (box?.x ?? 0) + 1,
    row: (box?.y ?? 0) + 1,
    width: box?.w ?? 0,
    height: box?.h ?? 0,
    columns: gridColumns[at],
  }
}

function readCopied(text: string): WidgetNode[] | null {
  try {
    const read = JSON.parse(text) as { kind?: string; widgets?: WidgetNode[] } | null
    if (read?.kind !== clipboardKind || !Array.isArray(read.widgets)) return null
    return read.widgets.filter(({ type }) => widgetRegistry.has(type))
  } catch {
    return null
  }
}
