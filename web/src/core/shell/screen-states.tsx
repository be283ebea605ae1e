import { ApiError } from '@flexoffice/sdk/client'
import { Button, buttonClassName, EmptyState, PageBody, Skeleton, SkeletonText } from '@flexoffice/ui'
import { Link, useRouter } from '@tanstack/react-router'
import { Compass, Lock, WifiOff } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { refreshSession, usePermission } from '../session/session.ts'
import { LoadFailure } from './load-failure.tsx'

/** No such address, or nothing that this person may open: the same answer for both. */
export function NotFound() {
  const { t } = useMessages()
  return (
    <PageBody>
      <h1 className="sr-only">{t('shell.notFound.title')}</h1>
      <EmptyState
        icon={Compass}
        title={t('shell.notFound.title')}
        action={
          <Link to="/" className={buttonClassName('primary')}>
            {t('shell.notFound.action')}
          </Link>
        }
      >
        {t('shell.notFound.detail')}
      </EmptyState>
    </PageBody>
  )
}

/** Shows `children` to those who hold the permission; tells the others whom to ask. */
export function NoPermission({ permission, children }: { permission: string; children: ReactNode }) {
  return usePermission(permission) ? children : <NotAllowed />
}

function NotAllowed() {
  const { t } = useMessages()
  return (
    <PageBody>
      <h1 className="sr-only">{t('shell.noPermission.title')}</h1>
      <EmptyState icon={Lock} title={t('shell.noPermission.title')}>
        {t('shell.noPermission.detail')}
      </EmptyState>
    </PageBody>
  )
}

/** A screen's code or first data is on its way. */
export function ScreenLoading() {
  return (
    <PageBody>
      <div className="flex flex-col gap-6">
        <Skeleton className="h-7 w-48" />
        <SkeletonText lines={6} />
      </div>
    </PageBody>
  )
}

/** A screen broke or its one thing could not be read: what to do, or whom to ask. The rest of the application goes on. */
export function ScreenError({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useMessages()
  const router = useRouter()
  const status = error instanceof ApiError ? error.status : undefined
  if (status === 404) return <NotFound />
  if (status === 403) return <NotAllowed />
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <PageBody>
      <h1 className="sr-only">{t('shell.failed')}</h1>
      <LoadFailure error={error} onRetry={retry} title={t('shell.failed')} />
    </PageBody>
  )
}

/** The server did not answer at the start. */
export function ServerUnreachable() {
  const { t } = useMessages()
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={WifiOff}
        title={t('shell.unreachable.title')}
        action={
          <Button variant="primary" onClick={() => void refreshSession()}>
            {t('shell.unreachable.action')}
          </Button>
        }
      >
        {t('shell.unreachable.detail')}
      </EmptyState>
    </main>
  )
}

/** Keeps a broken part from taking the rest with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <LoadFailure error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
