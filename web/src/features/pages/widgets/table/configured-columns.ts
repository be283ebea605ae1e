import type { DataColumn } from '@flexoffice/contract/data'
import type { QueryResult, QueryResultColumn } from '@flexoffice/sdk/widget'
import type { FilterColumn } from '../../../data/api.ts'
import type { CellFormat } from './format-cell.ts'

/** One column as the table shows it: the answer's column, what the author set, and what the person may do. */
export interface ShownColumn extends CellFormat {
  name: string
  type: string
  label: string
  description?: string
  width?: number
  /** The column of the catalogue, when the answer tells which one it is. */
  source?: DataColumn
}

/** Columns in the author's order with the author's labels, or all of the answer's; hidden ones are left out. */
export function readColumns(
  configured: unknown,
  answer: readonly QueryResultColumn[],
  catalogue: readonly DataColumn[] = [],
): ShownColumn[] {
  const known = new Map(answer.map((column) => [column.name, column]))
  const entries = readEntries(configured)
  const wanted = entries.length > 0 ? entries : answer.map(({ name }) => ({ column: name }) as ColumnEntry)
  return wanted
    .filter(({ column, hidden }) => hidden !== true && known.has(column))
    .map((entry) => {
      const column = known.get(entry.column)!
      const source = sourceOf(column, catalogue)
      // Only for words: what is disguised or calculated may bear a column's name without being it.
      const namesake = source ?? catalogue.find(({ name }) => name === column.name)
      return {
        name: column.name,
        type: source?.type ?? column.type,
        label: entry.label || column.label || namesake?.label || column.name,
        description: namesake?.description || undefined,
        width: typeof entry.width === 'number' && entry.width > 0 ? entry.width : undefined,
        format: entry.format,
        currency: entry.currency,
        decimals: typeof entry.decimals === 'number' ? entry.decimals : undefined,
        source,
      }
    })
}

/** The columns that may be filtered by: of a disguised one nobody may ask what it hides. */
export function filterColumns(columns: readonly ShownColumn[]): FilterColumn[] {
  return columns
    .filter(({ source, type }) => source?.access !== 'masked' && type !== 'binary')
    .map(({ name, label, type, source }) => ({
      id: name,
      name,
      label,
      type: type as FilterColumn['type'],
      enumLabels: source?.enumLabels ?? null,
      isKey: source?.isKey ?? false,
    }))
}

/** The table whose records the rows are: as the answer tells, or as the author says. Without either nobody can edit in place. */
export function tableOf(
  properties: Readonly<Record<string, unknown>>,
  result: QueryResult,
): string | undefined {
  const { tableId = properties.table } = result
  return typeof tableId === 'string' && tableId !== '' ? tableId : undefined
}

/**
 * The catalogue's column behind a column of an answer, by the id that the answer tells: a sum or a group may have the name
 * of a column, and must never be written back as one.
 */
export function sourceOf(
  { columnId }: QueryResultColumn,
  catalogue: readonly DataColumn[],
): DataColumn | undefined {
  return columnId === undefined ? undefined : catalogue.find(({ id }) => id === columnId)
}

interface ColumnEntry {
  column: string
  label?: string
  width?: number
  hidden?: boolean
  format?: string
  currency?: string
  decimals?: number
}

function readEntries(configured: unknown): ColumnEntry[] {
  if (!Array.isArray(configured)) return []
  return (configured as unknown[])
    .map((entry) => (typeof entry === 'string' ? { column: entry } : entry))
    .filter(
      (entry): entry is ColumnEntry =>
        typeof entry === 'object' &&
        entry !== null &&
        typeof (entry as { column?: unknown }).column === 'string',
    )
}
