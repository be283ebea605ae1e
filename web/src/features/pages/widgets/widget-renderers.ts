import { createWidgetRegistry } from '@flexoffice/page-model/widgets/registry'
import type { WidgetRenderer, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { type ComponentType, lazy } from 'react'

type LoadRenderer = () => Promise<{ default: WidgetRenderer }>

/** The components of the built-in widgets, each loaded when the first widget of its type is shown. */
export const widgetRenderers: Readonly<Record<string, LoadRenderer>> = {
  button: () => import('./button/button-widget.tsx'),
  chart: () => import('./chart/chart-widget.tsx'),
  filter: () => import('./filter/filter-widget.tsx'),
  form: () => import('./form/form-widget.tsx'),
  kpi: () => import('./kpi/kpi-widget.tsx'),
  table: () => import('./table/table-widget.tsx'),
  text: () => import('./text/text-widget.tsx'),
}

/** Every widget type that pages may use here. */
export const widgetRegistry = createWidgetRegistry()

const loaded = new Map<string, ComponentType<WidgetRendererProps>>()

/** The component of a widget type, or null when this installation cannot draw it. */
export function findRenderer(type: string): ComponentType<WidgetRendererProps> | null {
  const known = loaded.get(type)
  if (known) return known
  const load =
    widgetRegistry.get(type)?.renderer ??
    (Object.hasOwn(widgetRenderers, type) ? widgetRenderers[type] : undefined)
  if (!load) return null
  const component = lazy(load)
  loaded.set(type, component)
  return component
}
