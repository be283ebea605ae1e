import { isSameJson, pageMaps } from '@flexoffice/page-model'
import * as Y from 'yjs'

/** Two people wrote one property without having seen one another's value. */
export interface Conflict {
  of: 'page' | 'widget' | 'query' | 'state'
  id: string | null
  /** `properties.title`, `layout.desktop`, `query` ... */
  field: string
  /** The client that came later to the server, and the one whose value was there. */
  client: number
  otherClient: number
  kept: unknown
  lost: unknown
  /** Whether the later one's value is the one that stands. */
  laterWins: boolean
}

const maximumSteps = 10_000

/**
 * Finds concurrent writes of a transaction exactly, in `afterTransaction` (before garbage collection, so the lost value is
 * still readable). Every write names the value that its author saw as its origin; one whose origin is not the value that
 * stood there was made without knowing it. Writes of equal values are no conflict.
 */
export function findConflicts(transaction: Y.Transaction): Conflict[] {
  const conflicts: Conflict[] = []
  for (const [type, keys] of transaction.changed) {
    if (!(type instanceof Y.Map)) continue
    for (const key of keys) {
      const conflict = key === null ? null : findConflict(transaction, type, key)
      if (conflict) conflicts.push(conflict)
    }
  }
  return conflicts
}

function findConflict(transaction: Y.Transaction, type: Y.Map<unknown>, key: string): Conflict | null {
  const winner = type._map.get(key)
  if (!winner) return null
  const { added, previous } = splitChain(transaction, winner)
  if (!previous) return null
  const concurrent = added.find(
    (item) => item.id.client !== previous.id.client && !hasSeen(item, previous, added),
  )
  if (!concurrent) return null
  const [mine, theirs] = [contentOf(concurrent), contentOf(previous)]
  if (mine === undefined || theirs === undefined || isSameJson(mine, theirs)) return null
  const place = placeOf(transaction.doc, type, key)
  if (!place) return null
  const laterWins = winner !== previous
  const [kept, lost] = laterWins ? [mine, theirs] : [theirs, mine]
  return { ...place, client: concurrent.id.client, otherClient: previous.id.client, kept, lost, laterWins }
}

/** The values of a key from the newest to the left: those of this transaction, and the one that stood there before. */
function splitChain(
  transaction: Y.Transaction,
  winner: Y.Item,
): { added: Y.Item[]; previous: Y.Item | null } {
  const added: Y.Item[] = []
  let previous: Y.Item | null = null
  let item: Y.Item | null = winner
  for (let step = 0; item && step < maximumSteps; step += 1) {
    if (item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)) added.push(item)
    else previous ??= item
    if (previous && added.length > 0) break
    item = item.left
  }
  return { added, previous }
}

function hasSeen(item: Y.Item, previous: Y.Item, added: readonly Y.Item[]): boolean {
  let at: Y.Item | undefined = item
  for (let step = 0; at && step <= added.length; step += 1) {
    const { origin }: Y.Item = at
    if (origin === null) return false
    if (Y.compareIDs(origin, previous.lastId)) return true
    at = added.find((other) => Y.compareIDs(origin, other.lastId))
  }
  return false
}

function contentOf(item: Y.Item): unknown {
  return item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined
}

function placeOf(
  ydoc: Y.Doc,
  type: Y.Map<unknown>,
  key: string,
): Pick<Conflict, 'of' | 'id' | 'field'> | null {
  const { page, widgets, queries, state } = pageMaps(ydoc)
  if (type === page) return { of: 'page', id: null, field: key }
  if (type === state) return { of: 'state', id: key, field: '' }
  const path = [key]
  let at: Y.Item | null = type._item
  while (at?.parentSub) {
    if (at.parent === (widgets as unknown)) return { of: 'widget', id: at.parentSub, field: path.join('.') }
    if (at.parent === (queries as unknown)) return { of: 'query', id: at.parentSub, field: path.join('.') }
    path.unshift(at.parentSub)
    at = (at.parent as Y.Map<unknown>)._item
  }
  return null
}
