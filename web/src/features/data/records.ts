import { type DataRecord, getRecord, listRecords } from '@flexoffice/contract/data'
import type { InputOf } from '@flexoffice/contract/operation'
import type { GridSort } from '@flexoffice/ui'
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { client, operationKey, queryClient } from '../../core/session/client.ts'

/** How many records come at once. */
const pageSize = 100

type RecordPage = Awaited<ReturnType<typeof readPage>>

/** One page after another of a table's records, as filtered and sorted by the server. */
export function useRecords(
  tableId: string,
  filter: InputOf<typeof listRecords>['filter'],
  sort: readonly GridSort[],
  enabled: boolean,
) {
  const input = {
    tableId,
    filter,
    sort: toQuerySort(sort),
    limit: pageSize,
  }
  return useInfiniteQuery({
    queryKey: operationKey(listRecords, input),
    queryFn: ({ pageParam, signal }) => readPage(input, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** The order of a grid as a query has it. */
export function toQuerySort(sort: readonly GridSort[]): InputOf<typeof listRecords>['sort'] {
  if (sort.length === 0) return undefined
  return sort.map(({ column, direction }) => ({ field: { column }, direction }))
}

/** Shows a record's new values at once, wherever the table is on screen; returns how to take it back. */
export function patchRecord(tableId: string, key: string, patch: Partial<DataRecord>): () => void {
  const restore: Array<() => void> = []
  const changePages = (change: (records: DataRecord[]) => DataRecord[]) => {
    for (const [queryKey, before] of queryClient.getQueriesData<InfiniteData<RecordPage>>({
      queryKey: operationKey(listRecords),
    })) {
      if (!before || (queryKey[1] as { tableId?: string } | undefined)?.tableId !== tableId) continue
      restore.push(() => queryClient.setQueryData(queryKey, before))
      const pages = before.pages.map((page) => ({ ...page, records: change(page.records) }))
      queryClient.setQueryData(queryKey, { ...before, pages })
    }
  }
  changePages((records) => records.map((record) => (record.key === key ? merge(record, patch) : record)))
  const single = operationKey(getRecord, { tableId, key })
  const before = queryClient.getQueryData<DataRecord>(single)
  if (before) {
    restore.push(() => queryClient.setQueryData(single, before))
    queryClient.setQueryData(single, merge(before, patch))
  }
  return () => {
    for (const undo of restore) undo()
  }
}

/** Reads a table's records again: after a change whose place in the order only the server knows. */
export async function rereadRecords(tableId: string): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      [listRecords.name, getRecord.name].includes(String(queryKey[0])) &&
      (queryKey[1] as { tableId?: string } | undefined)?.tableId === tableId,
  })
}

function merge(record: DataRecord, patch: Partial<DataRecord>): DataRecord {
  return { key: patch.key ?? record.key, values: { ...record.values, ...patch.values } }
}

function readPage(input: InputOf<typeof listRecords>, after: string | null, signal: AbortSignal) {
  return client.call(
    listRecords,
    { ...input, after: after ?? undefined, total: after === null ? { bounded: 10_000 } : undefined },
    { signal },
  )
}
