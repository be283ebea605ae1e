import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'

/** One column of a SimpleTable. */
export interface SimpleColumn<Row> {
  id: string
  title: string
  align?: 'start' | 'end'
  width?: number | string
  /** Keeps the title for screen readers only: columns of buttons. */
  hideTitle?: boolean
  render: (row: Row) => ReactNode
}

/** Properties of SimpleTable. */
export interface SimpleTableProps<Row> {
  label: string
  columns: ReadonlyArray<SimpleColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Shown instead of rows when there are none. */
  empty?: ReactNode
  onRowClick?: (row: Row) => void
  footer?: ReactNode
}

/** A short table of up to some dozens of rows, all drawn. For data use VirtualTable. */
export function SimpleTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  empty,
  onRowClick,
  footer,
}: SimpleTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                style={{ width: column.width }}
                className={classNames(
                  'h-8 px-3 text-sm font-medium whitespace-nowrap text-muted first:min-w-48 first:pl-4 last:pr-4',
                  column.align === 'end' && 'text-right',
                )}
              >
                {column.hideTitle ? <span className="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              onClick={onRowClick ? () => onRowClick(row) : undefined}
              className={classNames(
                'border-b border-line last:border-0',
                onRowClick && 'cursor-pointer hover:bg-hover',
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={classNames(
                    'h-10 px-3 py-1.5 first:pl-4 last:pr-4',
                    column.align === 'end' && 'text-right',
                  )}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {footer}
      </table>
    </section>
  )
}
