import { PageBody, PageHeader } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import { useSession } from '../session/session.ts'
import { Checklist } from './checklist.tsx'

/** Greets, shows the way through the first steps, and leads to the places of this person. */
export function HomeScreen() {
  const { t, formatDate } = useMessages()
  const { person, workspace } = useSession()
  const navigation = useContributions('navigation')
  const firstName = person.name.split(' ')[0] ?? person.name
  const today = formatDate(new Date(), { weekday: 'long', day: 'numeric', month: 'long' })
  return (
    <PageBody>
      <PageHeader
        title={t(`home.greeting.${partOfDay(new Date().getHours())}`, { name: firstName })}
        description={t('home.subtitle', { workspace: workspace.name, today })}
      />
      <div className="flex flex-col gap-6">
        <Checklist />
        {navigation.length > 0 ? (
          <section aria-labelledby="places">
            <h2 id="places" className="mb-2 text-md font-semibold">
              {t('home.places')}
            </h2>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2">
              {navigation.map((entry) => (
                <li key={entry.path}>
                  <Link
                    to={entry.path}
                    className="flex items-center gap-3 rounded-md border border-line bg-surface px-3 py-2.5 hover:border-line-strong hover:bg-hover"
                  >
                    <entry.icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
                    <span className="min-w-0">
                      <span className="block truncate font-medium">{t(entry.labelKey)}</span>
                      <span className="block truncate text-sm text-muted">
                        {t(`shell.sections.${entry.section}`)}
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </PageBody>
  )
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 5 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}
