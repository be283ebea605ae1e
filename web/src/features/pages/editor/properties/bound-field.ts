import type { JsonValue, PropertyValue, WidgetNode } from '@flexoffice/contract/page-document'

/** What fields for references and columns get. */
export interface BoundFieldProps<Property> {
  label: string
  help?: string
  error?: string
  disabled?: boolean
  widget: WidgetNode
  property: Property
  onChange: (value: PropertyValue | null) => void
}

/** The constant that a property holds, if it holds one. */
export function constantOf(widget: WidgetNode, name: string): JsonValue | undefined {
  const value = widget.properties[name]
  return value?.kind === 'value' ? value.value : undefined
}
