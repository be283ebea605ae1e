import {
  Blocks,
  ChartColumn,
  ClipboardList,
  Gauge,
  ListFilter,
  type LucideIcon,
  MousePointerClick,
  Table2,
  Type,
} from 'lucide-react'

const icons: Readonly<Record<string, LucideIcon>> = {
  'table-2': Table2,
  'chart-column': ChartColumn,
  gauge: Gauge,
  'list-filter': ListFilter,
  'mouse-pointer-click': MousePointerClick,
  'clipboard-list': ClipboardList,
  type: Type,
}

/** The icon that a widget's definition names; blocks for one that is not known here. */
export function widgetIcon(name: string | undefined): LucideIcon {
  return (name !== undefined && Object.hasOwn(icons, name) ? icons[name] : undefined) ?? Blocks
}
