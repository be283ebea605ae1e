import { queryRecords, type showTable, showTable as showTableOperation } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import type { PageDocument, QueryTemplate } from '@flexoffice/contract/page-document'
import { applyWindow, bindParameters, type RunQuery } from '@flexoffice/page-model'
import type { Query } from '@flexoffice/query/structured-query'
import { client, operationKey, queryClient } from '../../../core/session/client.ts'
import { toQueryAnswer } from '../run/query-answer.ts'
import { explained } from '../run/run-page-query.ts'

/** A table with its columns and relations, as this person sees it. */
export type ShownTable = OutputOf<typeof showTable>

const countedRows = 10_000

/**
 * Runs queries as they stand in this browser, through the data path with the editor's own rights: the draft on the server
 * may be a moment behind.
 */
export function createDraftRunner(readPage: () => PageDocument): RunQuery {
  return async ({ queryId, parameters, window }, signal) => {
    const template = readPage().queries[queryId]?.query
    if (!template) return { rows: [], columns: [], hasMore: false }
    try {
      const bound = bindParameters(template, parameters)
      const query = window ? applyWindow(bound, window) : bound
      return await askRecords(
        window ? { ...query, total: { bounded: countedRows } } : query,
        template,
        signal,
      )
    } catch (error) {
      throw explained(error)
    }
  }
}

/** Asks for the rows of a bound query. */
export async function askRecords(query: Query, template: QueryTemplate, signal?: AbortSignal) {
  const { table: tableId, ...rest } = query
  const answer = await client.call(queryRecords, { tableId, query: rest }, { signal })
  return toQueryAnswer(answer, (name) => describeColumn(template, name))
}

/** Label and id of the column that an answer's name stands for, as far as the catalogue is loaded. */
function describeColumn(template: QueryTemplate, name: string): { label?: string; columnId?: string } {
  const query = template as unknown as Query
  const item = query.select?.find(
    ({ as, field }) => as === name || ('column' in field && field.column === name),
  )
  if (!item || !('column' in item.field) || item.field.through) return {}
  const { column } = item.field
  const table = queryClient.getQueryData<ShownTable>(
    operationKey(showTableOperation, { tableId: query.table }),
  )
  return { columnId: column, label: table?.columns.find(({ id }) => id === column)?.label }
}
