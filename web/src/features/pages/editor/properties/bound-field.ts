import type { JsonValue, PropertyValue } from '@flexoffice/contract/page-document'

/** What fields for references and columns get. */
export interface BoundFieldProps<Property> {
  label: string
  help?: string
  error?: string
  disabled?: boolean
  widgetId: string
  property: Property
  value: PropertyValue | undefined
  onChange: (value: PropertyValue | null) => void
}

/** The constant that a property holds, if it holds one. */
export function constantOf(value: PropertyValue | undefined): JsonValue | undefined {
  return value?.kind === 'value' ? value.value : undefined
}
