import * as contract from '@flexoffice/contract/audit'
import { listPeople } from '@flexoffice/contract/people'
import { Button, Combobox, DateRangeField, SearchField, Select, Toolbar } from '@flexoffice/ui'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { type AuditSearch, auditSearch, isFiltered, outcomes } from './audit-search.ts'
import { objectTypeName, operationName } from './operation-name.ts'

interface AuditFiltersProps {
  search: AuditSearch
  change: (change: Partial<AuditSearch>, options?: { replace?: boolean }) => void
}

/** Words, person, operation, outcome, kind of object and days; all of it in the address bar. */
export function AuditFilters({ search, change }: AuditFiltersProps) {
  const { t } = useMessages()
  const terms = useOperation(contract.listAuditTerms, {})
  const byName = (left: { label: string }, right: { label: string }) => left.label.localeCompare(right.label)
  const operations = (terms.data?.operations ?? [])
    .map((value) => ({ value, label: operationName(value), description: value }))
    .sort(byName)
  const types = (terms.data?.objectTypes ?? [])
    .map((value) => ({ value, label: objectTypeName(value) }))
    .sort(byName)
  const reset = () => {
    const empty = Object.fromEntries(
      Object.entries(auditSearch).map(([name, field]) => [name, field.fallback]),
    )
    change(empty as Partial<AuditSearch>)
  }
  return (
    <div className="border-y border-line px-6 py-2 max-sm:px-4">
      <Toolbar label={t('audit.filters')}>
        <SearchWords
          value={search.search}
          onChange={(words) => change({ search: words }, { replace: true })}
        />
        <PersonFilter value={search.person} onChange={(person) => change({ person })} />
        <Combobox
          label={t('audit.columns.operation')}
          hideLabel
          placeholder={t('audit.anyOperation')}
          className="w-48"
          options={operations}
          value={search.operation || null}
          onChange={(operation) => change({ operation: operation ?? '' })}
        />
        <Select
          label={t('audit.columns.outcome')}
          hideLabel
          className="w-36"
          options={(['any', ...outcomes] as const).map((value) => ({
            value,
            label: t(value === 'any' ? 'audit.anyOutcome' : `audit.outcomes.${value}`),
          }))}
          value={search.outcome}
          onChange={(outcome) => change({ outcome })}
        />
        <Select
          label={t('audit.columns.type')}
          hideLabel
          className="w-40"
          options={[{ value: 'any', label: t('audit.anyType') }, ...types]}
          value={search.type}
          onChange={(type) => change({ type, object: '' })}
        />
        <DateRangeField
          label={t('audit.days')}
          hideLabel
          value={{ from: search.from || null, to: search.to || null }}
          onChange={({ from, to }) => change({ from: from ?? '', to: to ?? '' })}
        />
        {isFiltered(search) ? (
          <Button variant="ghost" icon={X} onClick={reset}>
            {t('audit.clear')}
          </Button>
        ) : null}
      </Toolbar>
    </div>
  )
}

function SearchWords({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useMessages()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  // Each look into the log is an entry itself, so it waits for the end of a word.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new handler is no new word
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), 350)
    return () => clearTimeout(timer)
  }, [typed, value])
  return <SearchField value={typed} onChange={setTyped} placeholder={t('audit.search')} className="w-56" />
}

function PersonFilter({ value, onChange }: { value: string; onChange: (personId: string) => void }) {
  const { t } = useMessages()
  const mayList = usePermission('people.view')
  const listed = useOperation(listPeople, { limit: 500 }, { enabled: mayList })
  if (!mayList) return null
  return (
    <Combobox
      label={t('audit.columns.person')}
      hideLabel
      placeholder={t('audit.anyPerson')}
      className="w-44"
      options={(listed.data?.people ?? []).map(({ id, name, email }) => ({
        value: id,
        label: name,
        description: email,
      }))}
      value={value || null}
      onChange={(person) => onChange(person ?? '')}
    />
  )
}
