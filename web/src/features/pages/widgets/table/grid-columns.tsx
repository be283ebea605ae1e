import type { DataColumn } from '@flexoffice/contract/data'
import type { RowTones } from '@flexoffice/sdk/widget'
import type { GridColumn } from '@flexoffice/ui'
import { CellEditor, fitsInCell } from '../../../data/api.ts'
import { Toned } from '../tone.tsx'
import type { ShownColumn } from './configured-columns.ts'
import { formatCell, isFigure } from './format-cell.ts'
import { TableCell } from './table-cell.tsx'
import type { GridRow } from './table-rows.ts'

/** The grid's columns; where the table may be edited, those that the person may write open an editor. */
export function toGridColumns(
  columns: readonly ShownColumn[],
  {
    isSortable,
    isEditable,
    tonesOf,
  }: { isSortable: boolean; isEditable: boolean; tonesOf?: (row: GridRow) => RowTones },
): Array<GridColumn<GridRow>> {
  return columns.map((column, index) => {
    const { name, label, source } = column
    return {
      id: name,
      title: label,
      description: column.description,
      width: column.width ?? widthOf(column),
      grow: column.width === undefined && column.type === 'text',
      align: alignOf(column),
      sortable: isSortable && !['json', 'binary', 'other'].includes(column.type),
      render: (row) => {
        const tones = tonesOf?.(row)
        const own = tones?.columns[name]
        return (
          <Toned
            tone={own ?? tones?.row}
            filled={own !== undefined}
            // The tone of a whole row is told once, where the row begins.
            sign={own !== undefined || index === 0}
          >
            <TableCell value={row.values[name]} column={column} />
          </Toned>
        )
      },
      text: (row) => formatCell(row.values[name], column.type, column),
      isEditable: (row) => row.recordKey !== null,
      editor:
        isEditable && isEditableCell(source)
          ? (editing) => (
              <CellEditor editing={editing} column={source} value={editing.row.values[name]} label={label} />
            )
          : undefined,
    }
  })
}

/** Whether the person may write this column, and in the little room of a cell. */
function isEditableCell(column: DataColumn | undefined): column is DataColumn {
  return column?.access === 'write' && !column.generated && fitsInCell(column)
}

function alignOf({ type, format, source }: ShownColumn): 'start' | 'end' {
  if (format === 'plain' || format === 'badge' || source?.isKey) return 'start'
  return isFigure(type) || ['number', 'money', 'percent'].includes(format ?? '') ? 'end' : 'start'
}

function widthOf({ type, label }: ShownColumn): number {
  // Title, sign and menu of the header need this much.
  const forTitle = label.length * 7.5 + 56
  const forValues = { text: 180, date: 155, datetime: 190, timestamp: 190, boolean: 90 }[type] ?? 120
  return Math.round(Math.min(280, Math.max(forTitle, forValues)))
}
