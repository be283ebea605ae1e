import { pageMaps } from '@flexoffice/page-model'
import type * as Y from 'yjs'

/** Which parts of a page somebody worked on. */
export interface TouchedParts {
  widgets: Set<string>
  queries: Set<string>
  state: Set<string>
  page: Set<string>
}

/** Nothing yet. */
export function noParts(): TouchedParts {
  return { widgets: new Set(), queries: new Set(), state: new Set(), page: new Set() }
}

/** Adds what a transaction changed: ids of widgets and queries, names of variables and of the page's own fields. */
export function addTouched(parts: TouchedParts, transaction: Y.Transaction): void {
  const maps = pageMaps(transaction.doc)
  const roots = new Map<unknown, Set<string>>(
    (['widgets', 'queries', 'state', 'page'] as const).map((name) => [maps[name], parts[name]]),
  )
  for (const [type, keys] of transaction.changed) {
    const own = roots.get(type)
    if (own) {
      for (const key of keys) if (key !== null) own.add(key)
      continue
    }
    let item: Y.Item | null = type._item
    while (item) {
      const found = roots.get(item.parent)
      if (found && item.parentSub !== null) found.add(item.parentSub)
      item = found ? null : (item.parent as typeof type)._item
    }
  }
}
