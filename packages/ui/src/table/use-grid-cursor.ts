import { type KeyboardEvent, useState } from 'react'
import type { CellPosition } from './grid-types.ts'

/** What the keys of the grid may do; the grid gives it, the cursor calls it. */
export interface GridActions {
  open: (row: number) => void
  edit: (cell: CellPosition) => boolean
  toggleRow: (row: number) => void
  selectAll: () => void
  clearSelection: () => boolean
  sort: (column: number, add: boolean) => void
  openHeaderMenu: (column: number) => void
  resize: (column: number, by: number) => void
  reveal: (cell: CellPosition) => void
}

/** The cursor of a grid and the other end of its range, moved by the keys of the ARIA grid pattern. */
export function useGridCursor(rowCount: number, columnCount: number, pageSize: number, actions: GridActions) {
  const [cursor, setCursor] = useState<CellPosition | null>(null)
  const [anchor, setAnchor] = useState<CellPosition | null>(null)

  const moveTo = (cell: CellPosition, extend = false) => {
    const target = {
      row: Math.max(-1, Math.min(rowCount - 1, cell.row)),
      column: Math.max(0, Math.min(columnCount - 1, cell.column)),
    }
    setCursor(target)
    if (!extend || target.row < 0) setAnchor(target)
    actions.reveal(target)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys inside an editor or a button of a cell belong to it.
    if (event.target !== event.currentTarget) return
    const at = cursor ?? { row: 0, column: 0 }
    if (handleMove(event, at, moveTo, { rowCount, columnCount, pageSize, actions }))
      return event.preventDefault()
    if (at.row < 0 ? handleHeaderKey(event, at, actions) : handleCellKey(event, at, actions))
      event.preventDefault()
    if (event.key === 'Escape' && (anchor !== cursor || actions.clearSelection())) setAnchor(cursor)
  }
  return { cursor, anchor, moveTo, onKeyDown }
}

interface Bounds {
  rowCount: number
  columnCount: number
  pageSize: number
  actions: GridActions
}

function handleMove(
  event: KeyboardEvent,
  at: CellPosition,
  moveTo: (cell: CellPosition, extend?: boolean) => void,
  bounds: Bounds,
): boolean {
  if (event.altKey) return false
  const whole = event.ctrlKey || event.metaKey
  const lastRow = bounds.rowCount - 1
  const lastColumn = bounds.columnCount - 1
  const targets: Record<string, CellPosition> = {
    ArrowUp: { ...at, row: whole ? 0 : at.row - 1 },
    ArrowDown: { ...at, row: whole ? lastRow : at.row + 1 },
    ArrowLeft: { ...at, column: whole ? 0 : at.column - 1 },
    ArrowRight: { ...at, column: whole ? lastColumn : at.column + 1 },
    Home: { row: whole ? 0 : at.row, column: 0 },
    End: { row: whole ? lastRow : at.row, column: lastColumn },
    PageUp: { ...at, row: Math.max(0, at.row - bounds.pageSize) },
    PageDown: { ...at, row: at.row + bounds.pageSize },
  }
  const target = targets[event.key]
  if (!target) return false
  moveTo(target, event.shiftKey)
  return true
}

function handleHeaderKey(event: KeyboardEvent, at: CellPosition, actions: GridActions): boolean {
  if (event.altKey && event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    actions.resize(at.column, event.key === 'ArrowLeft' ? -16 : 16)
    return true
  }
  if (
    (event.altKey && event.key === 'ArrowDown') ||
    event.key === 'ContextMenu' ||
    (event.shiftKey && event.key === 'F10')
  ) {
    actions.openHeaderMenu(at.column)
    return true
  }
  if (event.key !== 'Enter' && event.key !== ' ') return false
  actions.sort(at.column, event.shiftKey)
  return true
}

function handleCellKey(event: KeyboardEvent, at: CellPosition, actions: GridActions): boolean {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
    actions.selectAll()
    return true
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key === 'Enter' && event.shiftKey) actions.open(at.row)
  else if (event.key === ' ') actions.toggleRow(at.row)
  else if (event.key === 'F2') actions.edit(at)
  else if (event.key === 'Enter') {
    if (!actions.edit(at)) actions.open(at.row)
  } else return false
  return true
}
