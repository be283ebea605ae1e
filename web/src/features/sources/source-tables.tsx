import { type CatalogueTable, listCatalogue } from '@flexoffice/contract/catalogue'
import type { Source } from '@flexoffice/contract/sources'
import {
  Badge,
  buttonClassName,
  Card,
  EmptyState,
  SearchField,
  SimpleTable,
  SkeletonText,
} from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { ShieldCheck, Table2, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { DropTableDialog } from './drop-table-dialog.tsx'
import { UploadedTableActs, useUploadedTables } from './uploaded-table-acts.tsx'

/** The tables of a source as those see them who govern it. */
export function SourceTables({ source }: { source: Source }) {
  const { t, formatNumber } = useMessages()
  const [query, setQuery] = useState('')
  const mayGrant = usePermission('access.manage')
  const mayConnect = usePermission('sources.connect')
  const mayDescribe = mayGrant || mayConnect
  const answer = useOperation(listCatalogue, { sourceId: source.id })
  const uploaded = useUploadedTables(source.kind === 'managed')
  const [dropping, setDropping] = useState<{ id: string; label: string } | null>(null)
  if (answer.isPending) return <SkeletonText lines={6} />
  if (answer.error) return <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
  const words = query.trim().toLowerCase()
  const found = answer.data.tables.filter((table) =>
    `${table.label} ${table.schema}.${table.name}`.toLowerCase().includes(words),
  )
  return (
    <div className="flex flex-col gap-3">
      {answer.data.tables.length > 8 ? (
        <SearchField
          className="w-80 max-w-full"
          label={t('sources.connect.findTable')}
          value={query}
          onChange={setQuery}
        />
      ) : null}
      <Card flush>
        <SimpleTable<CatalogueTable>
          label={t('sources.tabs.tables')}
          rows={found}
          rowKey={(table) => table.id}
          empty={
            <EmptyState icon={Table2} title={t(words ? 'sources.connect.noMatch' : 'sources.noTables')} />
          }
          columns={[
            {
              id: 'name',
              title: t('sources.tables.name'),
              render: (table) => (
                <Link to={`/data/tables/${table.id}`} className="rounded-md font-medium hover:underline">
                  {table.label}
                </Link>
              ),
            },
            {
              id: 'place',
              title: t('sources.tables.place'),
              render: (table) => (
                <code className="font-mono text-sm text-muted">
                  {table.schema}.{table.name}
                </code>
              ),
            },
            {
              id: 'state',
              title: t('sources.tables.state'),
              render: (table) => (
                <span className="flex gap-1">
                  {table.state === 'missing' ? (
                    <Badge tone="danger">{t('sources.tables.missing')}</Badge>
                  ) : null}
                  {table.state === 'left' ? <Badge>{t('sources.tables.left')}</Badge> : null}
                  {table.sensitive ? <Badge tone="warning">{t('sources.tables.sensitive')}</Badge> : null}
                  {table.key.length === 0 ? <Badge>{t('sources.connect.noKey')}</Badge> : null}
                </span>
              ),
            },
            {
              id: 'rows',
              title: t('sources.tables.rows'),
              align: 'end',
              render: (table) =>
                table.approximateRowCount === null ? '—' : `≈ ${formatNumber(table.approximateRowCount)}`,
            },
            {
              id: 'uploaded',
              title: t('sources.imports.acts'),
              hideTitle: true,
              align: 'end',
              render: ({ id }) => {
                const table = uploaded.get(id)
                return table ? <UploadedTableActs table={table} onDrop={setDropping} /> : null
              },
            },
            {
              id: 'acts',
              title: t('sources.tables.access'),
              hideTitle: true,
              align: 'end',
              render: (table) => (
                <span className="flex justify-end gap-1">
                  {mayDescribe ? (
                    <Link
                      to={`/data/tables/${table.id}/structure`}
                      className={buttonClassName('ghost', 'sm')}
                      aria-label={t('catalogue.structureOf', { name: table.label })}
                    >
                      <Waypoints size={16} strokeWidth={1.75} aria-hidden />
                      {t('catalogue.structure')}
                    </Link>
                  ) : null}
                  {mayGrant ? (
                    <Link
                      to={`/access/${table.id}`}
                      className={buttonClassName('ghost', 'sm')}
                      aria-label={t('sources.tables.accessOf', { name: table.label })}
                    >
                      <ShieldCheck size={16} strokeWidth={1.75} aria-hidden />
                      {t('sources.tables.access')}
                    </Link>
                  ) : null}
                </span>
              ),
            },
          ]}
        />
      </Card>
      {dropping ? <DropTableDialog table={dropping} onClose={() => setDropping(null)} /> : null}
    </div>
  )
}
