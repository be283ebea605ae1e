import { gridColumns, type WidgetNode } from '@flexoffice/contract/page-document'
import { childrenOf, moveWidget, resizeWidget, resolveLayout } from '@flexoffice/page-model'
import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { boxesBeside, placeWidget, reportMove } from '../commands.ts'
import type { Editor } from '../editor.ts'
import { boxAt, boxTo, isInside, liftBox, newWidgetCorner, type Point } from './drag.ts'
import { followPointer } from './follow-pointer.ts'
import { readGridFrame, scrollAtEdge } from './grid-frame.ts'

interface Press {
  clientX: number
  clientY: number
}

/** Drags a new widget from the palette onto the page. */
export function dragNewWidget(press: Press, editor: Editor, definition: WidgetDefinition): void {
  const { drag, breakpoint } = editor
  const { type } = definition
  const landing = (point: Point) => {
    const grid = readGridFrame()
    if (!grid || !isInside(point, grid)) return null
    const columns = gridColumns[breakpoint.get()]
    const corner = newWidgetCorner(point, grid, columns, definition.defaultSize)
    const box = boxAt(corner, grid, columns, definition.defaultSize)
    return liftBox(box, boxesBeside(editor, null, null))
  }
  followPointer(press, {
    onMove(point) {
      scrollAtEdge(point)
      drag.set({ kind: 'new', type, point, box: landing(point) })
    },
    onEnd(point) {
      drag.set(null)
      const box = point && landing(point)
      if (box) placeWidget(editor, type, box)
    },
  })
}

/** Drags a widget to another place. */
export function dragWidget(press: Press, editor: Editor, widget: WidgetNode, corner: Point): void {
  const { drag, breakpoint } = editor
  const grab = { x: press.clientX - corner.x, y: press.clientY - corner.y }
  const landing = (point: Point) => {
    const grid = readGridFrame()
    const size = currentBox(editor, widget)
    if (!grid || !size) return null
    const corner = { x: point.x - grab.x, y: point.y - grab.y }
    const box = boxAt(corner, grid, gridColumns[breakpoint.get()], size)
    return liftBox(box, boxesBeside(editor, widget.parent, widget.id))
  }
  followPointer(press, {
    onMove(point) {
      scrollAtEdge(point)
      drag.set({ kind: 'move', type: widget.type, widgetId: widget.id, point, box: landing(point) })
    },
    onEnd(point) {
      drag.set(null)
      const box = point && landing(point)
      if (!box) return
      moveWidget(editor.ydoc, widget.id, { x: box.x, y: box.y }, breakpoint.get())
      reportMove(editor, widget.id)
    },
  })
}

/** Drags an edge or the corner of a widget. */
export function dragEdge(
  press: Press,
  editor: Editor,
  widget: WidgetNode,
  edge: 'right' | 'bottom' | 'corner',
): void {
  const { drag, breakpoint } = editor
  const minimum = widgetRegistry.get(widget.type)?.minSize
  const landing = (point: Point) => {
    const grid = readGridFrame()
    const before = currentBox(editor, widget)
    if (!grid || !before) return null
    const columns = gridColumns[breakpoint.get()]
    const box = boxTo(point, grid, columns, before, minimum)
    return {
      ...box,
      ...(edge === 'right' ? { h: before.h } : {}),
      ...(edge === 'bottom' ? { w: before.w } : {}),
    }
  }
  followPointer(press, {
    onMove(point) {
      scrollAtEdge(point)
      drag.set({ kind: 'resize', type: widget.type, widgetId: widget.id, point, box: landing(point) })
    },
    onEnd(point) {
      drag.set(null)
      const box = point && landing(point)
      if (!box) return
      resizeWidget(editor.ydoc, widget.id, { w: box.w, h: box.h }, { breakpoint: breakpoint.get(), minimum })
      reportMove(editor, widget.id)
    },
  })
}

/** Where a widget lies at present at the breakpoint that is shown. */
export function currentBox(editor: Editor, widget: WidgetNode) {
  const { widgets } = editor.document.getSnapshot()
  return resolveLayout(childrenOf(widgets, widget.parent), editor.breakpoint.get())[widget.id]
}
