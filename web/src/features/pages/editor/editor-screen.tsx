import { Banner, buttonClassName, EmptyState, ErrorState, Skeleton } from '@flexoffice/ui'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { FileX2, Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useScreenTitle } from '../../../core/routing/screen-title.ts'
import { UnsavedGuard } from '../../../core/routing/unsaved.tsx'
import { useStorePart } from '../../../core/store.ts'
import { ConfirmationHost } from '../run/confirmation.tsx'
import { useUserNames } from '../run/use-page-runtime.ts'
import { CatalogueProvider } from './catalogue.tsx'
import { createEditor, type Editor, EditorContext, useEditor, usePagePart } from './editor.ts'
import { EditorLayout } from './editor-layout.tsx'
import { type LivePage, openLivePage } from './live/live-page.ts'
import { CheckedPageProvider } from './scope.tsx'

/** The editor of one page. */
export function EditorScreen() {
  const { pageId } = useParams({ strict: false }) as { pageId: string }
  // A refused document is thrown away whole: the next one starts from what is stored.
  const [attempt, setAttempt] = useState(0)
  return <OpenPage key={`${pageId} ${attempt}`} pageId={pageId} onAgain={() => setAttempt(attempt + 1)} />
}

function OpenPage({ pageId, onAgain }: { pageId: string; onAgain: () => void }) {
  const live = useLivePage(pageId)
  if (!live) return <Loading />
  return <LivePageScreen pageId={pageId} live={live} onAgain={onAgain} />
}

function LivePageScreen({ pageId, live, onAgain }: { pageId: string; live: LivePage; onAgain: () => void }) {
  const { t } = useMessages()
  // Each saved keystroke changes the live state, and nothing of this has to be drawn for it.
  const ended = useStorePart(live.state, (state) => state.ended)
  const loaded = useStorePart(live.state, (state) => state.loaded)
  const lost = useStorePart(live.state, (state) => state.connection === 'lost')
  const editor = useEditorOf(pageId, live, loaded)
  if (ended === 'refused')
    return (
      <main className="grid min-h-dvh place-items-center">
        <ErrorState title={t('pageEditor.live.refused')} onRetry={onAgain}>
          {t('pageEditor.live.refusedDetail')}
        </ErrorState>
      </main>
    )
  if (ended === 'gone' || ended === 'forbidden') return <Ended reason={ended} />
  if (!editor) return <Loading lost={lost} />
  return (
    <EditorContext value={editor}>
      <CatalogueProvider>
        <CheckedPageProvider>
          <Titled />
          <EditorLayout />
          <ConfirmationHost />
        </CheckedPageProvider>
      </CatalogueProvider>
    </EditorContext>
  )
}

function Titled() {
  const { state } = useEditor().live
  useScreenTitle(usePagePart((page) => page.title))
  return <UnsavedGuard when={() => state.get().unsaved > 0} />
}

function useLivePage(pageId: string): LivePage | null {
  const [live, setLive] = useState<LivePage | null>(null)
  useEffect(() => {
    const opened = openLivePage(pageId)
    setLive(opened)
    return () => opened.stop()
  }, [pageId])
  return live
}

function useEditorOf(pageId: string, live: LivePage, loaded: boolean): Editor | null {
  const navigate = useNavigate()
  const user = useUserNames()
  const [editor, setEditor] = useState<Editor | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the person of a session does not change while it lasts
  useEffect(() => {
    if (!loaded) return
    const made = createEditor(pageId, live, { user, navigate: (to) => void navigate({ to: to as never }) })
    setEditor(made)
    return () => made.stop()
  }, [pageId, live, loaded])
  return editor
}

function Loading({ lost }: { lost?: boolean }) {
  const { t } = useMessages()
  return (
    <main className="flex h-dvh flex-col gap-3 bg-canvas p-3" aria-busy aria-label={t('pageEditor.title')}>
      {lost ? <Banner tone="warning">{t('pageEditor.live.connecting')}</Banner> : null}
      <Skeleton className="h-10" />
      <div className="flex min-h-0 flex-1 gap-3">
        <Skeleton className="h-full w-56" />
        <Skeleton className="h-full flex-1" />
        <Skeleton className="h-full w-72" />
      </div>
    </main>
  )
}

function Ended({ reason }: { reason: 'gone' | 'forbidden' }) {
  const { t } = useMessages()
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={reason === 'gone' ? FileX2 : Lock}
        title={t(`pageEditor.live.${reason}`)}
        action={
          <Link to="/pages" className={buttonClassName('primary')}>
            {t('pages.viewer.allPages')}
          </Link>
        }
      >
        {t(`pageEditor.live.${reason}Detail`)}
      </EmptyState>
    </main>
  )
}
