import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What an editor in a cell gets: the row, and the two ways out. */
export interface CellEditing<Row> {
  row: Row
  commit: (value: unknown) => void
  cancel: () => void
}

/** One column of the grid. */
export interface GridColumn<Row> {
  id: string
  title: string
  icon?: LucideIcon
  /** Said in the header's tooltip, such as the column's description. */
  description?: string
  width?: number
  minWidth?: number
  /** Takes a share of the room that is left. */
  grow?: boolean
  align?: 'start' | 'end'
  sortable?: boolean
  /** What the cell shows; without it, its text. */
  render?: (row: Row) => ReactNode
  /** The cell as plain text: what is shown, copied and read out. */
  text: (row: Row) => string
  /** Makes the cell editable: Enter, F2 or a double click opens it. */
  editor?: (editing: CellEditing<Row>) => ReactNode
  isEditable?: (row: Row) => boolean
}

/** Order, visibility, pins and widths of columns, as a person arranged them. */
export interface GridLayout {
  order?: readonly string[]
  hidden?: readonly string[]
  pinned?: readonly string[]
  widths?: Readonly<Record<string, number>>
}

/** One column of the sort, the first counts most. */
export interface GridSort {
  column: string
  direction: 'ascending' | 'descending'
}

/** Height of rows. */
export type GridDensity = 'compact' | 'normal' | 'relaxed'

/** Row heights in pixels by density. */
export const rowHeights: Record<GridDensity, number> = { compact: 28, normal: 36, relaxed: 44 }

/** A column with its place: pinned ones come first and stay at `left` while the rest scrolls. */
export interface PlacedColumn<Row> {
  column: GridColumn<Row>
  /** Position among all placed columns. */
  index: number
  width: number
  left: number
  pinned: boolean
}

/** A cell by row and column position; row -1 is the header. */
export interface CellPosition {
  row: number
  column: number
}
