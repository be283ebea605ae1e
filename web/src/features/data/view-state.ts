import type { GridDensity, GridLayout } from '@flexoffice/ui'
import { useState } from 'react'
import { searchFlag, searchText } from '../../core/routing/search.ts'
import { searchConditions, searchOrder } from '../../core/routing/search-view.ts'
import { isViewFilter } from './view-filters.ts'

/** What of a table's view lives in the address bar. */
export const viewFields = {
  search: searchText(),
  filters: searchConditions(isViewFilter),
  sort: searchOrder(),
  record: searchText(),
  create: searchFlag(),
}

/** How a person arranged a table's columns, kept on this machine. */
export interface Arrangement {
  layout: GridLayout
  density: GridDensity
}

/** The arrangement of a table and how to change it. */
export function useArrangement(tableId: string): [Arrangement, (change: Partial<Arrangement>) => void] {
  const key = `table:${tableId}`
  const [kept, setKept] = useState(() => ({ key, value: readArrangement(key) }))
  const current = kept.key === key ? kept.value : readArrangement(key)
  if (kept.key !== key) setKept({ key, value: current })
  const change = (next: Partial<Arrangement>) => {
    const value = { ...current, ...next }
    localStorage.setItem(key, JSON.stringify(value))
    setKept({ key, value })
  }
  return [current, change]
}

function readArrangement(key: string): Arrangement {
  const plain: Arrangement = { layout: {}, density: 'normal' }
  try {
    const read = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Arrangement> | null
    return { ...plain, ...read }
  } catch {
    return plain
  }
}
