// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place its rows freely; the roles of the ARIA grid pattern say the same
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react'
import { type PointerEvent, useRef, useState } from 'react'
import { classNames } from '../class-names.ts'
import type { MenuEntry } from '../floating/menu.tsx'
import { Menu } from '../overlays/menu.tsx'
import { useUiWords } from '../words.tsx'
import { moveColumn, nextSort, resizeColumn } from './grid-layout.ts'
import type { GridLayout, GridSort, PlacedColumn } from './grid-types.ts'

/** Properties of GridHeaderCell. */
export interface GridHeaderCellProps<Row> {
  id: string
  placed: PlacedColumn<Row>
  all: ReadonlyArray<PlacedColumn<Row>>
  /** Room before the cell: columns scrolled away, and the selection column for pinned ones. */
  gap: number
  stickyLeft: number
  active: boolean
  sort: readonly GridSort[]
  onSortChange?: (sort: GridSort[]) => void
  layout: GridLayout
  onLayoutChange: (layout: GridLayout) => void
}

/** A column's title: sorts, resizes, moves, and holds the column's menu. */
export function GridHeaderCell<Row>(props: GridHeaderCellProps<Row>) {
  const { id, placed, gap, stickyLeft, active, sort, onSortChange, layout, onLayoutChange, all } = props
  const { column } = placed
  const words = useUiWords()
  const [dropping, setDropping] = useState(false)
  const sorted = sort.find((entry) => entry.column === column.id)
  const sortable = column.sortable !== false && onSortChange !== undefined
  const Icon = column.icon
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles Enter for the active header
    <div
      id={id}
      role="columnheader"
      aria-colindex={placed.index + 1}
      aria-sort={sorted?.direction ?? (sortable ? 'none' : undefined)}
      title={column.description}
      draggable
      onDragStart={(event) => event.dataTransfer.setData('text/grid-column', String(placed.index))}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('text/grid-column')) return
        event.preventDefault()
        setDropping(true)
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        event.preventDefault()
        setDropping(false)
        onLayoutChange(
          moveColumn(layout, all, Number(event.dataTransfer.getData('text/grid-column')), placed.index),
        )
      }}
      onClick={sortable ? (event) => onSortChange(nextSort(sort, column.id, event.shiftKey)) : undefined}
      style={{ width: placed.width, marginLeft: gap, left: placed.pinned ? stickyLeft : undefined }}
      className={classNames(
        'group relative flex h-full shrink-0 items-center gap-1.5 border-r border-line bg-sunken px-3 text-sm font-medium text-muted select-none',
        placed.pinned && 'sticky z-10',
        column.align === 'end' && 'flex-row-reverse',
        sortable && 'cursor-pointer hover:text-ink',
        active && 'ring-2 ring-inset ring-accent',
        dropping && 'bg-accent-soft',
      )}
    >
      {Icon ? <Icon size={14} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden /> : null}
      <span className="truncate">{column.title}</span>
      {sorted ? (
        <SortSign sorted={sorted} position={sort.length > 1 ? sort.indexOf(sorted) + 1 : null} />
      ) : null}
      <ColumnMenu {...props} label={words.columnMenu(column.title)} sortable={sortable} />
      <ResizeHandle
        label={words.resizeColumn(column.title)}
        width={placed.width}
        onResize={(width) => onLayoutChange(resizeColumn(layout, column, width))}
      />
    </div>
  )
}

function SortSign({ sorted, position }: { sorted: GridSort; position: number | null }) {
  const Arrow = sorted.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <span className="flex shrink-0 items-center text-accent-ink">
      <Arrow size={14} aria-hidden />
      {position}
    </span>
  )
}

function ColumnMenu<Row>(props: GridHeaderCellProps<Row> & { label: string; sortable: boolean }) {
  const { placed, all, label, sort, onSortChange, layout, onLayoutChange, sortable } = props
  const words = useUiWords()
  const { column } = placed
  const sorted = sort.find((entry) => entry.column === column.id)
  const other = sort.filter((entry) => entry.column !== column.id)
  const sortBy = (direction: GridSort['direction']) => onSortChange?.([{ column: column.id, direction }])
  const pin = () => onLayoutChange({ ...layout, pinned: [...(layout.pinned ?? []), column.id] })
  const unpin = () =>
    onLayoutChange({ ...layout, pinned: layout.pinned?.filter((entry) => entry !== column.id) })
  const items: MenuEntry[] = [
    sortable && { label: words.sortAscending, icon: ArrowUp, onSelect: () => sortBy('ascending') },
    sortable && { label: words.sortDescending, icon: ArrowDown, onSelect: () => sortBy('descending') },
    sorted && { label: words.clearSort, onSelect: () => onSortChange?.(other) },
    sortable && 'separator',
    placed.pinned ? { label: words.unpinColumn, onSelect: unpin } : { label: words.pinColumn, onSelect: pin },
    {
      label: words.moveLeft,
      disabled: placed.index === 0,
      onSelect: () => onLayoutChange(moveColumn(layout, all, placed.index, placed.index - 1)),
    },
    {
      label: words.moveRight,
      disabled: placed.index === all.length - 1,
      onSelect: () => onLayoutChange(moveColumn(layout, all, placed.index, placed.index + 1)),
    },
    {
      label: words.hideColumn,
      disabled: all.length === 1,
      onSelect: () => onLayoutChange({ ...layout, hidden: [...(layout.hidden ?? []), column.id] }),
    },
  ]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps presses on the menu from sorting
    // biome-ignore lint/a11y/useKeyWithClickEvents: keeps presses on the menu from sorting
    <span
      className={classNames(
        'absolute inset-y-0 flex items-center bg-inherit opacity-0 group-hover:opacity-100 focus-within:opacity-100 has-data-popup-open:opacity-100',
        column.align === 'end' ? 'left-1' : 'right-1',
      )}
      onClick={(event) => event.stopPropagation()}
    >
      <Menu
        align="end"
        items={items}
        trigger={
          <button
            type="button"
            tabIndex={-1}
            data-column-menu=""
            aria-label={label}
            className="grid size-5 place-items-center rounded-md hover:bg-pressed"
          >
            <ChevronDown size={14} aria-hidden />
          </button>
        }
      />
    </span>
  )
}

function ResizeHandle({
  label,
  width,
  onResize,
}: {
  label: string
  width: number
  onResize: (width: number) => void
}) {
  const drag = useRef<{ at: number; width: number } | null>(null)
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { at: event.clientX, width }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard way is Alt+Shift with the arrows on the header
    // biome-ignore lint/a11y/useKeyWithClickEvents: keeps presses on the edge from sorting
    <span
      title={label}
      draggable
      onDragStart={(event) => event.preventDefault()}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={onPointerDown}
      onPointerMove={(event) =>
        drag.current && onResize(drag.current.width + event.clientX - drag.current.at)
      }
      onPointerUp={() => {
        drag.current = null
      }}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/60"
    />
  )
}
