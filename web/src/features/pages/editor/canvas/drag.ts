import type { GridBox } from '@flexoffice/contract/page-document'
import { rowHeightPixels } from '@flexoffice/contract/page-document'
import { type Boxes, bottomOf, fitBox, overlaps } from '@flexoffice/page-model/layout'
import type { WidgetSize } from '@flexoffice/sdk/widget'

/** What is being dragged at present, and where it would land. */
export interface Drag {
  kind: 'new' | 'move' | 'resize'
  /** The widget's type, for its name beside the pointer. */
  type: string
  widgetId?: string
  /** The pointer on the screen. */
  point: Point
  /** Where it would land; null while the pointer is outside the page. */
  box: GridBox | null
}

/** A place on the screen, in pixels. */
export interface Point {
  x: number
  y: number
}

/** The page's grid as it lies on the screen; `scale` is how much smaller than life it is drawn. */
export interface GridFrame {
  left: number
  top: number
  width: number
  height: number
  scale: number
}

const emptySize: WidgetSize = { w: 1, h: 1 }

/** The box that a widget takes when its upper left corner is dropped at a point. */
export function boxAt(corner: Point, grid: GridFrame, columns: number, size: WidgetSize): GridBox {
  const { x, y } = cellAt(corner, grid, columns)
  return fitBox({ x, y, ...size }, columns)
}

/** The box after its lower right corner was dragged to a point; the upper left one stays. */
export function boxTo(
  corner: Point,
  grid: GridFrame,
  columns: number,
  box: GridBox,
  minimum = emptySize,
): GridBox {
  const { x, y } = cellAt(corner, grid, columns)
  const w = Math.min(columns - box.x, x - box.x)
  return fitBox({ ...box, w, h: y - box.y }, columns, minimum)
}

/** Where a new widget is held: its middle near the top, as the pointer would hold a sheet of paper. */
export function newWidgetCorner(point: Point, grid: GridFrame, columns: number, size: WidgetSize): Point {
  const width = (Math.min(size.w, columns) * grid.width) / columns
  return { x: point.x - width / 2, y: point.y - 2 * rowHeightPixels * grid.scale }
}

/** Lifts a box that would land far below everything: a page has no empty rows that nobody asked for. */
export function liftBox(box: GridBox, others: Boxes): GridBox {
  return { ...box, y: Math.min(box.y, bottomOf(others)) }
}

/** The first place from the top, then from the left, where a widget of this size fits without moving any other. */
export function firstFreePlace(others: Boxes, size: WidgetSize, columns: number): GridBox {
  const w = Math.min(size.w, columns)
  const boxes = Object.values(others)
  const rows = [...new Set([0, ...boxes.flatMap(({ y, h }) => [y, y + h])])].sort((a, b) => a - b)
  for (const y of rows)
    for (let x = 0; x + w <= columns; x += 1) {
      const box = { x, y, w, h: size.h }
      if (!boxes.some((other) => overlaps(box, other))) return box
    }
  return fitBox({ x: 0, y: bottomOf(others), ...size }, columns)
}

/** Whether a point lies on the page. */
export function isInside(point: Point, grid: GridFrame): boolean {
  const { left, top, width, height } = grid
  return point.x >= left && point.x <= left + width && point.y >= top && point.y <= top + height
}

function cellAt(point: Point, grid: GridFrame, columns: number): Point {
  return {
    x: Math.round(((point.x - grid.left) / grid.width) * columns),
    y: Math.max(0, Math.round((point.y - grid.top) / (rowHeightPixels * grid.scale))),
  }
}
