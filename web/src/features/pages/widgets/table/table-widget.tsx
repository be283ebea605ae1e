import type { FormatMatcher, QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { EmptyState, SearchField, VirtualTable } from '@flexoffice/ui'
import { Inbox, SearchX } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { ConflictDialog, FilterBar } from '../../../data/api.ts'
import { QueryProblem } from '../query-problem.tsx'
import { filterColumns } from './configured-columns.ts'
import { toGridColumns } from './grid-columns.tsx'
import { TableFooter } from './table-footer.tsx'
import type { GridRow } from './table-rows.ts'
import { summarise } from './table-window.ts'
import { useRowTones } from './use-row-tones.ts'
import { useSelectedRows } from './use-selected-rows.ts'
import { useTableRows } from './use-table-rows.ts'
import { useTableView } from './use-table-view.ts'

const idle: QueryResult = { status: 'idle', rows: [], columns: [], hasMore: false }

/** The rows of a query, page by page, with the order, search and conditions of the person who looks at them. */
export default function TableWidget(props: WidgetRendererProps) {
  const { properties, queries, name, mode, emit } = props
  const { t, language } = useMessages()
  const result = queries.query ?? idle
  const { view, pageSize, search, setSearch, filters, setFilters, change, retry } = useTableView(
    props,
    result,
  )
  const { rows, columns, catalogue, isEditable, edit, conflict } = useTableRows(props, result)
  const { selected, select, kind } = useSelectedRows(props, rows, result.status === 'ready')
  const isSortable = properties.sortable !== false
  const tonesOf = useRowTones(properties.formats as FormatMatcher | undefined, result.columns)
  // biome-ignore lint/correctness/useExhaustiveDependencies: figures and dates are written by the language
  const gridColumns = useMemo(
    () => toGridColumns(columns, { isSortable, isEditable, tonesOf }),
    [columns, isSortable, isEditable, tonesOf, language],
  )
  const isFilterable = properties.filterable !== false
  // What its author takes away later, or a column that is no longer shown, must not go on narrowing the rows unseen.
  const seen = filters.filter(({ column }) => isFilterable && columns.some(({ name }) => name === column))
  const hasUnseen = seen.length < filters.length && result.status === 'ready'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when that happens
  useEffect(() => {
    if (hasUnseen) setFilters(seen)
  }, [hasUnseen])
  const pressed = useRef<GridRow | null>(null)
  const title = String(properties.title ?? '')
  const isFirst = result.columns.length === 0 && (result.status === 'loading' || result.status === 'idle')

  const press = (row: GridRow) => {
    pressed.current = row
    if (kind === 'single') select(new Set([row.id]))
  }
  const open = () => {
    if (pressed.current && mode === 'view') void emit('rowOpen', { row: pressed.current.values })
  }
  /** After the grid's own keys: Enter opens, and Space chooses where there are no boxes to tick. */
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[rowAtCursor(event.target)]
    if (!row) return
    if (event.key === ' ' && kind === 'single') press(row)
    if (event.key === 'Enter' && pressed.current === row) open()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the grid inside is what is operated; this hears what it leaves
    <div
      className="flex h-full flex-col overflow-hidden rounded-md border border-line bg-surface"
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => isRow(event.target) && open()}
    >
      <TableHead
        title={title}
        search={
          properties.searchable === true ? (
            <SearchField
              size="sm"
              className="w-56 shrink"
              label={t('widgetView.table.search', { name: title || name })}
              placeholder={t('widgetView.table.searchHint')}
              value={search}
              onChange={setSearch}
              maxLength={1000}
            />
          ) : null
        }
        filters={
          isFilterable && result.columns.length > 0 ? (
            <FilterBar columns={filterColumns(columns)} filters={filters} onChange={setFilters} />
          ) : null
        }
      />
      {result.status === 'error' && rows.length === 0 ? (
        <div className="grid min-h-0 flex-1 overflow-y-auto">
          <QueryProblem className="m-auto py-3!" error={result.error} onRetry={retry} />
        </div>
      ) : (
        <VirtualTable
          label={title || name}
          columns={gridColumns}
          rows={rows}
          rowKey={idOf}
          density={properties.density === 'compact' ? 'compact' : 'normal'}
          sort={view.sort}
          onSortChange={isSortable ? (sort) => change({ sort }) : undefined}
          selection={kind === 'multiple' ? selected : undefined}
          onSelectionChange={kind === 'multiple' ? select : undefined}
          onOpenRow={press}
          openOnClick
          openRowKey={kind === 'single' ? ([...selected][0] ?? null) : null}
          onEdit={(row, column, value) => void edit(row, column, value)}
          loading={isFirst && result.status === 'loading'}
          totalRows={result.totalKind === 'exact' ? result.total : result.hasMore ? 'unknown' : undefined}
          empty={
            <NoRows
              isSearch={view.search !== '' || view.filter !== undefined}
              isIdle={result.status === 'idle'}
              text={String(properties.emptyText ?? '')}
            />
          }
          footer={
            result.columns.length > 0 ? (
              <TableFooter
                summary={summarise(view, pageSize, { ...result, count: rows.length })}
                page={view.page}
                state={result.status === 'idle' ? 'ready' : result.status}
                onPage={(page) => change({ page })}
              />
            ) : undefined
          }
        />
      )}
      {conflict ? (
        <ConflictDialog conflict={conflict.conflict} columns={catalogue} onSettle={conflict.settle} />
      ) : null}
    </div>
  )
}

/** The table's name, its search and its conditions; nothing of it, no head. */
function TableHead({ title, search, filters }: { title: string; search: ReactNode; filters: ReactNode }) {
  if (!title && !search && !filters) return null
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5">
      {title ? <h3 className="min-w-0 truncate text-md font-semibold">{title}</h3> : null}
      <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1.5">
        {filters}
        {search}
      </div>
    </div>
  )
}

function NoRows({ isSearch, isIdle, text }: { isSearch: boolean; isIdle: boolean; text: string }) {
  const { t } = useMessages()
  if (isSearch)
    return (
      <EmptyState className="py-6!" icon={SearchX} title={t('widgetView.table.noMatchTitle')}>
        {t('widgetView.table.noMatch')}
      </EmptyState>
    )
  return (
    <EmptyState
      className="py-6!"
      icon={Inbox}
      title={text || t(isIdle ? 'widgetView.notRun' : 'widgetView.table.empty')}
    />
  )
}

function idOf(row: GridRow): string {
  return row.id
}

/** The grid names its active cell `...-ROW-COLUMN`; -1 when the cursor is in the header or nowhere. */
function rowAtCursor(target: EventTarget): number {
  const cell = target instanceof Element ? target.getAttribute('aria-activedescendant') : null
  const found = /-(\d+)-\d+$/.exec(cell ?? '')
  return found ? Number(found[1]) : -1
}

function isRow(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role=gridcell]') !== null
}
