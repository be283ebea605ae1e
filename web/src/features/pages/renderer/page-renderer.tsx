import {
  type Breakpoint,
  type GridBox,
  gridColumns,
  rowHeightPixels,
  type WidgetNode,
} from '@flexoffice/contract/page-document'
import { bottomOf, childrenOf, resolveLayout } from '@flexoffice/page-model/layout'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { isSameJson } from '@flexoffice/page-model/stable-json'
import { memo, type ReactNode, useCallback, useMemo, useRef, useSyncExternalStore } from 'react'
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
  const widgets = useArrangedWidgets(props.runtime)
  return <PageGrid {...props} widgets={widgets} parent={null} />
}

type Widgets = Readonly<Record<string, WidgetNode>>

/** The widgets of the page as they were when one last came, went or moved: the grid needs to hear of nothing else. */
function useArrangedWidgets(runtime: PageRuntime): Widgets {
  const kept = useRef<Widgets>({})
  return useSyncExternalStore(runtime.subscribe, () => {
    const { widgets } = runtime.getPage()
    if (!isSameArrangement(kept.current, widgets)) kept.current = widgets
    return kept.current
  })
}

function isSameArrangement(before: Widgets, now: Widgets): boolean {
  if (before === now) return true
  const ids = Object.keys(now)
  return (
    ids.length === Object.keys(before).length &&
    ids.every((id) => before[id] !== undefined && isSamePlace(before[id], now[id]!))
  )
}

function isSamePlace(before: WidgetNode, now: WidgetNode): boolean {
  if (before === now) return true
  return before.parent === now.parent && isSameJson(before.layout, now.layout)
}

function PageGrid(props: PageRendererProps & { widgets: Widgets; parent: string | null }) {
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
      {ordered.map(({ id }) => {
        const inner = containers.has(id) ? <PageGrid {...props} parent={id} /> : undefined
        return (
          <PlacedWidget
            key={id}
            {...boxes[id]!}
            widgetId={id}
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
  GridBox & { widgetId: string; children?: ReactNode }

/** Drawn again only when its own widget or its place changes, not with every change of the page. */
const PlacedWidget = memo(function PlacedWidget(props: PlacedWidgetProps) {
  const { widgetId, runtime, mode, frame, onActionError, children, x, y, w, h } = props
  const subscribe = useCallback(
    (listener: () => void) => runtime.subscribeWidget(widgetId, listener),
    [runtime, widgetId],
  )
  const widget = useSyncExternalStore(subscribe, () => runtime.getPage().widgets[widgetId])
  if (!widget) return null
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
