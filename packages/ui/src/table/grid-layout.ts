import type { CellPosition, GridColumn, GridLayout, GridSort, PlacedColumn } from './grid-types.ts'

const defaultWidth = 160
const smallestWidth = 56

/** Puts columns into a person's order, pinned first, and shares what room is left among those that grow. */
export function placeColumns<Row>(
  columns: ReadonlyArray<GridColumn<Row>>,
  layout: GridLayout,
  room: number,
): Array<PlacedColumn<Row>> {
  const order = new Map((layout.order ?? []).map((id, position) => [id, position]))
  const rank = (column: GridColumn<Row>) => order.get(column.id) ?? order.size + columns.indexOf(column)
  const isPinned = (column: GridColumn<Row>) => layout.pinned?.includes(column.id) ?? false
  const shown = columns
    .filter((column) => !layout.hidden?.includes(column.id))
    .sort((left, right) => Number(isPinned(right)) - Number(isPinned(left)) || rank(left) - rank(right))
  const widths = shown.map((column) => layout.widths?.[column.id] ?? column.width ?? defaultWidth)
  const growing = shown.filter((column) => column.grow && layout.widths?.[column.id] === undefined)
  const share =
    Math.max(0, room - widths.reduce((sum, width) => sum + width, 0)) / Math.max(1, growing.length)
  let left = 0
  return shown.map((column, index) => {
    const width = (widths[index] ?? defaultWidth) + (growing.includes(column) ? Math.floor(share) : 0)
    const placed = { column, index, width, left, pinned: isPinned(column) }
    left += width
    return placed
  })
}

/** The layout with one column wider or narrower, never below what can still be read. */
export function resizeColumn<Row>(layout: GridLayout, column: GridColumn<Row>, width: number): GridLayout {
  const limited = Math.round(Math.min(1200, Math.max(column.minWidth ?? smallestWidth, width)))
  return { ...layout, widths: { ...layout.widths, [column.id]: limited } }
}

/** The layout with one column moved before or after another of the shown ones. */
export function moveColumn<Row>(
  layout: GridLayout,
  placed: ReadonlyArray<PlacedColumn<Row>>,
  from: number,
  to: number,
): GridLayout {
  const ids = placed.map((entry) => entry.column.id)
  const [moved] = ids.splice(from, 1)
  if (moved === undefined || to < 0 || to > ids.length) return layout
  ids.splice(to, 0, moved)
  const others = (layout.order ?? []).filter((id) => !ids.includes(id))
  return { ...layout, order: [...ids, ...others] }
}

/** Ascending, then descending, then none; `add` keeps the other columns of the sort. */
export function nextSort(sort: readonly GridSort[], column: string, add: boolean): GridSort[] {
  const current = sort.find((entry) => entry.column === column)
  const kept = add ? sort.filter((entry) => entry.column !== column) : []
  if (!current) return [...kept, { column, direction: 'ascending' }]
  if (current.direction === 'ascending') return [...kept, { column, direction: 'descending' }]
  return kept
}

/** The rectangle between two cells, both included; null when one of them is in the header. */
export function rangeBetween(first: CellPosition | null, second: CellPosition | null) {
  if (!first || !second || first.row < 0 || second.row < 0) return null
  return {
    top: Math.min(first.row, second.row),
    bottom: Math.max(first.row, second.row),
    start: Math.min(first.column, second.column),
    end: Math.max(first.column, second.column),
  }
}

/** Cells as tab-separated text, the way spreadsheets exchange them; text that would break a cell is quoted. */
export function cellsAsText<Row>(
  rows: readonly Row[],
  placed: ReadonlyArray<PlacedColumn<Row>>,
  range: { top: number; bottom: number; start: number; end: number },
): string {
  const columns = placed.slice(range.start, range.end + 1)
  const lines = rows
    .slice(range.top, range.bottom + 1)
    .map((row) => columns.map(({ column }) => quote(column.text(row))).join('\t'))
  return lines.join('\n')
}

function quote(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
