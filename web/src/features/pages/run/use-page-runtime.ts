import type { PageDocument } from '@flexoffice/contract/page-document'
import type { RunQuery } from '@flexoffice/page-model/query-lanes'
import { createPageRuntime, type PageRuntime } from '@flexoffice/page-model/runtime'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { currentLanguage } from '../../../core/i18n/languages.ts'
import { showErrorToast } from '../../../core/session/client.ts'
import { useSession } from '../../../core/session/session.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import { performAction } from './perform-action.ts'
import { readerContext } from './reader-context.ts'
import { useLiveRows } from './use-live-rows.ts'

/** What a page needs to run on screen; `user` replaces the signed-in person in a preview. */
export interface PageRun {
  page: PageDocument
  pageId: string
  runQuery: RunQuery
  parameters?: Readonly<Record<string, unknown>>
  /** Sets what the reader chose before, in the turn of the start. */
  open?: (runtime: PageRuntime) => void
  user?: Record<string, unknown>
  changesNothing?: boolean
}

/** Runs a page while the component is on screen; a newer document is followed, another page starts anew. */
export function usePageRuntime(run: PageRun): PageRuntime {
  const { pageId, runQuery, changesNothing } = run
  const navigate = useNavigate()
  const self = useUserNames()
  const latest = useRef(run)
  latest.current = run
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document is followed below; only these begin a new run
  const runtime = useMemo(() => {
    const started = createPageRuntime({
      page: latest.current.page,
      registry: widgetRegistry,
      runQuery,
      pageId,
      user: latest.current.user ?? self,
      parameters: latest.current.parameters,
      context: readerContext,
      perform: (action) =>
        performAction(action, { changesNothing, navigate: (to) => void navigate({ to: to as never }) }),
    })
    latest.current.open?.(started)
    return started
  }, [pageId, runQuery, changesNothing])
  useEffect(() => runtime.setPage(run.page), [runtime, run.page])
  useEffect(() => () => runtime.stop(), [runtime])
  useLiveRows(runtime)
  return runtime
}

/** The signed-in person as expressions know them. */
export function useUserNames(): Record<string, unknown> {
  const { person, roles, attributes } = useSession()
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    locale: currentLanguage(),
    roles,
    attributes,
  }
}

/** Tells of an action that failed. */
export function onActionError(error: unknown): void {
  showErrorToast(error)
}
