import type { WidgetRendererProps } from '@flexoffice/sdk/widget'

/** What names the control: the author's label, else its hint or its name, which then only screen readers hear. */
export function labelOf({ properties, name }: Pick<WidgetRendererProps, 'properties' | 'name'>) {
  const label = String(properties.label ?? '').trim()
  const placeholder = String(properties.placeholder ?? '').trim() || undefined
  return { label: label || placeholder || name, hideLabel: label === '', placeholder }
}
