import type { WidgetNode } from '@flexoffice/contract/page-document'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { Skeleton } from '@flexoffice/ui'
import { memo, type ReactNode, Suspense, useCallback, useMemo, useSyncExternalStore } from 'react'
import { translate } from '../../../core/i18n/languages.ts'
import { findRenderer } from '../widgets/widget-renderers.ts'
import { WidgetBoundary } from './widget-boundary.tsx'

interface WidgetViewProps {
  runtime: PageRuntime
  widget: WidgetNode
  mode: 'edit' | 'view'
  onActionError: (error: unknown) => void
  children?: ReactNode
}

/** One widget: its component when it is loaded, its skeleton before, and its own failure without the page's. */
export const WidgetView = memo(function WidgetView({
  runtime,
  widget,
  mode,
  onActionError,
  children,
}: WidgetViewProps) {
  const { id, name, type, events } = widget
  const subscribe = useCallback(
    (listener: () => void) => runtime.subscribeWidget(id, listener),
    [runtime, id],
  )
  const snapshot = useSyncExternalStore(subscribe, () => runtime.getWidget(id))
  const acts = useMemo(
    () => ({
      hasActions: (event: string) => (events[event]?.length ?? 0) > 0,
      emit: (event: string, payload?: Record<string, unknown>) =>
        runtime.emit(id, event, payload).catch(onActionError),
      expose: (exposed: string, value: unknown) => runtime.expose(id, exposed, value),
      requestRows: (property: string, window: Parameters<PageRuntime['requestRows']>[2]) =>
        runtime.requestRows(id, property, window),
    }),
    [runtime, id, events, onActionError],
  )
  const Renderer = findRenderer(type)
  if (!snapshot.visible && mode === 'view') return null
  if (!Renderer) return <UnknownWidget type={type} />
  return (
    <div className={snapshot.visible ? 'h-full' : 'h-full opacity-40'} data-widget={id}>
      <WidgetBoundary resetKey={snapshot} name={name}>
        <Suspense fallback={<Skeleton className="h-full w-full" />}>
          <Renderer
            widgetId={id}
            name={name}
            mode={mode}
            properties={snapshot.properties}
            queries={snapshot.queries}
            errors={snapshot.errors}
            exposed={snapshot.exposed}
            {...acts}
          >
            {children}
          </Renderer>
        </Suspense>
      </WidgetBoundary>
    </div>
  )
})

function UnknownWidget({ type }: { type: string }) {
  return (
    <div className="grid h-full place-items-center rounded-md border border-dashed border-line-strong p-2 text-center text-muted">
      {translate('pageView.unknownWidget', { type })}
    </div>
  )
}
