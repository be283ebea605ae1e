import type { Permission } from '@flexoffice/contract/permissions'
import { previewRoleChange } from '@flexoffice/contract/roles'
import { SkeletonText } from '@flexoffice/ui'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useOperation } from '../../../core/session/client.ts'
import { explainError } from '../../../core/session/problems.ts'
import { ImpactList } from '../directory/impact-list.tsx'

/** What a change of a role would do to those who hold it, before it is saved. */
export function RoleChangeImpact({ role, permissions }: { role: string; permissions: readonly string[] }) {
  const { t } = useMessages()
  const weighed = useOperation(
    previewRoleChange,
    { key: role, permissions: permissions as Permission[] },
    { keepPrevious: true, staleTime: 0 },
  )
  if (weighed.isError) return <p role="alert">{explainError(weighed.error).title}</p>
  if (!weighed.data) return <SkeletonText lines={3} />
  const { people, gained, lost } = weighed.data
  return (
    // In sight beside whatever is ticked of the long list above it.
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-live="polite"
      aria-label={t('people.impact.title')}
      className="sticky -bottom-2 z-10 flex max-h-56 flex-col gap-2 overflow-y-auto rounded-md bg-info-soft px-3 py-2.5 text-info-ink shadow-float"
    >
      <p className="font-medium">{t('people.impact.title')}</p>
      {people === 0 ? <p>{t('people.roleImpact.nobody')}</p> : null}
      {people > 0 && gained.length + lost.length === 0 ? <p>{t('people.roleImpact.same')}</p> : null}
      <ImpactList title={t('people.impact.gained')} items={gained} gains />
      <ImpactList title={t('people.impact.lost')} items={lost} />
      {people > 0 ? <p>{t('people.roleImpact.when')}</p> : null}
    </section>
  )
}
