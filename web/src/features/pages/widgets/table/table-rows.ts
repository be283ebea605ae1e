import type { DataColumn } from '@flexoffice/contract/data'
import type { QueryResultColumn } from '@flexoffice/sdk/widget'
import { keyOfRow } from '../form/record-key.ts'
import { sourceOf } from './configured-columns.ts'

/** A row as the page's query gives it. */
export type Row = Readonly<Record<string, unknown>>

/** A row with what names it in the grid, and in its table where that is known. */
export interface GridRow {
  id: string
  values: Row
  recordKey: string | null
}

/**
 * Names rows so that a selection survives an answer that brings the same records again. Rows without a known key are named
 * by what they hold: a changed one then counts as another row, rather than another row counting as this one.
 */
export function nameRows(
  rows: readonly Row[],
  answer: readonly QueryResultColumn[],
  catalogue: readonly DataColumn[],
): GridRow[] {
  const names = new Map<string, string[]>()
  for (const column of answer) {
    const id = sourceOf(column, catalogue)?.id
    if (id !== undefined) names.set(id, [...(names.get(id) ?? []), column.name])
  }
  const namesOf = ({ id }: { id: string }) => names.get(id) ?? []
  const seen = new Map<string, number>()
  return rows.map((values) => {
    const recordKey = keyOfRow(values, catalogue, namesOf)
    const base = recordKey ?? JSON.stringify(values)
    const count = seen.get(base) ?? 0
    seen.set(base, count + 1)
    return { id: count === 0 ? base : `${base} ${count}`, values, recordKey }
  })
}

/** Lays values that were just written over the rows that an answer brought before. */
export function patchRows(rows: readonly GridRow[], patches: ReadonlyMap<string, Row>): readonly GridRow[] {
  if (patches.size === 0) return rows
  return rows.map((row) => {
    const patch = patches.get(row.id)
    return patch ? { ...row, values: { ...row.values, ...patch } } : row
  })
}
