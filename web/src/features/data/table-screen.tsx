import { type DataRecord, recordsChanged, showTable } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import { PageBody } from '@flexoffice/ui'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useScreenTitle } from '../../core/routing/screen-title.ts'
import { useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { useServerEvent } from '../../core/session/socket.ts'
import { ScreenError, ScreenLoading } from '../../core/shell/screen-states.tsx'
import { useSettled } from '../access/api.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { CreatePanel } from './create-panel.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { useRecordChanges } from './record-changes.tsx'
import { useRecordExport } from './record-export.tsx'
import { RecordPanel } from './record-panel.tsx'
import { rereadRecords, useRecords } from './records.ts'
import { TableGrid } from './table-grid.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import { toQueryFilter } from './view-filters.ts'
import { useArrangement, viewFields } from './view-state.ts'

/** One table: its records in a grid, an opened one beside it; what is shown is in the address bar. */
export function TableScreen() {
  const { tableId = '' } = useParams({ strict: false }) as { tableId?: string }
  const answer = useOperation(showTable, { tableId })
  useScreenTitle(answer.data?.table.label)
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  return <OpenTable key={tableId} answer={answer.data} />
}

function OpenTable({ answer }: { answer: OutputOf<typeof showTable> }) {
  const { table, columns, relations } = answer
  const [view, changeView] = useScreenSearch(viewFields)
  const [arrangement, arrange] = useArrangement(table.id)
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const [deleting, setDeleting] = useState<readonly DataRecord[]>([])
  const search = useSettled(view.search, 250)
  const filter = useMemo(() => toQueryFilter(view.filters, search, columns), [view.filters, search, columns])
  const answerOfRecords = useRecords(table.id, filter, view.sort, columns.length > 0)
  const records = useMemo(
    () => answerOfRecords.data?.pages.flatMap((page) => page.records) ?? [],
    [answerOfRecords.data],
  )
  const changes = useRecordChanges(table.id, columns)
  const total = answerOfRecords.data?.pages[0]?.total
  const exporting = useRecordExport({ table, columns, arrangement, filter, sort: view.sort, total })
  useLiveRecords(table.id)
  const at = records.findIndex((record) => record.key === view.record)
  const openAt = (index: number) => {
    const record = records[index]
    return record ? () => changeView({ record: record.key }, { replace: true }) : undefined
  }
  const close = () => changeView({ record: '', create: false })
  const remove = async () => {
    await changes.remove(deleting)
    if (deleting.some((record) => record.key === view.record)) close()
    setSelection(new Set())
  }
  return (
    <PageBody width="full">
      <TableToolbar
        table={table}
        columns={columns}
        view={view}
        onViewChange={changeView}
        arrangement={arrangement}
        onArrange={arrange}
        onExport={() => exporting.open()}
        exporting={exporting.progress}
      />
      <div className="relative flex min-h-0 flex-1">
        <TableGrid
          table={table}
          columns={columns}
          records={records}
          answer={answerOfRecords}
          isFiltered={filter !== undefined}
          view={view}
          onViewChange={changeView}
          arrangement={arrangement}
          onArrange={arrange}
          selection={selection}
          onSelectionChange={setSelection}
          onEdit={(record, columnId, value) => void changes.edit(record, columnId, value)}
          onDelete={setDeleting}
          onExport={exporting.open}
        />
        {view.create && table.abilities.create ? (
          <CreatePanel
            table={table}
            columns={columns}
            onClose={close}
            onCreate={async (values) => {
              const record = await changes.create(values)
              changeView({ record: record.key, create: false })
            }}
          />
        ) : view.record !== '' ? (
          <RecordPanel
            key={view.record}
            table={table}
            columns={columns}
            relations={relations}
            recordKey={view.record}
            onClose={close}
            onPrevious={at > 0 ? openAt(at - 1) : undefined}
            onNext={at >= 0 ? openAt(at + 1) : undefined}
            onUpdate={changes.update}
            onDelete={(record) => setDeleting([record])}
          />
        ) : null}
      </div>
      <DeleteDialog
        table={table}
        columns={columns}
        records={deleting}
        onConfirm={remove}
        onClose={() => setDeleting([])}
      />
      {exporting.dialog}
      {changes.conflict ? (
        <ConflictDialog
          conflict={changes.conflict}
          columns={columns}
          onSettle={(mine) => void changes.settle(mine)}
        />
      ) : null}
    </PageBody>
  )
}

/** Reads again when somebody changed records, at most once a second however many changes there are. */
function useLiveRecords(tableId: string): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useServerEvent(recordsChanged.name, (payload) => {
    if (payload.tableId !== tableId) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void rereadRecords(tableId), 600)
  })
}
