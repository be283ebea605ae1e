import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import {
  Avatar,
  Badge,
  Button,
  EmptyState,
  ErrorState,
  type GridColumn,
  SearchField,
  SegmentedControl,
  Select,
  Toolbar,
  VirtualTable,
} from '@flexoffice/ui'
import { SearchX } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useScreenSearch } from '../../../core/routing/search.ts'
import { useOperation } from '../../../core/session/client.ts'
import { explainError } from '../../../core/session/problems.ts'
import { useRoleNames, useRoles } from '../role-names.ts'
import { peopleSearch } from './people-search.ts'
import { PersonPanel } from './person-panel.tsx'

const shownAtMost = 500

/** The list of people, searched and filtered, with one of them open beside it. */
export function PeopleTab() {
  const { t, formatNumber } = useMessages()
  const [search, change] = useScreenSearch(peopleSearch)
  const input = {
    search: search.search || undefined,
    role: search.role === 'any' ? undefined : search.role,
    state: search.state === 'all' ? undefined : search.state,
    limit: shownAtMost,
  } as const
  const listed = useOperation(contract.listPeople, input, { keepPrevious: true })
  const columns = usePeopleColumns()
  const people = listed.data?.people ?? []
  const total = listed.data?.total ?? 0
  const filtered = search.search !== '' || search.role !== 'any' || search.state !== 'active'
  const clear = () => change({ search: '', role: 'any', state: 'active' })
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PeopleFilters />
        {listed.isError ? (
          <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
        ) : (
          <VirtualTable
            label={t('people.title')}
            columns={columns}
            rows={people}
            rowKey={(person) => person.id}
            loading={listed.isPending}
            totalRows={total}
            openRowKey={search.person}
            openOnClick
            onOpenRow={(person) => change({ person: person.id })}
            empty={
              <EmptyState
                icon={SearchX}
                title={t('people.list.emptyTitle')}
                action={filtered ? <Button onClick={clear}>{t('people.list.clear')}</Button> : null}
              >
                {t('people.list.emptyDetail')}
              </EmptyState>
            }
            footer={
              <span role="status">
                {t('people.list.count', { count: total })}
                {total > people.length && people.length > 0
                  ? ` · ${t('people.list.partial', { shown: formatNumber(people.length) })}`
                  : ''}
              </span>
            }
          />
        )}
      </div>
      {search.person ? (
        <PersonPanel key={search.person} personId={search.person} onClose={() => change({ person: '' })} />
      ) : null}
    </div>
  )
}

function PeopleFilters() {
  const { t } = useMessages()
  const [search, change] = useScreenSearch(peopleSearch)
  const roles = useRoles()
  const nameOf = useRoleNames()
  const [typed, setTyped] = useState(search.search)
  useEffect(() => setTyped(search.search), [search.search])
  useEffect(() => {
    if (typed === search.search) return
    const timer = setTimeout(() => change({ search: typed }, { replace: true }), 200)
    return () => clearTimeout(timer)
  }, [typed, search.search, change])
  const roleOptions = [
    { value: 'any', label: t('people.list.anyRole') },
    ...(roles.data?.roles ?? []).map(({ key }) => ({ value: key, label: nameOf(key) })),
  ]
  return (
    <div className="border-b border-line px-6 py-2 max-sm:px-4">
      <Toolbar label={t('people.list.filters')}>
        <SearchField
          value={typed}
          onChange={setTyped}
          placeholder={t('people.list.search')}
          className="w-64"
        />
        <Select
          label={t('people.fields.role')}
          hideLabel
          className="w-44"
          options={roleOptions}
          value={search.role}
          onChange={(role) => change({ role })}
        />
        <SegmentedControl
          label={t('people.fields.state')}
          options={(['active', 'deactivated', 'all'] as const).map((value) => ({
            value,
            label: t(`people.states.${value}`),
          }))}
          value={search.state}
          onChange={(state) => change({ state })}
        />
      </Toolbar>
    </div>
  )
}

function usePeopleColumns(): ReadonlyArray<GridColumn<Person>> {
  const { t, language, formatRelativeTime } = useMessages()
  const nameOf = useRoleNames()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  return useMemo(() => {
    const roleNames = (person: Person) => person.roles.map(nameOf)
    const seen = (person: Person) =>
      person.lastSeenAt ? formatRelativeTime(person.lastSeenAt) : t('people.list.never')
    const columns: Array<GridColumn<Person>> = [
      {
        id: 'name',
        title: t('people.fields.name'),
        width: 220,
        grow: true,
        text: (person) => person.name,
        render: (person) => (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar name={person.name} size={20} />
            <span className="truncate font-medium">{person.name}</span>
          </span>
        ),
      },
      {
        id: 'email',
        title: t('people.fields.email'),
        width: 240,
        grow: true,
        text: (person) => person.email,
      },
      {
        id: 'roles',
        title: t('people.fields.roles'),
        width: 260,
        grow: true,
        text: (person) => roleNames(person).join(', '),
        render: (person) => (
          <span className="flex min-w-0 gap-1">
            {roleNames(person).map((name) => (
              <Badge key={name}>{name}</Badge>
            ))}
          </span>
        ),
      },
      {
        id: 'state',
        title: t('people.fields.state'),
        width: 120,
        text: (person) => t(`people.state.${person.state}`),
        render: (person) => (
          <Badge tone={person.state === 'active' ? 'success' : 'neutral'} dot>
            {t(`people.state.${person.state}`)}
          </Badge>
        ),
      },
      { id: 'seen', title: t('people.fields.lastSeen'), width: 150, text: seen },
    ]
    return columns.map((column) => ({ ...column, sortable: false }))
  }, [language, nameOf])
}
