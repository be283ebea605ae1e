import * as Y from 'yjs'
import { checkTouched, findTouched, nothingTouched } from './check-structure.ts'
import { pageMaps } from './document.ts'
import { isAllowedContent, type UpdateRefusal, type UpdateRefusalCode } from './update-content.ts'

export type { UpdateRefusal, UpdateRefusalCode } from './update-content.ts'

/** How large one update and the whole document may be, and how many entries (removed ones too) it may hold. */
export interface UpdateLimits {
  updateBytes: number
  documentBytes: number
  entries: number
}

/** Generous for people, tight for a forger. */
export const defaultUpdateLimits: UpdateLimits = {
  updateBytes: 1_000_000,
  documentBytes: 10_000_000,
  entries: 3000,
}

/** The answer to one update: accepted with the client ids that wrote in it, or refused with the reason. */
export type UpdateVerdict =
  | { accepted: true; clients: number[]; changed: boolean }
  | { accepted: false; refusal: UpdateRefusal }

export interface UpdateOptions {
  /** True for a client id that belongs to another connection: nobody writes in another's name. */
  isForeignClient?: (clientId: number) => boolean
}

/**
 * The server's own copy of a live page, on which every update is tried before anybody else gets it. It always holds
 * exactly the accepted updates.
 */
export interface ShadowDocument {
  /** Reading only; replaced after a refusal, so ask for it each time. */
  readonly ydoc: Y.Doc
  checkUpdate(update: Uint8Array, options?: UpdateOptions): UpdateVerdict
  destroy(): void
}

const updatesBeforeCompaction = 200

/** Makes the shadow of a stored document. Cost of an accepted update: proportional to the update, not to the page. */
export function createShadowDocument(
  state?: Uint8Array,
  limits: UpdateLimits = defaultUpdateLimits,
): ShadowDocument {
  let base = state ?? Y.encodeStateAsUpdate(new Y.Doc())
  let accepted: Uint8Array[] = []
  let size = base.byteLength
  let ydoc = rebuild(base, accepted)

  function checkUpdate(update: Uint8Array, options: UpdateOptions = {}): UpdateVerdict {
    const early = checkBeforeApplying(update, ydoc, limits, options)
    if ('refusal' in early) return { accepted: false, refusal: early.refusal }
    const refusal = tryUpdate(ydoc, update, limits) ?? checkSize(update)
    if (refusal) {
      ydoc.destroy()
      ydoc = rebuild(base, accepted)
      return { accepted: false, refusal }
    }
    keep(update)
    return { accepted: true, clients: early.clients, changed: early.changed }
  }

  function checkSize(update: Uint8Array): UpdateRefusal | null {
    if (size + update.byteLength <= limits.documentBytes) return null
    const exact = Y.encodeStateAsUpdate(ydoc).byteLength
    return exact > limits.documentBytes ? refuse('document_too_large', { limit: limits.documentBytes }) : null
  }

  function keep(update: Uint8Array): void {
    accepted.push(update)
    size += update.byteLength
    if (accepted.length < updatesBeforeCompaction && size <= limits.documentBytes) return
    base = Y.encodeStateAsUpdate(ydoc)
    accepted = []
    size = base.byteLength
  }

  return {
    get ydoc() {
      return ydoc
    },
    checkUpdate,
    destroy: () => ydoc.destroy(),
  }
}

function rebuild(base: Uint8Array, accepted: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc()
  /** Before anything is applied: Yjs makes a root a map only when it is asked for as one, as another object. */
  pageMaps(ydoc)
  ydoc.transact(() => {
    for (const update of [base, ...accepted]) Y.applyUpdate(ydoc, update)
  })
  return ydoc
}

function checkBeforeApplying(
  update: Uint8Array,
  ydoc: Y.Doc,
  limits: UpdateLimits,
  options: UpdateOptions,
): { refusal: UpdateRefusal } | { clients: number[]; changed: boolean } {
  if (update.byteLength > limits.updateBytes)
    return { refusal: refuse('update_too_large', { limit: limits.updateBytes }) }
  const clients = new Set<number>()
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    for (const struct of structs) {
      const content = isAllowedContent(struct)
      if (content !== null) return { refusal: content }
      if (struct.id.clock + struct.length > Y.getState(ydoc.store, struct.id.client))
        clients.add(struct.id.client)
    }
    for (const client of clients)
      if (options.isForeignClient?.(client)) return { refusal: refuse('foreign_client', { client }) }
    return { clients: [...clients], changed: clients.size > 0 || ds.clients.size > 0 }
  } catch {
    return { refusal: refuse('unreadable_update') }
  }
}

function tryUpdate(ydoc: Y.Doc, update: Uint8Array, limits: UpdateLimits): UpdateRefusal | null {
  const touched = nothingTouched()
  const remember = (transaction: Y.Transaction) => findTouched(ydoc, transaction, touched)
  ydoc.on('afterTransaction', remember)
  try {
    Y.applyUpdate(ydoc, update)
    if (ydoc.store.pendingStructs !== null || ydoc.store.pendingDs !== null)
      return refuse('update_out_of_order')
    return checkTouched(ydoc, touched, limits.entries)
  } catch {
    return refuse('unreadable_update')
  } finally {
    ydoc.off('afterTransaction', remember)
  }
}

function refuse(code: UpdateRefusalCode, params: UpdateRefusal['params'] = {}): UpdateRefusal {
  return { code, params }
}
