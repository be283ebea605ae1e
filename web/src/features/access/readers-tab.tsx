import { listReaders, type TableReader } from '@flexoffice/contract/access'
import {
  Avatar,
  Badge,
  Button,
  Card,
  EmptyState,
  SearchField,
  SegmentedControl,
  SimpleTable,
  SkeletonText,
} from '@flexoffice/ui'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { SearchX, UserX } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, operationKey } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { tableOperations } from './grant-draft.ts'
import { ReaderColumns, ReaderRows } from './reader-cells.tsx'
import { useRoleLabel } from './role-label.ts'
import { useSettled } from './use-settled.ts'

/** Those who can see a table, or those who cannot. */
export type ReaderGroup = 'readers' | 'others'

const pageSize = 50

/** Everybody who can see a table, by which roles and how much of it; behind a switch those who cannot, and why. */
export function ReadersTab({
  tableId,
  who,
  words,
  onChange,
  onPerson,
}: {
  tableId: string
  who: ReaderGroup
  /** Of the name or the e-mail. */
  words: string
  onChange: (change: { who?: ReaderGroup; q?: string }) => void
  onPerson: (personId: string) => void
}) {
  const { t, formatNumber } = useMessages()
  const search = useSettled(words.trim(), 250)
  const answer = useReaders(tableId, who, search)
  const [first] = answer.data?.pages ?? []
  const counted = (group: ReaderGroup) => {
    const label = t(`access.readers.${group}`)
    return first ? `${label} · ${formatNumber(first.counts[group])}` : label
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedControl
          label={t('access.readers.show')}
          value={who}
          onChange={(next) => onChange({ who: next })}
          options={[
            { value: 'readers', label: counted('readers') },
            { value: 'others', label: counted('others') },
          ]}
        />
        <SearchField
          className="w-72 max-w-full"
          label={t('access.choosePerson')}
          value={words}
          onChange={(next) => onChange({ q: next })}
        />
      </div>
      {answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Card flush>
          <PeopleTable
            who={who}
            people={answer.data.pages.flatMap((page) => page.people)}
            labels={new Map((first?.columns ?? []).map(({ id, label }) => [id, label]))}
            isSearch={search !== ''}
            onPerson={onPerson}
          />
          {answer.hasNextPage ? (
            <div className="border-t border-line p-2 text-center">
              <Button
                variant="ghost"
                busy={answer.isFetchingNextPage}
                onClick={() => void answer.fetchNextPage()}
              >
                {t('access.readers.more')}
              </Button>
            </div>
          ) : null}
        </Card>
      )}
    </div>
  )
}

function useReaders(tableId: string, who: ReaderGroup, search: string) {
  const input = { tableId, who, search: search || undefined, limit: pageSize }
  return useInfiniteQuery({
    queryKey: operationKey(listReaders, input),
    queryFn: ({ pageParam, signal }) => client.call(listReaders, { ...input, offset: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ counts }, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.people.length, 0)
      return shown < counts[who] ? shown : undefined
    },
    placeholderData: keepPreviousData,
  })
}

function PeopleTable({
  who,
  people,
  labels,
  isSearch,
  onPerson,
}: {
  who: ReaderGroup
  people: readonly TableReader[]
  labels: ReadonlyMap<string, string>
  isSearch: boolean
  onPerson: (personId: string) => void
}) {
  const { t } = useMessages()
  const person = {
    id: 'person',
    title: t('access.explain.who'),
    render: (reader: TableReader) => <PersonCell reader={reader} onPerson={onPerson} />,
  }
  const may = {
    id: 'may',
    title: t('access.explain.may'),
    render: ({ operations }: TableReader) => (
      <span className="text-muted">
        {tableOperations
          .filter((operation) => operations[operation])
          .map((operation) => t(`access.operations.${operation}`))
          .join(', ') || '—'}
      </span>
    ),
  }
  const columns =
    who === 'readers'
      ? [
          person,
          {
            id: 'because',
            title: t('access.readers.because'),
            width: 170,
            render: ({ because }: TableReader) => <Roles roles={because.map(({ role }) => role)} />,
          },
          may,
          {
            id: 'rows',
            title: t('access.rows.title'),
            render: (reader: TableReader) => <ReaderRows reader={reader} />,
          },
          {
            id: 'columns',
            title: t('access.columns.title'),
            render: (reader: TableReader) => <ReaderColumns reader={reader} labels={labels} />,
          },
        ]
      : [
          person,
          {
            id: 'roles',
            title: t('access.explain.roles'),
            width: 220,
            render: (reader: TableReader) => <Roles roles={reader.person.roles} />,
          },
          {
            id: 'whyNot',
            title: t('access.readers.whyNot'),
            render: ({ whyNot }: TableReader) => (whyNot ? t(`access.whyNot.${whyNot}`) : '—'),
          },
          may,
        ]
  return (
    <SimpleTable<TableReader>
      label={t(`access.readers.${who}`)}
      rows={people}
      rowKey={(reader) => reader.person.id}
      onRowClick={(reader) => onPerson(reader.person.id)}
      empty={
        isSearch ? (
          <EmptyState icon={SearchX} title={t('access.readers.noMatch')} />
        ) : (
          <EmptyState icon={UserX} title={t(`access.readers.no_${who}`)}>
            {t(`access.readers.no_${who}Detail`)}
          </EmptyState>
        )
      }
      columns={columns}
    />
  )
}

function PersonCell({
  reader: { person },
  onPerson,
}: {
  reader: TableReader
  onPerson: (personId: string) => void
}) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={person.name} size={24} />
      <span className="flex min-w-0 flex-col">
        <button
          type="button"
          className="w-fit rounded-md text-left font-medium"
          onClick={(event) => {
            event.stopPropagation()
            onPerson(person.id)
          }}
        >
          {person.name}
        </button>
        <span className="truncate text-sm text-muted">{person.email}</span>
      </span>
    </span>
  )
}

function Roles({ roles }: { roles: readonly string[] }) {
  const roleLabel = useRoleLabel()
  return (
    <span className="flex flex-wrap gap-1 py-1">
      {roles.map((role) => (
        <Badge key={role}>{roleLabel(role)}</Badge>
      ))}
    </span>
  )
}
