import { type Breakpoint, type GridBox, gridColumns } from '@flexoffice/contract/page-document'
import type { WidgetSize } from '@flexoffice/sdk/widget'
import type * as Y from 'yjs'
import { pageMaps } from './document.ts'
import { edit, readPage, requireParent, requireWidget, setEntry } from './edit-document.ts'
import {
  boxesOf,
  childrenOf,
  compact,
  type Direction,
  fitBox,
  moveStep,
  placeBox,
  resizeStep,
  resolveLayout,
} from './layout.ts'

/** Moves a widget on its grid, or into another container; what it covers moves down. */
export function moveWidget(
  ydoc: Y.Doc,
  widgetId: string,
  to: { x: number; y: number; parent?: string | null },
  breakpoint: Breakpoint = 'desktop',
): void {
  const widget = requireWidget(ydoc, widgetId)
  const page = readPage(ydoc)
  const node = page.widgets[widgetId]!
  const parent = to.parent === undefined ? node.parent : to.parent
  requireParent(page, parent, widgetId)
  const siblings = childrenOf(page.widgets, parent).filter((sibling) => sibling.id !== widgetId)
  const size = resolveLayout(childrenOf(page.widgets, node.parent), breakpoint)[widgetId]!
  const box = fitBox({ ...size, x: to.x, y: to.y }, gridColumns[breakpoint])
  edit(ydoc, () => {
    setEntry(widget, 'parent', parent)
    setBoxes(ydoc, breakpoint, placeBox(resolveLayout(siblings, breakpoint), widgetId, box))
  })
}

/** Gives a widget another size; what it then covers moves down. */
export function resizeWidget(
  ydoc: Y.Doc,
  widgetId: string,
  size: WidgetSize,
  options: { breakpoint?: Breakpoint; minimum?: WidgetSize } = {},
): void {
  const breakpoint = options.breakpoint ?? 'desktop'
  changeBox(ydoc, widgetId, breakpoint, (box) =>
    fitBox({ ...box, ...size }, gridColumns[breakpoint], options.minimum),
  )
}

/** One arrow key: moves the widget by `step` cells. */
export function moveWidgetStep(
  ydoc: Y.Doc,
  widgetId: string,
  direction: Direction,
  options: { breakpoint?: Breakpoint; step?: number } = {},
): void {
  const breakpoint = options.breakpoint ?? 'desktop'
  changeBox(ydoc, widgetId, breakpoint, (box) =>
    moveStep(box, direction, gridColumns[breakpoint], options.step),
  )
}

/** Shift and one arrow key: changes the widget's size by `step` cells. */
export function resizeWidgetStep(
  ydoc: Y.Doc,
  widgetId: string,
  direction: Direction,
  options: { breakpoint?: Breakpoint; minimum?: WidgetSize; step?: number } = {},
): void {
  const breakpoint = options.breakpoint ?? 'desktop'
  const minimum = options.minimum ?? { w: 1, h: 1 }
  changeBox(ydoc, widgetId, breakpoint, (box) =>
    resizeStep(box, direction, gridColumns[breakpoint], minimum, options.step),
  )
}

/** Closes the vertical gaps of one grid. */
export function compactLayout(ydoc: Y.Doc, parent: string | null, breakpoint: Breakpoint = 'desktop'): void {
  const children = childrenOf(readPage(ydoc).widgets, parent)
  edit(ydoc, () => setBoxes(ydoc, breakpoint, compact(resolveLayout(children, breakpoint))))
}

/** Forgets the chosen tablet places of one grid, so that they are derived from the desktop's again. */
export function resetTabletLayout(ydoc: Y.Doc, parent: string | null): void {
  const children = childrenOf(readPage(ydoc).widgets, parent)
  edit(ydoc, () => {
    for (const { id } of children) setEntry(layoutOf(ydoc, id), 'tablet', null)
  })
}

/** Writes the boxes that changed, as a drag leaves them behind; each box is one entry of its own. */
export function setBoxes(
  ydoc: Y.Doc,
  breakpoint: Breakpoint,
  boxes: Readonly<Record<string, GridBox>>,
): void {
  edit(ydoc, () => {
    for (const [id, box] of Object.entries(boxes))
      setEntry(layoutOf(ydoc, id), breakpoint, fitBox(box, gridColumns[breakpoint]))
  })
}

function changeBox(
  ydoc: Y.Doc,
  widgetId: string,
  breakpoint: Breakpoint,
  change: (box: GridBox) => GridBox,
): void {
  requireWidget(ydoc, widgetId)
  const { widgets } = readPage(ydoc)
  const siblings = childrenOf(widgets, widgets[widgetId]!.parent)
  const boxes = breakpoint === 'desktop' ? boxesOf(siblings, 'desktop') : resolveLayout(siblings, breakpoint)
  const { [widgetId]: box, ...others } = boxes
  setBoxes(ydoc, breakpoint, placeBox(others, widgetId, change(box!)))
}

function layoutOf(ydoc: Y.Doc, widgetId: string): Y.Map<unknown> {
  return pageMaps(ydoc).widgets.get(widgetId)!.get('layout') as Y.Map<unknown>
}
