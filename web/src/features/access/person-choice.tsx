import { listPeople } from '@flexoffice/contract/people'
import { Combobox } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { useRoleLabel } from './role-label.ts'
import { useSettled } from './use-settled.ts'

/** Finds a person of the workspace by name; with `role` only those who have it. */
export function PersonChoice({
  label,
  role,
  value,
  onChange,
}: {
  label: string
  role?: string
  value: string | null
  onChange: (personId: string | null) => void
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const [query, setQuery] = useState('')
  const search = useSettled(query, 250)
  const people = useOperation(
    listPeople,
    { search: search || undefined, role, state: 'active', limit: 50 },
    { keepPrevious: true },
  )
  return (
    <Combobox
      label={label}
      placeholder={t('access.choosePerson')}
      value={value}
      onChange={onChange}
      onQueryChange={setQuery}
      loading={people.isPending}
      options={(people.data?.people ?? []).map((person) => ({
        value: person.id,
        label: person.name,
        description: person.roles.map(roleLabel).join(', '),
      }))}
    />
  )
}
