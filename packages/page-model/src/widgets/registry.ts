import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { buttonWidget } from './button.ts'
import { chartWidget } from './chart.ts'
import { filterWidget } from './filter.ts'
import { formWidget } from './form.ts'
import { kpiWidget } from './kpi.ts'
import { tableWidget } from './table.ts'
import { textWidget } from './text.ts'

/** Widget types by name; what is not in it is an unknown type. */
export type WidgetRegistry = ReadonlyMap<string, WidgetDefinition>

/** The widgets that the platform brings, in the order of the palette. They have no renderer: the web attaches it. */
export const builtInWidgets: readonly WidgetDefinition[] = [
  tableWidget,
  chartWidget,
  kpiWidget,
  filterWidget,
  buttonWidget,
  formWidget,
  textWidget,
]

/** Makes a registry of the built-in widgets and those that modules and packages add. */
export function createWidgetRegistry(added: readonly WidgetDefinition[] = []): WidgetRegistry {
  const registry = new Map<string, WidgetDefinition>()
  for (const definition of [...builtInWidgets, ...added]) {
    if (registry.has(definition.type)) throw new Error(`Two widgets have the type ${definition.type}.`)
    registry.set(definition.type, definition)
  }
  return registry
}
