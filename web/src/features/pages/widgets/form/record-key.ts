import type { DataColumn } from '@flexoffice/contract/data'

type KeyColumn = Pick<DataColumn, 'id' | 'name' | 'isKey'>

/**
 * The key of the record that a row shows, as the data API writes keys; null when the row lacks a part of it. A row names
 * its columns by id, or as the query calls them: `namesOf` finds those.
 */
export function keyOfRow(
  row: Readonly<Record<string, unknown>>,
  columns: readonly KeyColumn[],
  namesOf: (column: KeyColumn) => readonly string[] = idAndName,
): string | null {
  const parts = columns
    .filter((column) => column.isKey)
    .map((column) => {
      const name = namesOf(column).find((candidate) => Object.hasOwn(row, candidate))
      return name === undefined ? null : row[name]
    })
  if (parts.length === 0 || parts.some((part) => part === null || part === undefined || part === ''))
    return null
  const texts = parts.map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part)))
  return texts.length === 1 ? texts[0]! : JSON.stringify(texts)
}

function idAndName({ id, name }: KeyColumn): string[] {
  return [id, name]
}
