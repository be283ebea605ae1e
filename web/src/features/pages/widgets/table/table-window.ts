import type { QueryResult, RowWindow } from '@flexoffice/sdk/widget'
import type { GridSort } from '@flexoffice/ui'
import { toQueryFilter, type ViewFilter } from '../../../data/api.ts'

/** What the person asks of the rows: which page (from 0), in which order, found by what text, under which conditions. */
export interface TableView {
  page: number
  sort: readonly GridSort[]
  search: string
  /** By the names that the answer gives its columns. */
  filter?: RowWindow['filter']
}

/** What a table of another query begins with. */
export const firstView: TableView = { page: 0, sort: [], search: '' }

/** As many columns as an order may have. */
const mostSorts = 4
/** As far as the server pages, even by its largest pages. */
const mostPages = 5000

/** What a table begins with: what it exposes already, because an address chose it. */
export function readView({ page, sort, search, filters }: ExposedView): TableView {
  const columns = filters.map(({ column, type }) => ({ id: column, type: type ?? 'text' }) as const)
  return {
    page: Math.min(Math.max(1, Math.trunc(page)), mostPages) - 1,
    sort,
    search,
    filter: toQueryFilter(filters, '', columns),
  }
}

/** The view as the table exposes it: the page from 1. */
export interface ExposedView {
  page: number
  sort: readonly GridSort[]
  search: string
  filters: readonly ViewFilter[]
}

/**
 * The window to ask for. A question that was asked is not asked again, so every second `attempt` says the same in other
 * words: an order by nothing, a search for nothing, or no offset.
 */
export function windowOf(view: TableView, pageSize: number, attempt = 0): RowWindow {
  const offset = view.page * pageSize
  const sort = view.sort.slice(0, mostSorts).map(({ column, direction }) => ({ column, direction }))
  const search = view.search.trim()
  const isOdd = attempt % 2 === 1
  const saysSort = sort.length > 0 || isOdd
  const saysSearch = search !== '' || (isOdd && sort.length > 0)
  const saysOffset = !(isOdd && offset === 0 && sort.length > 0 && search !== '')
  return {
    ...(saysOffset ? { offset } : {}),
    limit: pageSize,
    ...(saysSort ? { sort } : {}),
    ...(saysSearch ? { search } : {}),
    ...(view.filter ? { filter: view.filter } : {}),
  }
}

/** A page size that the server accepts, whatever an expression gave. */
export function readPageSize(value: unknown): number {
  const size = Math.trunc(Number(value))
  return Number.isFinite(size) && size >= 1 ? Math.min(size, 200) : 25
}

/** What the footer says of the rows shown. */
export interface PageSummary {
  from: number
  to: number
  total: number | null
  totalKind: NonNullable<QueryResult['totalKind']>
  hasNext: boolean
}

/** Where the rows shown stand among all. */
export function summarise(
  view: Pick<TableView, 'page'>,
  pageSize: number,
  answer: { count: number } & Pick<QueryResult, 'hasMore' | 'total' | 'totalKind'>,
): PageSummary {
  const before = view.page * pageSize
  return {
    from: answer.count === 0 ? 0 : before + 1,
    to: before + answer.count,
    total: answer.total ?? null,
    totalKind: answer.totalKind ?? 'exact',
    hasNext: answer.hasMore,
  }
}
