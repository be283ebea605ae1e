// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place its rows freely; the roles of the ARIA grid pattern say the same
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
import { useVirtualizer } from '@tanstack/react-virtual'
import { X } from 'lucide-react'
import {
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { Checkbox } from '../fields/checkbox.tsx'
import { useUiWords } from '../words.tsx'
import { GridHeaderCell } from './grid-header.tsx'
import { cellsAsText, nextSort, placeColumns, rangeBetween, resizeColumn } from './grid-layout.ts'
import { GridRow, leadWidth, SkeletonRow } from './grid-row.tsx'
import type {
  CellPosition,
  GridColumn,
  GridDensity,
  GridLayout,
  GridSort,
  PlacedColumn,
} from './grid-types.ts'
import { rowHeights } from './grid-types.ts'
import { type GridActions, useGridCursor } from './use-grid-cursor.ts'

/** Properties of VirtualTable. It fills the height of its parent, which must have one. */
export interface VirtualTableProps<Row> {
  label: string
  columns: ReadonlyArray<GridColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  density?: GridDensity
  /** Sorting is the caller's: these are its state and its wish. */
  sort?: readonly GridSort[]
  onSortChange?: (sort: GridSort[]) => void
  /** Keys of the chosen rows; with `onSelectionChange` rows get check boxes. */
  selection?: ReadonlySet<string>
  onSelectionChange?: (selection: Set<string>) => void
  /** Buttons beside the count of chosen rows. */
  selectionActions?: ReactNode
  /** Enter on a cell that cannot be edited, Shift+Enter on any; with `openOnClick` a click too. */
  onOpenRow?: (row: Row) => void
  openOnClick?: boolean
  /** A button in front of each row opens it: for grids where a press only moves the cursor. */
  opener?: boolean
  /** The row shown in the side panel. */
  openRowKey?: string | null
  /** Takes an edited cell; show the new value at once and take it back on failure. */
  onEdit?: (row: Row, columnId: string, value: unknown) => void
  /** How columns are arranged; kept inside when not given. */
  layout?: GridLayout
  onLayoutChange?: (layout: GridLayout) => void
  /** The first rows are on their way. */
  loading?: boolean
  /** More rows can be had; asked for when the end comes near. */
  hasMore?: boolean
  onReachEnd?: () => void
  /** All rows there are, when known. */
  totalRows?: number | 'unknown'
  /** Shown instead of rows when there are none. */
  empty?: ReactNode
  footer?: ReactNode
  className?: string
}

const headerHeight = 34

/** The data grid: any number of rows and columns, moved through by keyboard, sorted, arranged, chosen, edited and copied as cells. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const {
    columns,
    rows,
    rowKey,
    density = 'normal',
    opener = false,
    sort = [],
    onSortChange,
    selection,
    onSelectionChange,
  } = props
  const words = useUiWords()
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const room = useWidth(scroller)
  const [ownLayout, setOwnLayout] = useState<GridLayout>({})
  const layout = props.layout ?? ownLayout
  const changeLayout = props.onLayoutChange ?? setOwnLayout
  const selectable = onSelectionChange !== undefined
  const lead = leadWidth(selectable, opener)
  const placed = useMemo(() => placeColumns(columns, layout, room - lead - 2), [columns, layout, room, lead])
  const pinned = placed.filter((entry) => entry.pinned)
  const free = placed.filter((entry) => !entry.pinned)
  const pinnedWidth = pinned.reduce((sum, entry) => sum + entry.width, 0)
  const totalWidth = lead + placed.reduce((sum, entry) => sum + entry.width, 0)
  const height = rowHeights[density]
  const loadingRows = props.loading && rows.length === 0 ? 14 : props.hasMore ? 3 : 0

  const vertical = useVirtualizer({
    count: rows.length + loadingRows,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: headerHeight,
    initialRect: { width: 1024, height: 600 },
  })
  const horizontal = useVirtualizer({
    horizontal: true,
    count: free.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => free[index]?.width ?? 0,
    paddingStart: lead + pinnedWidth,
    scrollPaddingStart: lead + pinnedWidth,
    overscan: 4,
    initialRect: { width: 1024, height: 600 },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are read through the callbacks and must be measured again
  useEffect(() => horizontal.measure(), [placed, horizontal])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row height is read through the callback
  useEffect(() => vertical.measure(), [height, vertical])
  const visible = horizontal.getVirtualItems()
  const firstVisible = visible[0]?.index ?? 0
  const lastVisible = visible.at(-1)?.index ?? -1
  const drawn = useMemo(() => {
    const scrolling = placed.filter((entry) => !entry.pinned)
    return [...placed.filter((entry) => entry.pinned), ...scrolling.slice(firstVisible, lastVisible + 1)]
  }, [placed, firstVisible, lastVisible])
  const firstGap = Math.max(0, (visible[0]?.start ?? 0) - lead - pinnedWidth)
  const scrolled = horizontal.scrollOffset ?? 0
  const virtualRows = vertical.getVirtualItems()

  const lastRow = virtualRows.at(-1)?.index ?? 0
  const { hasMore, onReachEnd } = props
  useEffect(() => {
    if (hasMore && rows.length > 0 && lastRow >= rows.length - 10) onReachEnd?.()
  }, [hasMore, onReachEnd, lastRow, rows.length])

  const [editing, setEditing] = useState<CellPosition | null>(null)
  const selected = selection ?? noKeys
  const lastToggled = useRef<number | null>(null)
  const toggleRow = (index: number, extend = false) => {
    const row = rows[index]
    if (!row || !onSelectionChange) return
    const next = new Set(selected)
    const adds = !next.has(rowKey(row))
    const from = extend && lastToggled.current !== null ? lastToggled.current : index
    for (const other of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (adds) next.add(rowKey(other))
      else next.delete(rowKey(other))
    }
    lastToggled.current = index
    onSelectionChange(next)
  }
  const selectAll = (all: boolean) => onSelectionChange?.(new Set(all ? rows.map(rowKey) : []))
  const startEdit = ({ row: index, column }: CellPosition) => {
    const row = rows[index]
    const target = placed[column]?.column
    if (!row || !target?.editor || target.isEditable?.(row) === false) return false
    setEditing({ row: index, column })
    return true
  }
  const focusGrid = () => scroller.current?.focus({ preventScroll: true })
  const actions: GridActions = {
    open: (index) => rows[index] && props.onOpenRow?.(rows[index]),
    edit: startEdit,
    toggleRow: (index) => toggleRow(index),
    selectAll: () => selectAll(true),
    clearSelection: () => {
      if (selected.size > 0) selectAll(false)
      return false
    },
    sort: (column, add) => {
      const target = placed[column]?.column
      if (target && target.sortable !== false) onSortChange?.(nextSort(sort, target.id, add))
    },
    openHeaderMenu: (column) =>
      document
        .getElementById(`${gridId}-h-${column}`)
        ?.querySelector<HTMLElement>('[data-column-menu]')
        ?.click(),
    resize: (column, by) => {
      const target = placed[column]
      if (target) changeLayout(resizeColumn(layout, target.column, target.width + by))
    },
    reveal: (cell) => {
      if (cell.row >= 0) vertical.scrollToIndex(cell.row)
      const at = free.findIndex((entry) => entry.index === cell.column)
      if (at >= 0) horizontal.scrollToIndex(at)
    },
  }
  const pageSize = Math.max(
    1,
    Math.floor(((scroller.current?.clientHeight ?? 600) - headerHeight) / height) - 1,
  )
  const { cursor, anchor, moveTo, onKeyDown } = useGridCursor(rows.length, placed.length, pageSize, actions)
  const range = rangeBetween(anchor, cursor)
  const hasRange = range !== null && (range.top !== range.bottom || range.start !== range.end)

  // Rows are memoised; they call the newest handlers through this one.
  const handlers = useRef({
    toggleRow,
    press: (_row: number, _column: number, _event: MouseEvent) => {},
    open: actions.open,
    startEdit,
  })
  handlers.current = {
    toggleRow,
    startEdit,
    open: actions.open,
    press(row, column, event) {
      if (editing) return
      const isControl = event.target instanceof Element && event.target.closest('a, button, input') !== null
      // Focus first: the grid's own focus handler would otherwise put the cursor on the first cell.
      if (!isControl) {
        event.preventDefault()
        focusGrid()
      }
      moveTo({ row, column }, event.shiftKey)
      if (isControl) return
      if (props.openOnClick && !event.shiftKey && event.button === 0 && rows[row])
        props.onOpenRow?.(rows[row])
    },
  }
  const onToggle = useCallback((row: number, extend: boolean) => handlers.current.toggleRow(row, extend), [])
  const onOpen = useCallback((row: number) => handlers.current.open(row), [])
  const onCellPress = useCallback(
    (row: number, column: number, event: MouseEvent) => handlers.current.press(row, column, event),
    [],
  )
  const onCellDoublePress = useCallback(
    (row: number, column: number) => void handlers.current.startEdit({ row, column }),
    [],
  )

  const editor = () => {
    const row = editing ? rows[editing.row] : undefined
    const column = editing ? placed[editing.column]?.column : undefined
    if (!row || !column?.editor) return null
    const leave = () => {
      setEditing(null)
      focusGrid()
    }
    return column.editor({
      row,
      cancel: leave,
      commit: (value) => {
        leave()
        props.onEdit?.(row, column.id, value)
      },
    })
  }
  const isEmpty = rows.length === 0 && !props.loading
  const activeId = cursor
    ? cursor.row < 0
      ? `${gridId}-h-${cursor.column}`
      : `${gridId}-${cursor.row}-${cursor.column}`
    : undefined
  const allSelected = rows.length > 0 && rows.every((row) => selected.has(rowKey(row)))

  return (
    <div className={classNames('relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface', props.className)}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label={props.label}
          aria-rowcount={countRows(props.totalRows ?? (hasMore ? 'unknown' : rows.length))}
          aria-colcount={placed.length}
          aria-multiselectable={selectable || undefined}
          aria-busy={props.loading || undefined}
          aria-activedescendant={activeId}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            if (event.target === event.currentTarget && !cursor && rows.length > 0)
              moveTo({ row: 0, column: 0 })
          }}
          onCopy={(event) => {
            if (!range || event.target instanceof HTMLInputElement || window.getSelection()?.type === 'Range')
              return
            event.preventDefault()
            event.clipboardData.setData('text/plain', cellsAsText(rows, placed, range))
          }}
          className="min-h-0 flex-1 overflow-auto outline-none -outline-offset-2!"
        >
          <div
            role="rowgroup"
            style={{ width: Math.max(totalWidth, 0), height: headerHeight }}
            className="sticky top-0 z-20 min-w-full border-b border-line-strong bg-sunken"
          >
            <div role="row" aria-rowindex={1} className="flex h-full min-w-full">
              {lead > 0 ? (
                <div
                  role="columnheader"
                  style={{ width: lead }}
                  className="sticky left-0 z-10 flex shrink-0 items-center bg-sunken"
                >
                  {selectable ? (
                    <span style={{ width: leadWidth(true, false) }} className="grid place-items-center">
                      <Checkbox
                        label={words.selectAll}
                        hideLabel
                        checked={allSelected}
                        indeterminate={!allSelected && selected.size > 0}
                        onChange={(checked) => selectAll(checked)}
                      />
                    </span>
                  ) : (
                    <span className="sr-only">{words.openRow}</span>
                  )}
                </div>
              ) : null}
              {drawn.map((entry, position) => (
                <GridHeaderCell
                  key={entry.column.id}
                  id={`${gridId}-h-${entry.index}`}
                  placed={entry}
                  all={placed}
                  gap={position === pinned.length ? firstGap : 0}
                  stickyLeft={entry.left + lead}
                  active={cursor?.row === -1 && cursor.column === entry.index}
                  sort={sort}
                  onSortChange={onSortChange}
                  layout={layout}
                  onLayoutChange={changeLayout}
                />
              ))}
            </div>
          </div>
          {isEmpty ? (
            <div role="rowgroup">
              <div role="row">
                <div role="gridcell" className="sticky left-0" style={{ width: room || undefined }}>
                  {props.empty}
                </div>
              </div>
            </div>
          ) : (
            <div
              role="rowgroup"
              className="relative min-w-full"
              style={{ height: vertical.getTotalSize(), width: totalWidth }}
            >
              {virtualRows.map((virtual) => {
                const row = rows[virtual.index]
                if (row === undefined) {
                  return (
                    <SkeletonRow
                      key={virtual.key}
                      start={virtual.start}
                      height={height}
                      columns={drawn}
                      index={virtual.index}
                    />
                  )
                }
                const inRange = hasRange && virtual.index >= range.top && virtual.index <= range.bottom
                const isEditing = editing?.row === virtual.index
                return (
                  <GridRow
                    key={rowKey(row)}
                    gridId={gridId}
                    row={row}
                    index={virtual.index}
                    start={virtual.start}
                    height={height}
                    columns={drawn as ReadonlyArray<PlacedColumn<Row>>}
                    firstGap={firstGap}
                    selectable={selectable}
                    opener={opener}
                    selected={selected.has(rowKey(row))}
                    open={props.openRowKey === rowKey(row)}
                    cursor={cursor?.row === virtual.index ? cursor.column : -1}
                    rangeStart={inRange ? range.start : -1}
                    rangeEnd={inRange ? range.end : -2}
                    editing={isEditing ? editing.column : -1}
                    editor={isEditing ? editor() : null}
                    onToggle={onToggle}
                    onOpen={onOpen}
                    onCellPress={onCellPress}
                    onCellDoublePress={onCellDoublePress}
                  />
                )
              })}
            </div>
          )}
        </div>
        {scrolled > 0 ? <EdgeShade side="start" at={lead + pinnedWidth} /> : null}
        {room > 0 && scrolled + room < totalWidth - 1 ? <EdgeShade side="end" at={room} /> : null}
      </div>
      {selected.size > 0 ? (
        <div className="absolute bottom-4 left-1/2 z-20 flex h-11 -translate-x-1/2 items-center gap-3 rounded-md bg-raised pr-1.5 pl-3 shadow-float">
          <span role="status" className="font-medium whitespace-nowrap">
            {words.selected(selected.size)}
          </span>
          {props.selectionActions}
          <IconButton size="sm" icon={X} label={words.clearSelection} onClick={() => selectAll(false)} />
        </div>
      ) : null}
      {props.footer ? (
        <div className="flex min-h-9 items-center gap-3 border-t border-line px-3 text-sm text-muted">
          {props.footer}
        </div>
      ) : null}
    </div>
  )
}

/** Tells that columns go on behind an edge, where scroll bars hide until they are used. */
function EdgeShade({ side, at }: { side: 'start' | 'end'; at: number }) {
  return (
    <div
      aria-hidden
      data-more={side}
      style={side === 'start' ? { left: at } : { left: at - shadeWidth }}
      className={classNames(
        'pointer-events-none absolute inset-y-0 z-20 w-3 from-line-strong/70 to-transparent',
        side === 'start' ? 'bg-linear-to-r' : 'bg-linear-to-l',
      )}
    />
  )
}

const shadeWidth = 12

const noKeys: ReadonlySet<string> = new Set()

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** With the header; -1 is how a grid says that nobody knows. */
function countRows(total: number | 'unknown'): number {
  return total === 'unknown' ? -1 : total + 1
}
