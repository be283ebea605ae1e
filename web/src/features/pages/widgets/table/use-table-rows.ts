import { type DataColumn, type DataRecord, type DataTable, showTable } from '@flexoffice/contract/data'
import type { QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { useMemo, useState } from 'react'
import { showErrorToast, useOperation } from '../../../../core/session/client.ts'
import { useRecordUpdate } from '../form/use-record-update.ts'
import { readColumns, type ShownColumn, tableOf } from './configured-columns.ts'
import { type GridRow, nameRows, patchRows, type Row } from './table-rows.ts'

const noColumns: readonly DataColumn[] = []
const noPatches: ReadonlyMap<string, Row> = new Map()

/** The rows and columns that a table shows, and how an edited cell is written back. */
export function useTableRows(
  { properties, mode, emit }: Pick<WidgetRendererProps, 'properties' | 'mode' | 'emit'>,
  result: QueryResult,
) {
  const tableId = tableOf(properties, result)
  const { data } = useOperation(
    showTable,
    { tableId: tableId ?? '' },
    { enabled: tableId !== undefined, staleTime: 60_000 },
  )
  const catalogue = data?.columns ?? noColumns
  const columns = useMemo(
    () => readColumns(properties.columns, result.columns, catalogue),
    [properties.columns, result.columns, catalogue],
  )
  const named = useMemo(
    () => nameRows(result.rows, result.columns, catalogue),
    [result.rows, result.columns, catalogue],
  )
  // What was written here shows at once; the next answer of the server replaces it.
  const [written, setWritten] = useState({ over: result.rows, patches: noPatches })
  const patches = written.over === result.rows ? written.patches : noPatches
  const rows = useMemo(() => patchRows(named, patches), [named, patches])
  const { update, conflict } = useRecordUpdate(tableId)
  const isEditable = mode === 'view' && properties.editable === true && canUpdate(data?.table)

  const patch = (row: GridRow, values: Row | null) =>
    setWritten((before) => {
      const next = new Map(before.over === result.rows ? before.patches : noPatches)
      if (values) next.set(row.id, { ...next.get(row.id), ...values })
      else next.delete(row.id)
      return { over: result.rows, patches: next }
    })

  async function edit(row: GridRow, name: string, value: unknown): Promise<void> {
    const source = columns.find((column) => column.name === name)?.source
    if (!source || row.recordKey === null) return
    const before = row.values[name] ?? null
    patch(row, { [name]: value })
    try {
      const values = { [source.id]: value } as DataRecord['values']
      const seen = { [source.id]: before } as DataRecord['values']
      const saved = shownValues(await update(row.recordKey, values, seen), columns)
      patch(row, saved)
      await emit('rowSave', { row: { ...row.values, ...saved } })
    } catch (failure) {
      patch(row, { [name]: before })
      showErrorToast(failure)
    }
  }

  return { rows, columns, catalogue, isEditable, edit, conflict, tableId }
}

function canUpdate(table: DataTable | undefined): boolean {
  return table?.abilities.update === true
}

/** A saved record under the names that the answer gives its columns. */
function shownValues(record: DataRecord, columns: readonly ShownColumn[]): Row {
  const known = columns.filter(({ source }) => source && Object.hasOwn(record.values, source.id))
  return Object.fromEntries(known.map(({ name, source }) => [name, record.values[source!.id]]))
}
