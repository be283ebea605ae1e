import type { DataColumn, DataRecord } from '@flexoffice/contract/data'
import type { GridColumn } from '@flexoffice/ui'
import { Cell } from './cell.tsx'
import { CellEditor, fitsInCell } from './cell-editor.tsx'
import { columnIcon } from './column-icon.ts'
import { formatValue, isFigure } from './format-value.ts'

/** The columns of the grid for a table's columns; with `canEdit` those that the person may write open an editor. */
export function toGridColumns(
  columns: readonly DataColumn[],
  canEdit: boolean,
): Array<GridColumn<DataRecord>> {
  return columns.map((column) => ({
    id: column.id,
    title: column.label,
    icon: columnIcon(column),
    description: [column.description, column.label === column.name ? '' : column.name]
      .filter(Boolean)
      .join(' · '),
    width: widthOf(column),
    align: isFigure(column.type) && !column.isKey ? 'end' : 'start',
    sortable: column.type !== 'json' && column.type !== 'binary' && column.type !== 'other',
    render: (record) => <Cell value={record.values[column.id]} column={column} />,
    text: (record) => formatValue(record.values[column.id], column),
    editor:
      canEdit && isWritable(column) && fitsInCell(column)
        ? (editing) => <CellEditor editing={editing} column={column} value={editing.row.values[column.id]} />
        : undefined,
  }))
}

/** Whether the person may write this column at all. */
export function isWritable(column: DataColumn): boolean {
  return column.access === 'write' && !column.generated
}

function widthOf({ type, label, isKey }: DataColumn): number {
  // Title, sign and menu of the header need this much.
  const forTitle = label.length * 7.5 + 64
  const forValues =
    type === 'boolean' || isKey ? 96 : type === 'integer' || type === 'date' || type === 'time' ? 120 : 168
  const isMoment = type === 'datetime' || type === 'timestamp'
  return Math.round(Math.min(280, Math.max(forTitle, isMoment ? 190 : type === 'text' ? 200 : forValues)))
}
