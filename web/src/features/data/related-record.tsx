import { getRecord, showTable } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import { Skeleton } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { ArrowUpRight } from 'lucide-react'
import { useOperation } from '../../core/session/client.ts'
import { keyText, titleOf } from './record-title.ts'

/** A relation as the caller sees it. */
export type Relation = OutputOf<typeof showTable>['relations'][number]

/** The row that a relation leads to, by its name; the raw value where that row cannot be read. */
export function RelatedRecord({ relation, values }: { relation: Relation; values: Record<string, unknown> }) {
  const keyValues = relation.columns.map((id) => values[id])
  const table = useOperation(showTable, { tableId: relation.toTable }, { staleTime: 300_000 })
  const key = keyText(keyValues)
  const keyColumns = table.data?.columns.filter((column) => column.isKey).map((column) => column.id) ?? []
  const leadsToKey =
    keyColumns.length === relation.toColumns.length &&
    relation.toColumns.every((id) => keyColumns.includes(id))
  const record = useOperation(
    getRecord,
    { tableId: relation.toTable, key: key ?? '' },
    { enabled: key !== null && leadsToKey },
  )
  if (key === null) return null
  if (table.isPending || (leadsToKey && record.isPending)) return <Skeleton className="h-4 w-28" />
  if (!record.data || !table.data) return <>{key}</>
  return (
    <Link
      to={`/data/tables/${relation.toTable}`}
      search={{ record: key } as never}
      className="inline-flex max-w-full items-center gap-1 rounded-md text-accent-ink hover:underline"
    >
      <span className="truncate">{titleOf(record.data, table.data.columns)}</span>
      <ArrowUpRight size={14} className="shrink-0" aria-hidden />
    </Link>
  )
}
