import { AppError } from '@flexoffice/base'
import type { UpdateRefusal } from '@flexoffice/page-model'
import { createShadowDocument, pageMaps } from '@flexoffice/page-model'
import * as Y from 'yjs'
import type { Runtime } from '../../../core/runtime.ts'
import { appendUpdates, compactDraft, loadDraft, readNews } from '../draft-store.ts'
import { findPage } from '../page-store.ts'
import type { EditJournal } from './edit-journal.ts'
import { createEditJournal } from './edit-journal.ts'
import type { LiveEditor } from './live-editor.ts'

export type RoomEnd = 'pageGone' | 'unavailable'

/** One open page in this process: what is accepted, stored, and read back from others. */
export interface LiveRoom {
  readonly pageId: string
  readonly journal: EditJournal
  /** Why nothing more can be accepted here; connections are to be closed and the page opened again. */
  readonly end: RoomEnd | null
  /**
   * Tries an update on the shadow and stores it. Resolves to null when it is durable (only then may others see it), or to
   * the refusal. Throws when it could not be stored.
   */
  accept(editor: LiveEditor, update: Uint8Array): Promise<UpdateRefusal | null>
  /** Who wrote under a client id here; undefined for writes of other processes and of before the page was opened. */
  ownerOf(client: number): string | undefined
  /** Reads what other processes and operations stored since. */
  follow(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  personId: string
  at: Date
  bytes: Uint8Array
  stored: () => void
  failed: (reason: unknown) => void
}

export interface RoomOptions {
  runtime: Runtime
  tenantId: string
  pageId: string
  node: string
  /** The document that the connections share; gets what is stored, never anything else. */
  ydoc: Y.Doc
  onEnd: (room: LiveRoom, reason: RoomEnd) => void
}

/** Opens a page for live editing from what is stored. */
export async function openRoom(options: RoomOptions): Promise<LiveRoom> {
  const { runtime, tenantId, pageId, node, ydoc } = options
  const draft = await runtime.store.inTenant(tenantId, 'write', async (db) => {
    await findPage(db, pageId)
    await compactDraft(db, pageId)
    return loadDraft(db, pageId)
  })
  if (!draft) throw new AppError('not_found', { public: 'There is no such page.' })
  Y.applyUpdate(ydoc, draft.state)
  const shadow = createShadowDocument(draft.state)
  const owners = new Map<number, string>()
  const waiting: Waiting[] = []
  let clock = draft.clock
  let storing: Promise<void> | null = null
  let following: Promise<void> = Promise.resolve()
  let isToFollow = false
  let end: RoomEnd | null = null

  function finish(reason: RoomEnd): void {
    if (end) return
    end = reason
    options.onEnd(room, reason)
  }

  /** Everything that came while the last batch was on its way goes in one transaction. */
  async function storeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0)
      const title = String(pageMaps(shadow.ydoc).page.get('title') ?? '')
      try {
        if (end) throw new AppError('unavailable', { public: 'This page was closed. Open it again.' })
        await runtime.store.inTenant(tenantId, 'write', (db) =>
          appendUpdates(db, { tenantId, pageId, node, title }, batch),
        )
        for (const { stored } of batch) stored()
      } catch (error) {
        // The shadow is ahead of the store now: everybody starts again from what is stored.
        finish(error instanceof AppError && error.code === 'gone' ? 'pageGone' : 'unavailable')
        for (const { failed } of batch) failed(error)
      }
    }
    storing = null
  }

  function store(personId: string, bytes: Uint8Array): Promise<void> {
    return new Promise((stored, failed) => {
      waiting.push({ personId, at: runtime.clock(), bytes, stored, failed })
      storing ??= storeAll()
    })
  }

  async function accept(editor: LiveEditor, update: Uint8Array): Promise<UpdateRefusal | null> {
    if (end) throw new AppError('unavailable', { public: 'This page was closed. Open it again.' })
    const { personId } = editor.person
    const isForeignClient = (client: number) => (owners.get(client) ?? personId) !== personId
    const { verdict, news } = tryUpdate(shadow, update, isForeignClient)
    if (!verdict.accepted) return verdict.refusal
    for (const client of verdict.clients) owners.set(client, personId)
    if (news) await store(personId, news)
    return null
  }

  async function readOthers(): Promise<void> {
    isToFollow = false
    if (end) return
    const news = await runtime.store
      .inTenant(tenantId, 'read', (db) => readNews(db, pageId, clock, node))
      .catch((error) => {
        runtime.log.warn({ err: error, pageId }, 'changes of a page could not be read')
        return undefined
      })
    if (news === undefined) return finish('unavailable')
    if (news === null) return finish('pageGone')
    clock = Math.max(clock, news.clock)
    for (const bytes of news.updates) {
      // Checked by whoever accepted it. That it is refused here means that both together break a limit: start afresh.
      if (!shadow.checkUpdate(bytes).accepted) return finish('unavailable')
      Y.applyUpdate(ydoc, bytes, { source: 'local', skipStoreHooks: true })
    }
  }

  const room: LiveRoom = {
    pageId,
    journal: createEditJournal(runtime, pageId, ydoc),
    get end() {
      return end
    },
    accept,
    ownerOf: (client) => owners.get(client),
    follow() {
      // What is told while a reading waits its turn is in that reading.
      if (!isToFollow) following = following.then(readOthers)
      isToFollow = true
      return following
    },
    async close() {
      while (storing) await storing
      await room.journal.flush()
      await following
      shadow.destroy()
    },
  }
  return room
}

/** Tries an update; `news` is what of it was not known before, so that a repeated hello is not stored again. */
function tryUpdate(
  shadow: ReturnType<typeof createShadowDocument>,
  update: Uint8Array,
  isForeignClient: (client: number) => boolean,
) {
  const { ydoc } = shadow
  let news: Uint8Array | null = null
  const hear = (bytes: Uint8Array) => {
    news = bytes
  }
  ydoc.on('update', hear)
  const verdict = shadow.checkUpdate(update, { isForeignClient })
  ydoc.off('update', hear)
  return { verdict, news: news as Uint8Array | null }
}
