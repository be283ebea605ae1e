import { permissions } from '@flexoffice/contract/permissions'
import { Check } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useRoleNames } from '../role-names.ts'
import type { ListedRole } from './listed-role.ts'

/** Every permission against every role: who may do what, at a glance. */
export function RoleMatrix({ roles }: { roles: readonly ListedRole[] }) {
  const { t } = useMessages()
  const nameOf = useRoleNames()
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('people.roles.caption')}
      className="shrink-0 overflow-x-auto rounded-md border border-line bg-surface"
    >
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{t('people.roles.caption')}</caption>
        <thead className="bg-sunken">
          <tr className="border-b border-line-strong">
            <th
              scope="col"
              className="sticky left-0 z-10 min-w-64 bg-sunken px-4 py-2 font-medium text-muted"
            >
              {t('people.roles.permission')}
            </th>
            {roles.map((role) => (
              <th
                key={role.key}
                scope="col"
                className="min-w-24 max-w-40 px-2 py-2 text-center align-bottom font-medium wrap-break-word"
              >
                <span className="block">{nameOf(role.key)}</span>
                <span className="block text-sm font-normal text-muted">
                  {t('people.roles.level', { level: role.level })}
                </span>
                <span className="block text-sm font-normal text-muted">
                  {t('people.roles.people', { count: role.people ?? 0 })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.keys(permissions).map((permission) => (
            <tr key={permission} className="border-b border-line last:border-0 hover:bg-hover">
              <th scope="row" className="sticky left-0 bg-surface px-4 py-2 font-normal">
                <span className="block">{t(`permissions.${permission}`)}</span>
                <code className="font-mono text-xs text-faint">{permission}</code>
              </th>
              {roles.map((role) => {
                const held = role.permissions.includes(permission)
                return (
                  <td key={role.key} className="px-2 text-center">
                    {held ? <Check size={16} className="inline text-success" aria-hidden /> : null}
                    <span className="sr-only">{t(held ? 'people.roles.held' : 'people.roles.notHeld')}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
