import { type CatalogueTable, listCatalogue } from '@flexoffice/contract/catalogue'
import { listSources } from '@flexoffice/contract/sources'
import {
  Badge,
  buttonClassName,
  Card,
  EmptyState,
  PageBody,
  PageHeader,
  SearchField,
  SimpleTable,
  SkeletonText,
} from '@flexoffice/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { FileChartColumn, SearchX, ShieldCheck } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'

const fields = { q: searchText() }

/** All tables of the workspace, to say who may see what in each. */
export function AccessListScreen() {
  const { t } = useMessages()
  const [mayExplain, mayAudit] = [usePermission('access.explain'), usePermission('audit.read')]
  const [{ q }, change] = useScreenSearch(fields)
  const answer = useOperation(listCatalogue, {})
  const sources = useOperation(listSources, {})
  const sourceNames = new Map((sources.data?.sources ?? []).map(({ id, name }) => [id, name]))
  const words = q.trim().toLowerCase()
  const found = (answer.data?.tables ?? [])
    .filter((table) => `${table.label} ${table.schema}.${table.name}`.toLowerCase().includes(words))
    .sort((left, right) => left.label.localeCompare(right.label))
  return (
    <PageBody>
      <PageHeader
        title={t('access.title')}
        description={t('access.description')}
        actions={
          mayExplain && mayAudit ? (
            <Link to="/audit" search={{ report: 'true' } as never} className={buttonClassName('secondary')}>
              <FileChartColumn size={16} strokeWidth={1.75} aria-hidden />
              {t('access.report')}
            </Link>
          ) : null
        }
      >
        <SearchField
          className="w-80 max-w-full"
          label={t('access.findTable')}
          value={q}
          onChange={(next) => change({ q: next }, { replace: true })}
        />
      </PageHeader>
      {answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <TableOfTables tables={found} sourceNames={sourceNames} isSearch={words !== ''} />
      )}
    </PageBody>
  )
}

function TableOfTables({
  tables,
  sourceNames,
  isSearch,
}: {
  tables: readonly CatalogueTable[]
  sourceNames: ReadonlyMap<string, string>
  isSearch: boolean
}) {
  const { t } = useMessages()
  const navigate = useNavigate()
  return (
    <Card flush>
      <SimpleTable<CatalogueTable>
        label={t('access.title')}
        rows={tables}
        rowKey={(table) => table.id}
        onRowClick={(table) => void navigate({ to: `/access/${table.id}` })}
        empty={
          isSearch ? (
            <EmptyState icon={SearchX} title={t('access.noMatch')} />
          ) : (
            <EmptyState icon={ShieldCheck} title={t('access.noTables')}>
              {t('access.noTablesDetail')}
            </EmptyState>
          )
        }
        columns={[
          {
            id: 'table',
            title: t('access.table'),
            render: (table) => (
              <Link
                to={`/access/${table.id}`}
                onClick={(event) => event.stopPropagation()}
                className="rounded-md font-medium"
              >
                {table.label}
              </Link>
            ),
          },
          {
            id: 'source',
            title: t('access.source'),
            render: (table) => <span className="text-muted">{sourceNames.get(table.sourceId) ?? '—'}</span>,
          },
          {
            id: 'name',
            title: t('access.nameInDatabase'),
            render: (table) => (
              <code className="font-mono text-sm text-muted">
                {table.schema}.{table.name}
              </code>
            ),
          },
          {
            id: 'state',
            title: t('access.state'),
            render: (table) =>
              table.sensitive ? <Badge tone="warning">{t('access.sensitive')}</Badge> : null,
          },
        ]}
      />
    </Card>
  )
}
