import {
  type Breakpoint,
  type GridBox,
  gridColumns,
  pageLimits,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import type { WidgetSize } from '@flexoffice/sdk/widget'

/** The boxes of the widgets that share one grid (the page's, or a container's), by widget id. */
export type Boxes = Readonly<Record<string, GridBox>>

export type Direction = 'left' | 'right' | 'up' | 'down'

const largestHeight = 1000

/** Tells whether two boxes share a cell. */
export function overlaps(first: GridBox, second: GridBox): boolean {
  return (
    first.x < second.x + second.w &&
    second.x < first.x + first.w &&
    first.y < second.y + second.h &&
    second.y < first.y + first.h
  )
}

/** The nearest box that lies within the grid and is not below the minimum; wider minima than the grid give way. */
export function fitBox(box: GridBox, columns: number, minimum: WidgetSize = { w: 1, h: 1 }): GridBox {
  const w = clamp(box.w, Math.min(minimum.w, columns), columns)
  const h = clamp(box.h, minimum.h, largestHeight)
  return { x: clamp(box.x, 0, columns - w), y: clamp(box.y, 0, pageLimits.rows - h), w, h }
}

/** Puts one box in its place and pushes down whatever it would cover; the others keep their columns and order. */
export function placeBox(boxes: Boxes, id: string, box: GridBox): Record<string, GridBox> {
  const placed: Record<string, GridBox> = { [id]: box }
  const others = readingOrder(boxes).filter((other) => other !== id)
  for (const other of others) placed[other] = pushDown(boxes[other]!, Object.values(placed))
  return placed
}

/** The same boxes without overlap: later ones (by row, column, id) move down. Equal input gives equal output everywhere. */
export function settle(boxes: Boxes): Record<string, GridBox> {
  const placed: Record<string, GridBox> = {}
  for (const id of readingOrder(boxes)) placed[id] = pushDown(boxes[id]!, Object.values(placed))
  return placed
}

/** Closes vertical gaps: every box moves up until something stops it. */
export function compact(boxes: Boxes): Record<string, GridBox> {
  const placed: Record<string, GridBox> = {}
  for (const id of readingOrder(boxes)) {
    const box = boxes[id]!
    const above = Object.values(placed).filter(
      (other) => other.x < box.x + box.w && box.x < other.x + other.w,
    )
    placed[id] = { ...box, y: Math.max(0, ...above.map((other) => other.y + other.h)) }
  }
  return placed
}

/** One step of the arrow keys: the box moves by `step` cells and stays within the grid. */
export function moveStep(box: GridBox, direction: Direction, columns: number, step = 1): GridBox {
  const x = box.x + step * (direction === 'right' ? 1 : direction === 'left' ? -1 : 0)
  const y = box.y + step * (direction === 'down' ? 1 : direction === 'up' ? -1 : 0)
  return fitBox({ ...box, x, y }, columns)
}

/** One step of Shift and the arrow keys: the right or lower edge moves by `step` cells, within grid and minimum. */
export function resizeStep(
  box: GridBox,
  direction: Direction,
  columns: number,
  minimum: WidgetSize,
  step = 1,
): GridBox {
  const w = box.w + step * (direction === 'right' ? 1 : direction === 'left' ? -1 : 0)
  const h = box.h + step * (direction === 'down' ? 1 : direction === 'up' ? -1 : 0)
  return fitBox({ ...box, w: Math.min(w, columns - box.x), h }, columns, minimum)
}

/** The first free place of this size below everything that is there. */
export function freePlace(boxes: Boxes, size: WidgetSize, columns: number): GridBox {
  return fitBox({ x: 0, y: bottomOf(boxes), ...size }, columns)
}

/** The row below the lowest box. */
export function bottomOf(boxes: Boxes): number {
  return Math.max(0, ...Object.values(boxes).map((box) => box.y + box.h))
}

/**
 * Tablet places for desktop boxes: wide ones take the full width, middle ones half, narrow ones a quarter, packed in
 * reading order. Boxes in `fixed` (tablet places that somebody chose) stay where they are.
 */
export function deriveTablet(desktop: Boxes, fixed: Boxes = {}): Record<string, GridBox> {
  const skyline = new Array<number>(gridColumns.tablet).fill(0)
  const placed: Record<string, GridBox> = {}
  for (const [id, box] of Object.entries(fixed)) {
    placed[id] = fitBox(box, gridColumns.tablet)
    raise(skyline, placed[id])
  }
  for (const id of readingOrder(desktop)) {
    if (placed[id]) continue
    placed[id] = lowestPlace(skyline, tabletWidth(desktop[id]!.w), desktop[id]!.h)
    raise(skyline, placed[id])
  }
  return placed
}

/** The widgets that lie directly in `parent` (null: the page), in reading order. */
export function childrenOf(
  widgets: Readonly<Record<string, WidgetNode>>,
  parent: string | null,
): WidgetNode[] {
  const children = Object.values(widgets).filter((widget) => widget.parent === parent)
  return children.sort((first, second) =>
    compareBoxes(first.layout.desktop, second.layout.desktop, first.id, second.id),
  )
}

/** Where the widgets of one grid are shown at a breakpoint: without overlap, whatever concurrent edits left behind. */
export function resolveLayout(
  widgets: readonly WidgetNode[],
  breakpoint: Breakpoint,
): Record<string, GridBox> {
  const desktop = settle(boxesOf(widgets, 'desktop'))
  if (breakpoint === 'desktop') return desktop
  return deriveTablet(desktop, settle(boxesOf(widgets, 'tablet')))
}

/** The stored boxes of a breakpoint, cut to the grid; widgets without one are left out. */
export function boxesOf(widgets: readonly WidgetNode[], breakpoint: Breakpoint): Record<string, GridBox> {
  const boxes: Record<string, GridBox> = {}
  for (const { id, layout } of widgets) {
    const box = layout[breakpoint]
    if (box) boxes[id] = fitBox(box, gridColumns[breakpoint])
  }
  return boxes
}

function tabletWidth(desktopWidth: number): number {
  if (desktopWidth > 12) return 12
  return desktopWidth > 4 ? 6 : 3
}

function lowestPlace(skyline: readonly number[], w: number, h: number): GridBox {
  let best = { x: 0, y: Number.POSITIVE_INFINITY }
  for (let x = 0; x + w <= skyline.length; x += 1) {
    const y = Math.max(...skyline.slice(x, x + w))
    if (y < best.y) best = { x, y }
  }
  return { ...best, w, h }
}

function raise(skyline: number[], box: GridBox): void {
  for (let x = box.x; x < box.x + box.w; x += 1) skyline[x] = Math.max(skyline[x] ?? 0, box.y + box.h)
}

function pushDown(box: GridBox, placed: readonly GridBox[]): GridBox {
  let moved = box
  for (;;) {
    const covering = placed.filter((other) => overlaps(moved, other))
    if (covering.length === 0) return moved
    moved = { ...moved, y: Math.max(...covering.map((other) => other.y + other.h)) }
  }
}

function readingOrder(boxes: Boxes): string[] {
  return Object.keys(boxes).sort((first, second) =>
    compareBoxes(boxes[first]!, boxes[second]!, first, second),
  )
}

function compareBoxes(first: GridBox, second: GridBox, firstId: string, secondId: string): number {
  return first.y - second.y || first.x - second.x || (firstId < secondId ? -1 : 1)
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(value)))
}
