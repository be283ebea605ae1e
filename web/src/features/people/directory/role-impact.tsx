import { useEffect, useRef } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useRoles } from '../role-names.ts'
import { compareRoles } from './compare-roles.ts'
import { ImpactList } from './impact-list.tsx'

/** What a change of roles would do, shown before it is saved: rights gained and lost, at once and in live sessions. */
export function RoleImpact({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const { t } = useMessages()
  const { data } = useRoles()
  const shown = useRef<HTMLElement>(null)
  // It stands below a long list: whoever ticks a role should see what that does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change may have moved it out of sight
  useEffect(() => {
    // In newer browsers it answers a promise, which React would take for the end of the effect.
    shown.current?.scrollIntoView({ block: 'nearest' })
  }, [after])
  if (!data || [...before].sort().join() === [...after].sort().join()) return null
  const { gained, lost } = compareRoles(data.roles, before, after)
  const list = (permissions: string[]) => permissions.map((permission) => ({ permission }))
  return (
    <section
      ref={shown}
      aria-live="polite"
      className="flex flex-col gap-2 rounded-md bg-info-soft px-3 py-2.5 text-info-ink"
    >
      <p className="font-medium">{t('people.impact.title')}</p>
      {gained.length + lost.length === 0 ? <p>{t('people.impact.none')}</p> : null}
      <ImpactList title={t('people.impact.gained')} items={list(gained)} gains />
      <ImpactList title={t('people.impact.lost')} items={list(lost)} />
      <p>{t('people.impact.when')}</p>
    </section>
  )
}
