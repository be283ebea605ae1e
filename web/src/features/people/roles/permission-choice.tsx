import { permissions } from '@flexoffice/contract/permissions'
import { Checkbox } from '@flexoffice/ui'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useSession } from '../../../core/session/session.ts'
import { addPermission } from './needed-permissions.ts'

const groups = Map.groupBy(Object.keys(permissions), (permission) => permission.split('.')[0]!)

/** Properties of PermissionChoice. */
export interface PermissionChoiceProps {
  value: readonly string[]
  onChange: (permissions: string[]) => void
  readOnly?: boolean
}

/** Which permissions a role has, in groups; nobody gives one that they lack. */
export function PermissionChoice({ value, onChange, readOnly }: PermissionChoiceProps) {
  const { t } = useMessages()
  const own = useSession().permissions
  const mayGive = (permission: string) => own.includes(permission)
  const toggle = (permission: string, checked: boolean) =>
    onChange(
      checked ? addPermission(value, permission, mayGive) : value.filter((other) => other !== permission),
    )
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">{t('people.roles.permissions')}</legend>
      <p className="mb-1 text-sm text-muted">{t('people.roles.permissionsHelp')}</p>
      <div className="overflow-hidden rounded-md border border-line">
        {[...groups].map(([group, list]) => (
          <fieldset key={group} className="border-b border-line px-3 py-2.5 last:border-0">
            <legend className="float-left mb-1.5 w-full text-sm font-medium text-muted">
              {t(`people.roles.groups.${group}`)}
            </legend>
            <div className="clear-both flex flex-col gap-1.5">
              {list.map((permission) => (
                <Checkbox
                  key={permission}
                  label={t(`permissions.${permission}`)}
                  help={mayGive(permission) ? undefined : t('people.roles.lacked')}
                  checked={value.includes(permission)}
                  onChange={(checked) => toggle(permission, checked)}
                  disabled={readOnly || (!mayGive(permission) && !value.includes(permission))}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </fieldset>
  )
}
