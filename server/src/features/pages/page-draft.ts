import { notFound } from '@flexoffice/base'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { fromPageDocument, toPageDocument } from '@flexoffice/page-model'
import * as Y from 'yjs'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import { appendUpdates, loadDraft, operationNode } from './draft-store.ts'

/** The first state of a live document that holds a page. */
export function encodeDocument(page: PageDocument): Uint8Array {
  const ydoc = new Y.Doc()
  fromPageDocument(page, ydoc)
  const state = Y.encodeStateAsUpdate(ydoc)
  ydoc.destroy()
  return state
}

/** The draft as stable JSON. */
export async function readDraft(db: Database, pageId: string): Promise<PageDocument> {
  const ydoc = await openDraft(db, pageId)
  const page = toPageDocument(ydoc)
  ydoc.destroy()
  return page
}

/**
 * Changes the draft from an operation: an edit like any other, durable with the operation's commit, seen by open editors
 * right after it. The page must be locked.
 */
export async function changeDraft(
  ctx: Context,
  pageId: string,
  change: (ydoc: Y.Doc) => void,
): Promise<PageDocument> {
  const ydoc = await openDraft(ctx.db, pageId)
  const updates: Uint8Array[] = []
  ydoc.on('update', (update: Uint8Array) => updates.push(update))
  change(ydoc)
  const page = toPageDocument(ydoc)
  ydoc.destroy()
  if (updates.length > 0) {
    const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null
    const log = { tenantId: ctx.tenant, pageId, node: operationNode, title: page.title }
    await appendUpdates(
      ctx.db,
      log,
      updates.map((bytes) => ({ personId, at: ctx.now(), bytes })),
    )
  }
  return page
}

async function openDraft(db: Database, pageId: string): Promise<Y.Doc> {
  const draft = await loadDraft(db, pageId)
  if (!draft) throw notFound(`draft of page ${pageId}`)
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, draft.state)
  return ydoc
}
