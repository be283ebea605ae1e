import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { DateRangeFilter } from './date-range-filter.tsx'
import { SearchFilter } from './search-filter.tsx'
import { SelectFilter } from './select-filter.tsx'

/** A control whose value other widgets and queries use. */
export default function FilterWidget(props: WidgetRendererProps) {
  const { kind } = props.properties
  if (kind === 'search') return <SearchFilter {...props} />
  if (kind === 'dateRange') return <DateRangeFilter {...props} />
  return <SelectFilter {...props} />
}
