import { permissions } from '@flexoffice/contract/permissions'
import { ErrorState, SkeletonText } from '@flexoffice/ui'
import { Check } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { explainError } from '../../../core/session/problems.ts'
import { useRoles } from '../role-names.ts'

/** Every permission against every role: who may do what, at a glance. */
export function RolesTab() {
  const { t } = useMessages()
  const listed = useRoles()
  if (listed.isPending) {
    return (
      <div className="p-6">
        <SkeletonText lines={10} />
      </div>
    )
  }
  if (listed.isError)
    return <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
  const { roles } = listed.data
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 px-6 py-4 max-sm:px-4">
      <p className="max-w-2xl text-muted">{t('people.roles.about')}</p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('people.tabs.roles')}
        className="min-h-0 overflow-auto rounded-md border border-line bg-surface"
      >
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{t('people.roles.caption')}</caption>
          <thead className="sticky top-0 z-10 bg-sunken">
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
                  className="min-w-24 px-2 py-2 text-center align-bottom font-medium"
                >
                  <span className="block">{t(`roles.${role.key}.name`)}</span>
                  <span className="block text-sm font-normal text-muted">
                    {t('people.roles.level', { level: role.level })}
                  </span>
                  <span className="block text-sm font-normal text-muted">
                    {t('people.roles.people', { count: role.people })}
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
                      <span className="sr-only">
                        {t(held ? 'people.roles.held' : 'people.roles.notHeld')}
                      </span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
