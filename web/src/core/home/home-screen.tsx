import { PageBody, PageHeader } from '@flexoffice/ui'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import type { HomePart } from '../registry.ts'
import { useSession } from '../session/session.ts'
import { LoadedPart } from '../shell/loaded-part.tsx'
import { Checklist } from './checklist.tsx'
import { PlaceLink } from './place-link.tsx'

/** Greets, shows the way through the first steps, and leads to the places of this person. */
export function HomeScreen() {
  const { t, formatDate } = useMessages()
  const { person, workspace } = useSession()
  const navigation = useContributions('navigation')
  const parts = useContributions('home')
  const firstName = person.name.split(' ')[0] ?? person.name
  const today = formatDate(new Date(), { weekday: 'long', day: 'numeric', month: 'long' })
  return (
    <PageBody>
      <PageHeader
        title={t(`home.greeting.${partOfDay(new Date().getHours())}`, { name: firstName })}
        description={t('home.subtitle', { workspace: workspace.name, today })}
      />
      <div className="flex flex-col gap-6">
        {parts.filter(({ isFirst }) => isFirst).map(showPart)}
        <Checklist />
        {parts.filter(({ isFirst }) => !isFirst).map(showPart)}
        {navigation.length > 0 ? (
          <section aria-labelledby="places">
            <h2 id="places" className="mb-2 text-md font-semibold">
              {t('home.places')}
            </h2>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2">
              {navigation.map((entry) => (
                <li key={entry.path}>
                  <PlaceLink
                    to={entry.path}
                    icon={entry.icon}
                    label={t(entry.labelKey)}
                    detail={t(`shell.sections.${entry.section}`)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </PageBody>
  )
}

function showPart(part: HomePart) {
  return <LoadedPart key={String(part.load)} part={part} />
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 5 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}
