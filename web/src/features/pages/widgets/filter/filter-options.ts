import type { QueryResult } from '@flexoffice/sdk/widget'
import type { Option } from '@flexoffice/ui'
import { formatCell } from '../table/format-cell.ts'

/** More choices than this are cut off, and the control says so: nobody scrolls further, a search finds better. */
export const mostOptions = 1000

/** The choices of a selection. */
export interface FilterOptions {
  options: Option[]
  /** There are more values than the list holds. */
  isCut: boolean
}

/** The choices from a query's rows, each value once and in the query's order, or else those that the author typed. */
export function readOptions(
  properties: Readonly<Record<string, unknown>>,
  result: QueryResult | undefined,
): FilterOptions {
  if (typeof properties.query === 'string' && properties.query !== '') {
    return result ? fromRows(properties, result) : { options: [], isCut: false }
  }
  return { options: fromList(properties.options), isCut: false }
}

function fromRows(properties: Readonly<Record<string, unknown>>, result: QueryResult): FilterOptions {
  const valueColumn = columnOf(properties.valueColumn, result)
  const labelColumn = columnOf(properties.labelColumn, result, valueColumn?.name)
  const found = new Map<string, Option>()
  for (const row of result.rows) {
    const value = row[valueColumn?.name ?? '']
    if (value === null || value === undefined || value === '') continue
    const key = String(value)
    if (found.has(key)) continue
    const label = formatCell(row[labelColumn?.name ?? ''], labelColumn?.type ?? 'text')
    found.set(key, { value: key, label: label || key })
    if (found.size > mostOptions) break
  }
  const options = [...found.values()].slice(0, mostOptions)
  return { options, isCut: result.hasMore || found.size > mostOptions }
}

/** The named column; without a name the first one, so that a query of one column needs no more words. */
function columnOf(name: unknown, result: QueryResult, otherwise?: string) {
  const wanted = typeof name === 'string' && name !== '' ? name : otherwise
  if (wanted === undefined) return result.columns[0]
  return result.columns.find((column) => column.name === wanted) ?? { name: wanted, type: 'text' }
}

function fromList(list: unknown): Option[] {
  if (!Array.isArray(list)) return []
  const found = new Map<string, Option>()
  for (const entry of list as unknown[]) {
    const { value, label } = (typeof entry === 'object' && entry !== null ? entry : { value: entry }) as {
      value?: unknown
      label?: unknown
    }
    if (value === null || value === undefined || value === '' || found.has(String(value))) continue
    found.set(String(value), { value: String(value), label: String(label ?? '') || String(value) })
  }
  return [...found.values()]
}
