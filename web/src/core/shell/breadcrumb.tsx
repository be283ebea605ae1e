import { Link, useMatches, useRouterState } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import { useOpenTitle } from '../routing/screen-title.ts'

/** Where the person is: section, list, open thing. */
export function Breadcrumb() {
  const { t } = useMessages()
  const navigation = useContributions('navigation')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const screen = useMatches().at(-1)?.staticData?.screen
  const open = useOpenTitle()
  const entry = navigation
    .filter((candidate) => path === candidate.path || path.startsWith(`${candidate.path}/`))
    .sort((left, right) => right.path.length - left.path.length)[0]
  const last = open ?? (screen ? t(screen.titleKey) : t('shell.notFound.title'))
  const isListItself = entry !== undefined && entry.path === path && !open
  const section = entry ? t(`shell.sections.${entry.section}`) : null
  return (
    <nav aria-label={t('shell.breadcrumb')} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-muted">
        {section && section !== last ? <li className="shrink-0 max-sm:hidden">{section}</li> : null}
        {entry && !isListItself ? (
          <li className="flex min-w-0 items-center gap-1">
            <Separator />
            <Link to={entry.path} className="truncate rounded-md hover:text-ink hover:underline">
              {t(entry.labelKey)}
            </Link>
          </li>
        ) : null}
        <li aria-current="page" className="flex min-w-0 items-center gap-1 font-medium text-ink">
          {section && section !== last ? <Separator /> : null}
          <span className="truncate">{last}</span>
        </li>
      </ol>
    </nav>
  )
}

function Separator() {
  return <ChevronRight size={14} className="shrink-0 text-faint max-sm:first:hidden" aria-hidden />
}
