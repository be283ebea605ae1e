import type { DataColumn } from '@flexoffice/contract/data'
import type { QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { useEffect, useRef, useState } from 'react'
import { isComplete, toQueryFilter, type ViewFilter } from '../../../data/api.ts'
import {
  type ExposedView,
  firstView,
  readPageSize,
  readView,
  type TableView,
  windowOf,
} from './table-window.ts'

/** How long typing pauses before it counts. */
const pauseMilliseconds = 250

/** Page, order, search and conditions of a table: asks the page's runtime for those rows and tells what is shown. */
export function useTableView(
  props: Pick<WidgetRendererProps, 'properties' | 'exposed' | 'requestRows' | 'expose'>,
  result: QueryResult,
) {
  const { properties, requestRows, expose } = props
  const exposed = props.exposed as unknown as ExposedView
  const pageSize = readPageSize(properties.pageSize)
  const [start] = useState(() => readView(exposed))
  const [view, setView] = useState(start)
  const [attempt, setAttempt] = useState(0)
  const [search, setTyped] = useState(start.search)
  const [filters, setConditions] = useState(exposed.filters)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { query } = properties
  const shownQuery = useRef(query)

  useEffect(() => () => clearTimeout(timer.current), [])

  // Columns of another query may not exist here: its order, its conditions and its page mean nothing.
  useEffect(() => {
    if (shownQuery.current === query) return
    shownQuery.current = query
    clearTimeout(timer.current)
    setView(firstView)
    setTyped('')
    setConditions([])
  }, [query])

  useEffect(() => {
    if (query) requestRows('query', windowOf(view, pageSize, attempt))
  }, [query, view, pageSize, attempt, requestRows])

  const { page } = view
  useEffect(() => expose('page', page + 1), [page, expose])
  useEffect(() => expose('search', view.search), [view.search, expose])

  useEffect(() => expose('sort', view.sort), [view.sort, expose])
  useEffect(() => expose('filters', filters.filter(isComplete)), [filters, expose])

  // A column that is hidden from the person meanwhile takes the order and the conditions by it with it, and so does a
  // condition of an address that the column cannot be asked.
  const code = result.error?.code ?? ''
  const isRefused = code === 'page_column_gone' || (view === start && code.startsWith('invalid_'))
  const isOverdue = isRefused && (view.sort.length > 0 || view.filter !== undefined)
  useEffect(() => {
    if (!isOverdue) return
    setConditions([])
    setView((before) => ({ page: 0, sort: [], search: before.search }))
  }, [isOverdue])

  // A filter elsewhere may leave fewer pages than the one shown.
  const isPastEnd = result.status === 'ready' && result.rows.length === 0 && page > 0
  useEffect(() => {
    if (isPastEnd) setView((before) => ({ ...before, page: 0 }))
  }, [isPastEnd])

  const change = (part: Partial<TableView>) => setView((before) => ({ ...before, page: 0, ...part }))
  /** Search and conditions take effect together once typing pauses, so that neither undoes the other. */
  const find = (text: string, conditions: readonly ViewFilter[], pause: number) => {
    const columns = result.columns.map(({ name, type }) => ({ id: name, type: type as DataColumn['type'] }))
    const filter = toQueryFilter(conditions, '', columns)
    setTyped(text)
    setConditions(conditions)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change({ search: text.trim(), filter }), pause)
  }
  return {
    view,
    pageSize,
    search,
    setSearch: (text: string) => find(text, filters, text === '' ? 0 : pauseMilliseconds),
    filters,
    setFilters: (next: readonly ViewFilter[]) =>
      find(search, next, next.length < filters.length ? 0 : pauseMilliseconds),
    change,
    retry: () => {
      setAttempt((count) => count + 1)
      change({})
    },
  }
}
