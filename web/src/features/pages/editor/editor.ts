import type { Breakpoint, PageDocument } from '@flexoffice/contract/page-document'
import {
  createPageRuntime,
  createUndoManager,
  type DocumentFollower,
  followDocument,
  type PageRuntime,
} from '@flexoffice/page-model'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import { createStore, type Store, useStore, useStorePart } from '../../../core/store.ts'
import { performAction } from '../run/perform-action.ts'
import { readerContext } from '../run/reader-context.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import type { Drag } from './canvas/drag.ts'
import { createDraftRunner } from './draft-queries.ts'
import type { LivePage } from './live/live-page.ts'

/** The tabs of the drawer at the bottom. */
export type DrawerTab = 'queries' | 'state' | 'problems'

/** A widget that asks which data it should show: a new one with its place, or one that is there. */
export interface PendingWidget {
  type: string
  place?: { x: number; y: number; w: number; h: number }
  widgetId?: string
}

/** Everything that the parts of the editor share. */
export interface Editor {
  pageId: string
  live: LivePage
  ydoc: Y.Doc
  document: DocumentFollower
  runtime: PageRuntime
  undo: Y.UndoManager
  selection: Store<readonly string[]>
  /** The widget whose own controls are in use; the others only get selected and moved. */
  interacting: Store<string | null>
  breakpoint: Store<Breakpoint>
  drag: Store<Drag | null>
  pending: Store<PendingWidget | null>
  drawer: Store<DrawerTab | null>
  queryId: Store<string | null>
  /** Where the property panel should put the focus. */
  wanted: Store<string | null>
  /** Read out by screen readers. */
  announcement: Store<string>
  stop: () => void
}

/** Makes the editor of a page that has arrived. */
export function createEditor(
  pageId: string,
  live: LivePage,
  around: { user: Record<string, unknown>; navigate: (path: string) => void },
): Editor {
  const { ydoc } = live
  const document = followDocument(ydoc)
  const runtime = createPageRuntime({
    page: document.getSnapshot(),
    registry: widgetRegistry,
    pageId,
    user: around.user,
    context: readerContext,
    runQuery: createDraftRunner(() => document.getSnapshot()),
    perform: (action) => performAction(action, around),
  })
  const stopFollowing = document.subscribe(() => runtime.setPage(document.getSnapshot()))
  const selection = createStore<readonly string[]>([])
  const stopShowing = selection.subscribe(() => live.show({ selection: [...selection.get()].slice(0, 50) }))
  return {
    pageId,
    live,
    ydoc,
    document,
    runtime,
    selection,
    undo: createUndoManager(ydoc),
    interacting: createStore<string | null>(null),
    breakpoint: createStore<Breakpoint>('desktop'),
    drag: createStore<Drag | null>(null),
    pending: createStore<PendingWidget | null>(null),
    drawer: createStore<DrawerTab | null>(null),
    queryId: createStore<string | null>(null),
    wanted: createStore<string | null>(null),
    announcement: createStore(''),
    stop() {
      stopFollowing()
      stopShowing()
      document.stop()
      runtime.stop()
    },
  }
}

/** The editor around the present component. */
export const EditorContext = createContext<Editor | null>(null)

/** The editor; only inside the editor's screen. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('This part belongs into the editor of pages.')
  return editor
}

/** The page being edited, drawn again when it changes. */
export function usePage(): PageDocument {
  const { document } = useEditor()
  return useSyncExternalStore(document.subscribe, document.getSnapshot)
}

/**
 * A part of the page, drawn again only when that part changes. What did not change keeps its reference in the page, so `read`
 * may give a plain value or an object that it found there, but none that it makes.
 */
export function usePagePart<Part>(read: (page: PageDocument) => Part): Part {
  const { document } = useEditor()
  return useSyncExternalStore(document.subscribe, () => read(document.getSnapshot()))
}

/** Whether this person may only look; what is saved meanwhile draws nothing again. */
export function useReadOnly(): boolean {
  return useStorePart(useEditor().live.state, ({ readOnly }) => readOnly)
}

/** Ids of the selected widgets that are still there. */
export function useSelection(): readonly string[] {
  return useStore(useEditor().selection)
}

/** The values of the page at present; draws again whenever one changes. */
export function useNames(): Readonly<Record<string, unknown>> {
  const { runtime } = useEditor()
  const version = useSyncExternalStore(
    (listener) =>
      runtime.subscribe(() => {
        versions.set(runtime, (versions.get(runtime) ?? 0) + 1)
        listener()
      }),
    () => versions.get(runtime) ?? 0,
  )
  return version >= 0 ? runtime.getNames() : {}
}

const versions = new WeakMap<PageRuntime, number>()
