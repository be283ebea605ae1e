import { MultiCombobox } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useRoles } from '../people/api.ts'
import { useRoleLabel } from './role-label.ts'

/** Chooses which roles may read something; Admins always may, so they are not offered. */
export function RoleChoice({
  label,
  help,
  values,
  onChange,
}: {
  label: string
  help?: string
  values: readonly string[]
  onChange: (roles: string[]) => void
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const roles = useRoles()
  const offered = (roles.data?.roles ?? []).filter(({ key }) => key !== 'super_admin' && key !== 'admin')
  return (
    <MultiCombobox
      label={label}
      help={help}
      optional
      values={values}
      onChange={onChange}
      loading={roles.isPending}
      placeholder={t('access.chooseRoles')}
      options={offered.map(({ key, people }) => ({
        value: key,
        label: roleLabel(key),
        description: people === null ? undefined : t('access.peopleCount', { count: people }),
      }))}
    />
  )
}
