import type { PageDocument, PageQuery, WidgetNode } from '@flexoffice/contract/page-document'
import type * as Y from 'yjs'
import { assembleDocument, pageMaps, readQuery, readWidget } from './document.ts'

/** The page as JSON that follows its live document; `getSnapshot` and `subscribe` suit useSyncExternalStore. */
export interface DocumentFollower {
  /** The same reference until something changes; widgets and queries that did not change keep theirs. */
  getSnapshot(): PageDocument
  subscribe(listener: () => void): () => void
  stop(): void
}

/** Follows a live document and reads again only the widgets and queries that a transaction touched. */
export function followDocument(ydoc: Y.Doc): DocumentFollower {
  const maps = pageMaps(ydoc)
  const listeners = new Set<() => void>()
  const widgets = makeCache<WidgetNode>(maps.widgets, readWidget)
  const queries = makeCache<PageQuery>(maps.queries, readQuery)
  let snapshot = assembleDocument(maps, widgets.list(), queries.list())

  function onTransaction(transaction: Y.Transaction): void {
    if (transaction.changedParentTypes.size === 0) return
    for (const type of transaction.changed.keys()) {
      widgets.forget(type, transaction)
      queries.forget(type, transaction)
    }
    snapshot = assembleDocument(maps, widgets.list(), queries.list())
    for (const listener of listeners) listener()
  }

  ydoc.on('afterTransaction', onTransaction)
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      ydoc.off('afterTransaction', onTransaction)
      listeners.clear()
    },
  }
}

type ChangedType = Y.Transaction['changed'] extends Map<infer Type, unknown> ? Type : never

interface NodeCache<Node> {
  list(): Record<string, Node>
  forget(type: ChangedType, transaction: Y.Transaction): void
}

function makeCache<Node>(
  root: Y.Map<Y.Map<unknown>>,
  read: (id: string, map: Y.Map<unknown>) => Node | null,
): NodeCache<Node> {
  const nodes = new Map<string, Node | null>()
  let listed: Record<string, Node> | null = null

  function forget(type: ChangedType, transaction: Y.Transaction): void {
    if ((type as unknown) === root) {
      for (const id of transaction.changed.get(type) ?? []) if (id !== null) nodes.delete(id)
      listed = null
      return
    }
    const id = entryOf(type, root)
    if (id === null) return
    nodes.delete(id)
    listed = null
  }

  function list(): Record<string, Node> {
    if (listed) return listed
    listed = {}
    for (const id of [...root.keys()].sort()) {
      if (!nodes.has(id)) nodes.set(id, read(id, root.get(id)!))
      const node = nodes.get(id)
      if (node) listed[id] = node
    }
    return listed
  }

  return { list, forget }
}

/** The key below `root` under which a type lies at any depth, or null when it lies elsewhere. */
function entryOf(type: ChangedType, root: Y.Map<Y.Map<unknown>>): string | null {
  let current = type
  for (;;) {
    const item: Y.Item | null = current._item
    if (!item) return null
    if (item.parent === (root as unknown)) return item.parentSub
    current = item.parent as ChangedType
  }
}
