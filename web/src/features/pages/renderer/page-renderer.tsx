import {
  type Breakpoint,
  type GridBox,
  gridColumns,
  rowHeightPixels,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import { bottomOf, childrenOf, resolveLayout } from '@flexoffice/page-model/layout'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { memo, type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { WidgetView } from './widget-view.tsx'

/** What editor and viewer give to the one renderer of pages. */
export interface PageRendererProps {
  runtime: PageRuntime
  breakpoint: Breakpoint
  mode: 'edit' | 'view'
  /** Hears of actions that failed; the viewer shows them as a message. */
  onActionError: (error: unknown) => void
  /** Lets the editor put selection, handles and drop targets around each widget. */
  frame?: (widget: WidgetNode, content: ReactNode) => ReactNode
}

/** Draws a page: the same for its editor and for its readers. */
export function PageRenderer(props: PageRendererProps) {
  const page = useSyncExternalStore(props.runtime.subscribe, props.runtime.getPage)
  return <PageGrid {...props} widgets={page.widgets} parent={null} />
}

function PageGrid(props: PageRendererProps & { widgets: Record<string, WidgetNode>; parent: string | null }) {
  const { widgets, parent, breakpoint, mode, frame, runtime, onActionError } = props
  const containers = useMemo(() => new Set(Object.values(widgets).map((widget) => widget.parent)), [widgets])
  const children = useMemo(() => childrenOf(widgets, parent), [widgets, parent])
  const boxes = useMemo(() => resolveLayout(children, breakpoint), [children, breakpoint])
  const ordered = useMemo(
    () =>
      [...children].sort(
        (first, second) =>
          boxes[first.id]!.y - boxes[second.id]!.y || boxes[first.id]!.x - boxes[second.id]!.x,
      ),
    [children, boxes],
  )
  return (
    <div
      className="grid"
      style={{
        gridTemplateColumns: `repeat(${gridColumns[breakpoint]}, minmax(0, 1fr))`,
        gridAutoRows: rowHeightPixels,
        minHeight: bottomOf(boxes) * rowHeightPixels,
      }}
    >
      {ordered.map((widget) => {
        const inner = containers.has(widget.id) ? <PageGrid {...props} parent={widget.id} /> : undefined
        return (
          <PlacedWidget
            key={widget.id}
            {...boxes[widget.id]!}
            widget={widget}
            runtime={runtime}
            mode={mode}
            frame={frame}
            onActionError={onActionError}
          >
            {inner}
          </PlacedWidget>
        )
      })}
    </div>
  )
}

type PlacedWidgetProps = Pick<PageRendererProps, 'runtime' | 'mode' | 'frame' | 'onActionError'> &
  GridBox & { widget: WidgetNode; children?: ReactNode }

/** Drawn again only when its own widget or its place changes, not with every change of the page. */
const PlacedWidget = memo(function PlacedWidget(props: PlacedWidgetProps) {
  const { widget, runtime, mode, frame, onActionError, children, x, y, w, h } = props
  const content = (
    <WidgetView runtime={runtime} widget={widget} mode={mode} onActionError={onActionError}>
      {children}
    </WidgetView>
  )
  return (
    <div
      className="min-h-0 min-w-0 p-1"
      style={{ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}
    >
      {frame ? frame(widget, content) : content}
    </div>
  )
})
