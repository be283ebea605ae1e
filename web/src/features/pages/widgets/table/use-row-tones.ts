import type { FormatMatcher, QueryResultColumn, RowTones } from '@flexoffice/sdk/widget'
import { useMemo } from 'react'
import type { GridRow } from './table-rows.ts'

/** What the author's rules say of a row, calculated once for each row that is drawn; undefined where there are no rules. */
export function useRowTones(formats: FormatMatcher | undefined, columns: readonly QueryResultColumn[]) {
  return useMemo(() => {
    if (!formats) return undefined
    const known = new WeakMap<GridRow, RowTones>()
    return (row: GridRow): RowTones => {
      const tones = known.get(row) ?? formats(row.values, columns)
      known.set(row, tones)
      return tones
    }
  }, [formats, columns])
}
