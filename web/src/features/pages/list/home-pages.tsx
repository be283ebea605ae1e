import { LayoutDashboard } from 'lucide-react'
import { PlaceLink } from '../../../core/home/place-link.tsx'
import { useMessages } from '../../../core/i18n/languages.ts'
import { findPageIcon } from '../page-icon.tsx'
import { usePublishedPages } from './published-pages.ts'

const shownPages = 24

/** The published pages that this person may open, on Home: for most people they are what they come for. */
export function HomePages() {
  const { t, formatRelativeTime } = useMessages()
  const pages = usePublishedPages()
  if (pages.length === 0) return null
  return (
    <section aria-labelledby="home-pages">
      <h2 id="home-pages" className="mb-2 text-md font-semibold">
        {t('shell.sections.pages')}
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2">
        {pages.slice(0, shownPages).map((page) => (
          <li key={page.id}>
            <PlaceLink
              to={`/pages/${page.id}`}
              icon={findPageIcon(page.icon) ?? LayoutDashboard}
              label={page.title}
              detail={t('pages.publishedWhen', {
                when: formatRelativeTime(page.publishedAt ?? page.updatedAt),
              })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
