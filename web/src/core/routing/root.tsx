import { Outlet, useMatches, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { useSessionState } from '../session/session.ts'
import { NotificationAnnouncer } from '../shell/notifications.tsx'
import { ServerUnreachable } from '../shell/screen-states.tsx'
import { useOpenTitle } from './screen-title.ts'
import { signInPath } from './sign-in-path.ts'

/** What is the same for every screen: title of the document, focus and word to screen readers on navigation, sign-out. */
export function Root() {
  const { status } = useSessionState()
  useSignedOutRedirect()
  const title = useDocumentTitle()
  const announced = useNavigationFocus(title)
  if (status === 'unreachable') return <ServerUnreachable />
  return (
    <>
      <Outlet />
      <div aria-live="polite" className="sr-only">
        {announced}
      </div>
      <NotificationAnnouncer />
    </>
  )
}

function useDocumentTitle(): string {
  const { t } = useMessages()
  const { session } = useSessionState()
  const screen = useMatches().at(-1)?.staticData?.screen
  const open = useOpenTitle()
  const title = open ?? (screen ? t(screen.titleKey) : t('shell.notFound.title'))
  useEffect(() => {
    document.title = [title, session?.workspace.name, 'FlexOffice'].filter(Boolean).join(' · ')
  }, [title, session])
  return title
}

/** Moves the focus to the new screen's heading, as a page load would; changes of tabs and filters leave it alone. */
function useNavigationFocus(title: string): string {
  const path = useRouterState({
    select: (state) => (state.status === 'idle' ? state.resolvedLocation?.pathname : undefined),
  })
  const previous = useRef<string | undefined>(undefined)
  const latest = useRef(title)
  const [announced, setAnnounced] = useState('')
  latest.current = title
  useEffect(() => {
    if (path === undefined || path === previous.current) return
    const isFirst = previous.current === undefined
    previous.current = path
    if (isFirst) return
    const frame = requestAnimationFrame(() => {
      const target =
        document.querySelector<HTMLElement>('main h1[tabindex], h1[tabindex]') ??
        document.querySelector<HTMLElement>('main')
      if (!document.activeElement?.closest('main')) target?.focus({ preventScroll: true })
      setAnnounced(latest.current)
    })
    return () => cancelAnimationFrame(frame)
  }, [path])
  return announced
}

function useSignedOutRedirect(): void {
  const { status } = useSessionState()
  const router = useRouter()
  const before = useRef(status)
  useEffect(() => {
    const ended = before.current === 'signed-in' && status === 'signed-out'
    before.current = status
    if (!ended || router.state.location.pathname === signInPath) return
    void router.navigate({ to: signInPath, search: { next: router.state.location.href } as never })
  }, [status, router])
}
