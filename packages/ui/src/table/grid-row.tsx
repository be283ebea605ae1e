// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place its rows freely; the roles of the ARIA grid pattern say the same
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
import { PanelRightOpen } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { Skeleton } from '../feedback/progress.tsx'
import { Checkbox } from '../fields/checkbox.tsx'
import { useUiWords } from '../words.tsx'
import type { PlacedColumn } from './grid-types.ts'

const selectionWidth = 40
const openerWidth = 32

/** Width of what stands in front of the cells and stays: the check box, and the button that opens the row. */
export function leadWidth(selectable: boolean, opener: boolean): number {
  return (selectable ? selectionWidth : 0) + (opener ? openerWidth : 0)
}

/** Properties of GridRow; only plain values, so that a row is drawn again only when it changed. */
export interface GridRowProps<Row> {
  gridId: string
  row: Row
  index: number
  start: number
  height: number
  columns: ReadonlyArray<PlacedColumn<Row>>
  firstGap: number
  selectable: boolean
  opener: boolean
  selected: boolean
  open: boolean
  /** Column of the cursor in this row, or -1. */
  cursor: number
  rangeStart: number
  rangeEnd: number
  editing: number
  editor: ReactNode
  onToggle: (index: number, extend: boolean) => void
  onOpen: (index: number) => void
  onCellPress: (index: number, column: number, event: MouseEvent) => void
  onCellDoublePress: (index: number, column: number) => void
}

/** One row of the grid. */
export const GridRow = memo(function GridRow<Row>(props: GridRowProps<Row>) {
  const { gridId, row, index, start, height, columns, selectable, opener, selected, open } = props
  const words = useUiWords()
  const lead = leadWidth(selectable, opener)
  const firstFree = columns.find((placed) => !placed.pinned)
  const extending = useRef(false)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      style={{ transform: `translateY(${start}px)`, height }}
      className={classNames(
        'group/row absolute top-0 left-0 flex min-w-full border-b border-line',
        selected || open ? 'bg-accent-soft' : 'bg-surface hover:bg-hover',
      )}
    >
      {lead > 0 ? (
        <div
          role="gridcell"
          style={{ width: lead }}
          className="sticky left-0 z-10 flex shrink-0 items-center bg-inherit"
        >
          {selectable ? (
            <span
              style={{ width: selectionWidth }}
              className="grid shrink-0 place-items-center"
              onClickCapture={(event) => {
                extending.current = event.shiftKey
              }}
            >
              <Checkbox
                label={words.selectRow}
                hideLabel
                checked={selected}
                onChange={() => props.onToggle(index, extending.current)}
              />
            </span>
          ) : null}
          {opener ? (
            <button
              type="button"
              tabIndex={-1}
              aria-label={words.openRow}
              title={`${words.openRow} (Shift+Enter)`}
              onClick={() => props.onOpen(index)}
              className={classNames(
                'grid size-6 place-items-center rounded-md text-faint group-hover/row:text-ink hover:bg-pressed',
                !selectable && 'ml-1',
              )}
            >
              <PanelRightOpen size={14} strokeWidth={1.75} aria-hidden />
            </button>
          ) : null}
        </div>
      ) : null}
      {columns.map((placed) => (
        <GridCell
          key={placed.column.id}
          id={`${gridId}-${index}-${placed.index}`}
          placed={placed}
          gap={placed === firstFree ? props.firstGap : 0}
          stickyLeft={placed.left + lead}
          active={props.cursor === placed.index}
          inRange={placed.index >= props.rangeStart && placed.index <= props.rangeEnd}
          onPress={(event) => props.onCellPress(index, placed.index, event)}
          onDoublePress={() => props.onCellDoublePress(index, placed.index)}
        >
          {props.editing === placed.index
            ? props.editor
            : (placed.column.render?.(row) ?? <span className="truncate">{placed.column.text(row)}</span>)}
        </GridCell>
      ))}
    </div>
  )
}) as <Row>(props: GridRowProps<Row>) => ReactNode

interface GridCellProps<Row> {
  id: string
  placed: PlacedColumn<Row>
  gap: number
  stickyLeft: number
  active: boolean
  inRange: boolean
  onPress: (event: MouseEvent) => void
  onDoublePress: () => void
  children: ReactNode
}

function GridCell<Row>({
  id,
  placed,
  gap,
  stickyLeft,
  active,
  inRange,
  onPress,
  onDoublePress,
  children,
}: GridCellProps<Row>) {
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={placed.index + 1}
      onMouseDown={onPress}
      onDoubleClick={onDoublePress}
      style={{ width: placed.width, marginLeft: gap, left: placed.pinned ? stickyLeft : undefined }}
      className={classNames(
        'relative flex shrink-0 items-center overflow-hidden px-3 whitespace-nowrap',
        placed.pinned ? 'sticky z-10 border-r border-line bg-inherit' : '',
        placed.column.align === 'end' && 'justify-end text-right',
        inRange && 'bg-accent-soft',
        active && 'ring-2 ring-inset ring-accent',
      )}
    >
      {children}
    </div>
  )
}

/** A row whose data is on its way. */
export function SkeletonRow<Row>({
  start,
  height,
  columns,
  index,
}: {
  start: number
  height: number
  columns: ReadonlyArray<PlacedColumn<Row>>
  index: number
}) {
  return (
    <div
      aria-hidden
      style={{ transform: `translateY(${start}px)`, height }}
      className="absolute top-0 left-0 flex min-w-full items-center border-b border-line bg-surface"
    >
      {columns.map((placed) => (
        <div key={placed.column.id} style={{ width: placed.width }} className="shrink-0 px-3">
          <Skeleton className={classNames('h-3', ['w-3/5', 'w-4/5', 'w-2/5'][(index + placed.index) % 3])} />
        </div>
      ))}
    </div>
  )
}
