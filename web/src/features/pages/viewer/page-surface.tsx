import type { PageTheme } from '@flexoffice/contract/page-document'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { EmptyState } from '@flexoffice/ui'
import { AppWindow } from 'lucide-react'
import { useRef, useSyncExternalStore } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { PageRenderer } from '../renderer/page-renderer.tsx'
import { useBreakpoint } from '../renderer/use-breakpoint.ts'
import { onActionError } from '../run/use-page-runtime.ts'

/** Loads what opens and follows the view in an address. Here, because the list of what comes later is kept once a file. */
export function loadViewAddress() {
  return import('./follow-view.ts')
}

/** A page as its readers use it, laid out for the width that there is. */
export function PageSurface({ runtime, theme }: { runtime: PageRuntime; theme: PageTheme }) {
  const { t } = useMessages()
  const root = useRef<HTMLDivElement>(null)
  const breakpoint = useBreakpoint(root)
  const page = useSyncExternalStore(runtime.subscribe, runtime.getPage)
  const isEmpty = Object.keys(page.widgets).length === 0
  return (
    <div
      ref={root}
      data-theme={theme.mode === 'system' ? undefined : theme.mode}
      className="min-h-0 flex-1 bg-canvas px-4 pt-2 pb-6 text-ink"
    >
      <h2 className="sr-only">{t('pages.viewer.content')}</h2>
      {isEmpty ? (
        <EmptyState icon={AppWindow} title={t('pages.viewer.empty')} />
      ) : (
        <PageRenderer runtime={runtime} breakpoint={breakpoint} mode="view" onActionError={onActionError} />
      )}
    </div>
  )
}
