import type { DataColumn } from '@flexoffice/contract/data'
import {
  Binary,
  Braces,
  Calendar,
  CalendarClock,
  Clock,
  Fingerprint,
  Hash,
  KeyRound,
  List,
  type LucideIcon,
  Shapes,
  ToggleLeft,
  Type,
} from 'lucide-react'

const icons: Record<DataColumn['type'], LucideIcon> = {
  text: Type,
  integer: Hash,
  decimal: Hash,
  float: Hash,
  boolean: ToggleLeft,
  date: Calendar,
  time: Clock,
  datetime: CalendarClock,
  timestamp: CalendarClock,
  uuid: Fingerprint,
  json: Braces,
  binary: Binary,
  other: Shapes,
}

/** The sign of a column: its key, its choices, else its type. */
export function columnIcon(
  column: Pick<DataColumn, 'type'> & Partial<Pick<DataColumn, 'isKey' | 'enumLabels'>>,
): LucideIcon {
  if (column.isKey) return KeyRound
  return column.enumLabels ? List : icons[column.type]
}
