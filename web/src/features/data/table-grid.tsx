import type { DataColumn, DataRecord, DataTable } from '@flexoffice/contract/data'
import { Button, EmptyState, VirtualTable } from '@flexoffice/ui'
import { Download, Inbox, ListFilter, Lock, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { explainError } from '../../core/session/problems.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { toGridColumns } from './grid-columns.tsx'
import type { useRecords } from './records.ts'
import type { TableView } from './table-toolbar.tsx'
import type { Arrangement } from './view-state.ts'

/** Properties of TableGrid. */
export interface TableGridProps {
  table: DataTable
  columns: readonly DataColumn[]
  records: readonly DataRecord[]
  answer: ReturnType<typeof useRecords>
  isFiltered: boolean
  view: TableView
  onViewChange: (change: Partial<TableView>, options?: { replace?: boolean }) => void
  arrangement: Arrangement
  onArrange: (change: Partial<Arrangement>) => void
  selection: ReadonlySet<string>
  onSelectionChange: (selection: ReadonlySet<string>) => void
  onEdit: (record: DataRecord, columnId: string, value: unknown) => void
  onDelete: (records: readonly DataRecord[]) => void
  onExport: (keys: readonly string[]) => void
}

/** The records of a table in the data grid, with every state between empty and failed. */
export function TableGrid(props: TableGridProps) {
  const { table, columns, records, answer, view, onViewChange, arrangement, onArrange, selection } = props
  const { t, language } = useMessages()
  // biome-ignore lint/correctness/useExhaustiveDependencies: figures and dates are written by the language
  const gridColumns = useMemo(
    () => toGridColumns(columns, table.abilities.update),
    [columns, table.abilities.update, language],
  )
  const { fetchNextPage, isFetchingNextPage } = answer
  const reachEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, isFetchingNextPage])
  if (columns.length === 0) {
    return (
      <EmptyState className="flex-1" icon={Lock} title={t('data.empty.noColumnsTitle')}>
        {t('data.empty.noColumnsDetail')}
      </EmptyState>
    )
  }
  if (answer.error && records.length === 0) {
    return <LoadFailure className="flex-1" error={answer.error} onRetry={() => void answer.refetch()} />
  }
  return (
    <VirtualTable
      className="min-w-0 flex-1"
      label={table.label}
      columns={gridColumns}
      rows={records}
      rowKey={keyOf}
      density={arrangement.density}
      layout={arrangement.layout}
      onLayoutChange={(layout) => onArrange({ layout })}
      sort={view.sort}
      onSortChange={(sort) => onViewChange({ sort }, { replace: true })}
      selection={selection}
      onSelectionChange={haveKeys(columns, records) ? props.onSelectionChange : undefined}
      selectionActions={<SelectionActions {...props} />}
      onOpenRow={(record) => onViewChange({ record: record.key, create: false })}
      opener
      openOnClick={view.record !== ''}
      openRowKey={view.record || null}
      onEdit={props.onEdit}
      loading={answer.isPending}
      hasMore={answer.hasNextPage}
      onReachEnd={reachEnd}
      empty={<NoRecords {...props} />}
      footer={<Footer answer={answer} shown={records.length} />}
    />
  )
}

/** What can be done with the chosen records, those that are still shown. */
function SelectionActions({ table, records, selection, onDelete, onExport }: TableGridProps) {
  const { t } = useMessages()
  const chosen = () => records.filter((record) => selection.has(record.key))
  return (
    <>
      <Button size="sm" icon={Download} onClick={() => onExport(chosen().map(keyOf))}>
        {t('data.export.chosen')}
      </Button>
      {table.abilities.delete ? (
        <Button size="sm" icon={Trash2} onClick={() => onDelete(chosen())}>
          {t('data.record.delete')}
        </Button>
      ) : null}
    </>
  )
}

/** Records without an address cannot be told apart, so none can be chosen; until they came, their columns tell. */
function haveKeys(columns: readonly DataColumn[], [first]: readonly DataRecord[]): boolean {
  return first ? first.key !== '' : columns.some((column) => column.isKey)
}

function NoRecords({ table, isFiltered, onViewChange }: TableGridProps): ReactNode {
  const { t } = useMessages()
  if (isFiltered) {
    return (
      <EmptyState
        icon={ListFilter}
        title={t('data.empty.filteredTitle')}
        action={
          <Button onClick={() => onViewChange({ search: '', filters: [] })}>{t('data.empty.clear')}</Button>
        }
      >
        {t('data.empty.filteredDetail')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Inbox}
      title={t('data.empty.title')}
      action={
        table.abilities.create ? (
          <Button variant="primary" icon={Plus} onClick={() => onViewChange({ create: true })}>
            {t('data.record.new')}
          </Button>
        ) : undefined
      }
    >
      {t('data.empty.detail')}
    </EmptyState>
  )
}

function Footer({ answer, shown }: { answer: ReturnType<typeof useRecords>; shown: number }) {
  const { t } = useMessages()
  const total = answer.data?.pages[0]?.total
  if (answer.isPending) return <span>{t('data.footer.loading')}</span>
  return (
    <span role="status" className="flex min-w-0 items-center gap-3">
      {total
        ? t(`data.footer.${total.kind}`, { count: total.count })
        : t('data.footer.shown', { count: shown })}
      {answer.isFetching && !answer.isFetchingNextPage ? (
        <span className="text-faint">{t('data.footer.refreshing')}</span>
      ) : null}
      {answer.error ? <span className="text-danger-ink">{explainError(answer.error).title}</span> : null}
    </span>
  )
}

function keyOf(record: DataRecord): string {
  return record.key
}
