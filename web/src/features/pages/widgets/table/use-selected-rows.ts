import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { GridRow } from './table-rows.ts'

const nothing: ReadonlySet<string> = new Set()

/** Which of the rows shown are chosen; tells the page, and lets go of rows that are no longer shown. */
export function useSelectedRows(
  { properties, expose, emit, mode }: Pick<WidgetRendererProps, 'properties' | 'expose' | 'emit' | 'mode'>,
  rows: readonly GridRow[],
  isSettled: boolean,
) {
  const kind = String(properties.selection)
  const [selected, setSelected] = useState(nothing)
  const told = useRef('[]')

  const tell = useCallback(
    (chosen: readonly GridRow[]) => {
      const values = chosen.map((row) => row.values)
      const text = JSON.stringify(values)
      if (text === told.current) return
      told.current = text
      expose('selectedRow', values[0] ?? null)
      expose('selectedRows', values)
    },
    [expose],
  )

  // Records that come again with other values are told again; those that are gone are no longer chosen.
  useEffect(() => {
    if (!isSettled) return
    const chosen = kind === 'none' ? [] : rows.filter((row) => selected.has(row.id))
    tell(kind === 'multiple' ? chosen : chosen.slice(0, 1))
    if (chosen.length !== selected.size) setSelected(new Set(chosen.map((row) => row.id)))
  }, [rows, selected, kind, isSettled, tell])

  const select = (ids: ReadonlySet<string>) => {
    const added = rows.find((row) => ids.has(row.id) && !selected.has(row.id))
    setSelected(ids)
    tell(rows.filter((row) => ids.has(row.id)))
    if (added && mode === 'view') void emit('rowSelect', { row: added.values })
  }
  return { selected, select, kind }
}
