import { Badge, Checkbox, SkeletonText } from '@flexoffice/ui'
import { useId } from 'react'
import { hasMessage, useMessages } from '../../../core/i18n/languages.ts'
import { useRoleNames, useRoles } from '../role-names.ts'

/** Properties of RoleChoice. */
export interface RoleChoiceProps {
  /** Roles the person holds already: they may stay even where the chooser could not give them. */
  held?: readonly string[]
  value: readonly string[]
  onChange: (roles: string[]) => void
  error?: string
  readOnly?: boolean
}

/** Which roles somebody holds, by level; those above the chooser's own rights cannot be given. */
export function RoleChoice({ held = [], value, onChange, error, readOnly }: RoleChoiceProps) {
  const { t } = useMessages()
  const id = useId()
  const listed = useRoles()
  const nameOf = useRoleNames()
  const roles = (listed.data?.roles ?? []).filter(({ key, grantable }) => grantable || held.includes(key))
  const toggle = (key: string, checked: boolean) =>
    onChange(checked ? [...value, key].sort() : value.filter((other) => other !== key))
  const describe = (role: { key: string; custom: boolean; description: string }) => {
    if (role.custom) return role.description || undefined
    return hasMessage(`roles.${role.key}.description`) ? t(`roles.${role.key}.description`) : undefined
  }
  return (
    <fieldset aria-describedby={error ? id : undefined} className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t('people.fields.roles')}</legend>
      {error ? (
        <p id={id} className="text-sm text-danger-ink">
          {error}
        </p>
      ) : null}
      {listed.isPending ? <SkeletonText lines={4} /> : null}
      <div className="overflow-hidden rounded-md border border-line">
        {roles.map((role) => (
          <div
            key={role.key}
            className="flex items-start justify-between gap-3 border-b border-line px-3 py-2 last:border-0"
          >
            <Checkbox
              label={nameOf(role.key)}
              help={describe(role)}
              checked={value.includes(role.key)}
              onChange={(checked) => toggle(role.key, checked)}
              disabled={readOnly || (!role.grantable && !held.includes(role.key))}
            />
            <Badge>{t('people.roles.level', { level: role.level })}</Badge>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
