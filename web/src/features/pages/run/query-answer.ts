import type { OutputOf } from '@flexoffice/contract/operation'
import type { runPageQuery } from '@flexoffice/contract/pages'
import type { QueryAnswer } from '@flexoffice/page-model/query-lanes'

/** An answer of the server as widgets take it: rows as objects by the names of their columns. */
export function toQueryAnswer(
  { columns, rows, limited, total, tableId }: OutputOf<typeof runPageQuery>,
  describe: (name: string) => { label?: string; columnId?: string } = () => ({}),
): QueryAnswer {
  return {
    rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))),
    columns: columns.map((column) => ({ ...column, ...describe(column.name) })),
    hasMore: limited,
    ...(total === null ? {} : { total: total.count, totalKind: total.kind }),
    ...(tableId === undefined ? {} : { tableId }),
  }
}
