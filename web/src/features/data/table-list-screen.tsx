import { type DataTable, listTables } from '@flexoffice/contract/data'
import {
  Badge,
  Card,
  EmptyState,
  PageBody,
  PageHeader,
  SearchField,
  SimpleTable,
  Skeleton,
} from '@flexoffice/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { Lock, Table2 } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { AddData } from '../sources/api.ts'

const fields = { q: searchText() }

/** Every table of which the person may read anything, by source. */
export function TableListScreen() {
  const { t } = useMessages()
  const [{ q }, change] = useScreenSearch(fields)
  const answer = useOperation(listTables, {})
  const tables = answer.data?.tables ?? []
  const groups = groupBySource(tables.filter((table) => matches(table, q)))
  return (
    <PageBody>
      <PageHeader
        title={t('data.tables.title')}
        description={t('data.tables.description')}
        actions={<AddData />}
      >
        {tables.length > 0 ? (
          <SearchField
            className="w-80 max-w-full"
            label={t('data.tables.search')}
            value={q}
            onChange={(next) => change({ q: next }, { replace: true })}
          />
        ) : null}
      </PageHeader>
      {answer.isPending ? (
        <div className="flex flex-col gap-2">
          {[0, 1, 2].map((line) => (
            <Skeleton key={line} className="h-10 w-full" />
          ))}
        </div>
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : tables.length === 0 ? (
        <NoTables />
      ) : groups.length === 0 ? (
        <EmptyState icon={Table2} title={t('data.tables.noMatch', { query: q })} />
      ) : (
        <div className="flex flex-col gap-5">
          {groups.map(([source, own]) => (
            <SourceTables key={source} source={source} tables={own} />
          ))}
        </div>
      )}
    </PageBody>
  )
}

function SourceTables({ source, tables }: { source: string; tables: DataTable[] }) {
  const { t, formatNumber } = useMessages()
  const navigate = useNavigate()
  return (
    <Card flush title={source} description={t('data.tables.count', { count: tables.length })}>
      <SimpleTable
        label={source}
        rows={tables}
        rowKey={(table) => table.id}
        onRowClick={(table) => void navigate({ to: `/data/tables/${table.id}` })}
        columns={[
          {
            id: 'name',
            title: t('data.tables.name'),
            render: (table) => (
              <Link
                to={`/data/tables/${table.id}`}
                onClick={(event) => event.stopPropagation()}
                className="flex min-w-0 items-center gap-2 rounded-md font-medium"
              >
                <Table2 size={16} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
                <span className="truncate">{table.label}</span>
              </Link>
            ),
          },
          {
            id: 'description',
            title: t('data.tables.about'),
            render: (table) => (
              <span className="line-clamp-1 text-muted">
                {table.description || `${table.schema}.${table.name}`}
              </span>
            ),
          },
          {
            id: 'rows',
            title: t('data.tables.rows'),
            align: 'end',
            width: 110,
            render: (table) =>
              table.approximateRowCount === null ? (
                <span className="text-faint">—</span>
              ) : (
                <span className="text-muted">≈ {formatNumber(table.approximateRowCount)}</span>
              ),
          },
          {
            id: 'access',
            title: t('data.tables.access'),
            width: 130,
            render: (table) =>
              table.readOnlyReason ? (
                <Badge icon={Lock}>{t('data.readOnly.title')}</Badge>
              ) : (
                <Badge tone="success">{t('data.tables.writable')}</Badge>
              ),
          },
        ]}
      />
    </Card>
  )
}

function NoTables() {
  const { t } = useMessages()
  const mayAdd = [usePermission('sources.upload'), usePermission('sources.connect')].some(Boolean)
  return (
    <EmptyState
      icon={Table2}
      title={t('data.tables.emptyTitle')}
      action={mayAdd ? <AddData isBeginning /> : undefined}
    >
      {t(mayAdd ? 'data.tables.emptyDetail' : 'data.tables.emptyAsk')}
    </EmptyState>
  )
}

function groupBySource(tables: readonly DataTable[]): Array<[string, DataTable[]]> {
  const groups = new Map<string, DataTable[]>()
  for (const table of tables) groups.set(table.sourceName, [...(groups.get(table.sourceName) ?? []), table])
  for (const group of groups.values()) group.sort((left, right) => left.label.localeCompare(right.label))
  return [...groups].sort(([left], [right]) => left.localeCompare(right))
}

function matches(table: DataTable, query: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const text = plain(`${table.label} ${table.schema}.${table.name} ${table.description} ${table.sourceName}`)
  return plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
