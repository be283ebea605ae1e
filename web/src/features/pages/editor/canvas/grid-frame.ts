import { rowHeightPixels } from '@flexoffice/contract/page-document'
import type { GridFrame, Point } from './drag.ts'

const gridAttribute = 'data-page-grid'
const edge = 48

/** Properties that make an element the page's grid; `scale` is how it is drawn. */
export function gridProperties(scale: number): Record<string, string> {
  return { [gridAttribute]: String(scale) }
}

/** The page's grid on the screen, or null while no page is shown. */
export function readGridFrame(): GridFrame | null {
  const element = document.querySelector<HTMLElement>(`[${gridAttribute}]`)
  if (!element) return null
  const { left, top, width, height } = element.getBoundingClientRect()
  return { left, top, width, height, scale: Number(element.getAttribute(gridAttribute)) || 1 }
}

/** Scrolls the canvas when something is dragged to its upper or lower edge. */
export function scrollAtEdge(point: Point): void {
  const canvas = document.querySelector(`[${gridAttribute}]`)?.closest<HTMLElement>('[data-canvas]')
  if (!canvas) return
  const { top, bottom } = canvas.getBoundingClientRect()
  const step = 2 * rowHeightPixels
  if (point.y > bottom - edge) canvas.scrollTop += step
  else if (point.y < top + edge) canvas.scrollTop -= step
}
