import {
  type CatalogueRelation,
  type CatalogueTable,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { Skeleton } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'

/** From which columns a relation leads to which columns of which table. */
export function RelationPath({
  structure,
  relation,
  tables,
}: {
  structure: TableStructure
  relation: CatalogueRelation
  tables: ReadonlyMap<string, CatalogueTable>
}) {
  const { t } = useMessages()
  const target = useOperation(showCatalogueTable, { tableId: relation.toTable })
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <ColumnNames ids={relation.columns} structure={structure} />
      <ArrowRight size={14} className="shrink-0 text-faint" aria-hidden />
      <span className="sr-only">{t('catalogue.relations.arrow')}</span>
      <TableLink id={relation.toTable} table={target.data?.table ?? tables.get(relation.toTable)} />
      {target.data ? <ColumnNames ids={relation.toColumns} structure={target.data} /> : null}
    </span>
  )
}

/** A table by its label, leading to its structure. */
export function TableLink({ id, table }: { id: string; table: CatalogueTable | undefined }) {
  if (!table) return <Skeleton className="h-4 w-24" />
  return (
    <Link
      to={`/data/tables/${id}/structure`}
      search={{ tab: 'relations' } as never}
      className="rounded-md font-medium hover:underline"
    >
      {table.label}
    </Link>
  )
}

function ColumnNames({ ids, structure }: { ids: readonly string[]; structure: TableStructure }) {
  const names = ids.map((id) => structure.columns.find((column) => column.id === id)?.name ?? '?')
  return <code className="font-mono text-sm text-muted wrap-anywhere">{names.join(', ')}</code>
}
