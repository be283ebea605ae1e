import { showPublishedPage } from '@flexoffice/contract/pages'
import { fromReaderDocument, type ReaderDocument } from '@flexoffice/page-model/reader-document'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { ApiError } from '@flexoffice/sdk/client'
import { buttonClassName, EmptyState, PageBody, Skeleton, showToast } from '@flexoffice/ui'
import { Link, useParams } from '@tanstack/react-router'
import { FileLock2, Pencil } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { translate, useMessages } from '../../../core/i18n/languages.ts'
import { useScreenTitle } from '../../../core/routing/screen-title.ts'
import { useOperation } from '../../../core/session/client.ts'
import { usePermission } from '../../../core/session/session.ts'
import { ScreenError } from '../../../core/shell/screen-states.tsx'
import { ConfirmationHost } from '../run/confirmation.tsx'
import { createPageQueryRunner } from '../run/run-page-query.ts'
import { usePageRuntime } from '../run/use-page-runtime.ts'
import { PageSurface } from './page-surface.tsx'
import {
  type OpenedAddress,
  useFollowedView,
  useOpenedAddress,
  useViewAddress,
  type ViewAddress,
} from './use-view-address.ts'

/** A published page at work. */
export function ViewerScreen() {
  const { pageId } = useParams({ strict: false }) as { pageId: string }
  const { data, error, refetch } = useOperation(showPublishedPage, { pageId })
  const address = useOpenedAddress()
  const [isUsed, setUsed] = useState(false)
  const hasView = Object.keys(address.parameters).some((name) => name.includes('.'))
  const viewAddress = useViewAddress(hasView || isUsed)
  useScreenTitle(data?.page.title)
  if (error) return <NotShown pageId={pageId} error={error} onRetry={() => void refetch()} />
  if (!data || (hasView && viewAddress === undefined)) return <Loading />
  return (
    <PublishedPage
      key={`${pageId} ${address.count}`}
      pageId={pageId}
      address={address}
      viewAddress={viewAddress}
      onUse={() => setUsed(true)}
      title={data.page.title}
      version={data.version}
      edits={data.page.abilities.edit}
      document={data.document as unknown as ReaderDocument}
    />
  )
}

interface PublishedPageProps {
  pageId: string
  address: OpenedAddress
  viewAddress: ViewAddress
  /** The reader begins to do something. */
  onUse: () => void
  title: string
  version: number
  edits: boolean
  document: ReaderDocument
}

function PublishedPage(props: PublishedPageProps) {
  const { pageId, address, viewAddress, onUse, title, version, edits, document } = props
  const { t } = useMessages()
  const page = useMemo(() => fromReaderDocument(document), [document])
  const runQuery = useMemo(() => createPageQueryRunner({ pageId }), [pageId])
  const { parameters } = address
  const open = (started: PageRuntime) => viewAddress?.openView(started, parameters)
  const runtime = usePageRuntime({ page, pageId, runQuery, parameters, open })
  useFollowedView(pageId, runtime, address, viewAddress)
  useNewerVersion(version, runtime)
  return (
    <div className="flex min-h-full flex-col" onFocusCapture={onUse} onPointerDownCapture={onUse}>
      <header className="flex h-12 shrink-0 items-center justify-between gap-3 px-5 pt-2">
        <h1 tabIndex={-1} className="truncate text-xl font-semibold tracking-[-0.01em]">
          {title}
        </h1>
        {edits ? (
          <Link to={`/pages/${pageId}/edit` as never} className={buttonClassName('secondary')}>
            <Pencil size={16} strokeWidth={1.75} aria-hidden />
            {t('pages.viewer.edit')}
          </Link>
        ) : null}
      </header>
      <PageSurface runtime={runtime} theme={page.theme} />
      <ConfirmationHost />
    </div>
  )
}

/** A newer version takes the place of the one on screen; its queries may ask for something else under the same names. */
function useNewerVersion(version: number, runtime: PageRuntime): void {
  const shown = useRef(version)
  useEffect(() => {
    if (shown.current === version) return
    shown.current = version
    runtime.followTables()
    showToast({ title: translate('pages.viewer.newVersion') })
  }, [version, runtime])
}

function Loading() {
  return (
    <div className="flex flex-col gap-4 px-5 pt-3" aria-busy>
      <Skeleton className="h-7 w-56" />
      <div className="grid grid-cols-3 gap-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <Skeleton className="h-80" />
    </div>
  )
}

/** Missing and not shared are the same answer; an editor can still go and publish it. */
function NotShown({ pageId, error, onRetry }: { pageId: string; error: Error; onRetry: () => void }) {
  const { t } = useMessages()
  const edits = usePermission('pages.edit')
  if (!(error instanceof ApiError) || error.status !== 404)
    return <ScreenError error={error} reset={onRetry} />
  return (
    <PageBody>
      <h1 className="sr-only">{t('pages.viewer.notShown')}</h1>
      <EmptyState
        icon={FileLock2}
        title={t('pages.viewer.notShown')}
        action={
          <>
            {edits ? (
              <Link to={`/pages/${pageId}/edit` as never} className={buttonClassName('primary')}>
                {t('pages.viewer.edit')}
              </Link>
            ) : null}
            <Link to="/pages" className={buttonClassName('secondary')}>
              {t('pages.viewer.allPages')}
            </Link>
          </>
        }
      >
        {t(edits ? 'pages.viewer.notPublished' : 'pages.viewer.askEditor')}
      </EmptyState>
    </PageBody>
  )
}
