import {
  expressionName,
  pageFormatVersion,
  pageLimits,
  pageObjectId,
  pageQuery,
  pageState,
  pageTheme,
  widgetNode,
} from '@flexoffice/contract/page-document'
import * as Y from 'yjs'
import { type PageMaps, pageMaps, readQueryFields, readWidgetFields } from './document.ts'
import type { UpdateRefusal, UpdateRefusalCode } from './update-content.ts'

/** What a transaction touched: whole entries of the root maps, by key. */
export interface Touched {
  page: boolean
  /** Something changed that lies below no known root: refused, as nothing checks it. */
  elsewhere: boolean
  widgets: Set<string>
  queries: Set<string>
  state: Set<string>
}

/** The start of collecting what an update touches; it may take several transactions. */
export function nothingTouched(): Touched {
  return { page: false, elsewhere: false, widgets: new Set(), queries: new Set(), state: new Set() }
}

/** Adds the entries of the root maps that a transaction changed at any depth. */
export function findTouched(ydoc: Y.Doc, transaction: Y.Transaction, touched: Touched): void {
  const maps = pageMaps(ydoc)
  for (const [type, keys] of transaction.changed) {
    const at = findRoot(type, maps)
    if (!at) touched.elsewhere = true
    else if (at.root === 'page') touched.page = true
    else if (at.key !== null) touched[at.root].add(at.key)
    else for (const key of keys) if (key !== null) touched[at.root].add(key)
  }
}

/** Checks only what was touched against the schema; the meaning of it is for `checkDocument`. */
export function checkTouched(ydoc: Y.Doc, touched: Touched, entryLimit: number): UpdateRefusal | null {
  const maps = pageMaps(ydoc)
  if (touched.elsewhere) return { code: 'unknown_root', params: {} }
  if (maps.widgets.size + maps.queries.size + maps.state.size > entryLimit)
    return { code: 'too_many_entries', params: { limit: entryLimit } }
  if (touched.page && !isPage(maps.page))
    return invalid('invalid_page', 'page', 'Unknown or wrong settings of the page.')
  return (
    firstRefusal(touched.widgets, (id) => checkWidget(maps, id)) ??
    firstRefusal(touched.queries, (id) => checkQuery(maps, id)) ??
    firstRefusal(touched.state, (name) => checkState(maps, name)) ??
    checkCount(maps.widgets, pageLimits.widgets, 'widgets', touched.widgets) ??
    checkCount(maps.queries, pageLimits.queries, 'queries', touched.queries)
  )
}

const widgetKeys = new Set(['type', 'name', 'parent', 'visible', 'properties', 'layout', 'events', 'removed'])
const queryKeys = new Set(['name', 'kind', 'query', 'runs', 'removed'])
const pageKeys = new Set(['formatVersion', 'title', 'theme.mode', 'theme.accent', 'theme.density'])

function checkWidget(maps: PageMaps, id: string): UpdateRefusal | null {
  const map: unknown = maps.widgets.get(id)
  if (map === undefined) return null
  if (!hasShape(map, widgetKeys)) return invalid('invalid_widget', id, 'Unknown entries.')
  for (const below of ['properties', 'layout', 'events'])
    if (!isFlatMap(map.get(below)))
      return invalid('invalid_widget', id, `The entry "${below}" must be a map of values.`)
  if (![undefined, null, true, false].includes(map.get('removed') as null))
    return invalid('invalid_widget', id, 'The mark of removal must be true or false.')
  const visible = map.get('visible')
  if (visible !== undefined && visible !== null && typeof visible !== 'string')
    return invalid('invalid_widget', id, 'The visibility must be an expression.')
  const layout = map.get('layout') as Y.Map<unknown>
  if (!layout.get('desktop') || [...layout.keys()].some((key) => key !== 'desktop' && key !== 'tablet'))
    return invalid('invalid_widget', id, 'The layout needs a desktop place and may have a tablet place.')
  const result = widgetNode.safeParse(readWidgetFields(id, map))
  if (!result.success) return invalid('invalid_widget', id, describe(result.error))
  return depthOf(maps, id) > pageLimits.depth ? { code: 'nested_too_deep', params: { id } } : null
}

function checkQuery(maps: PageMaps, id: string): UpdateRefusal | null {
  const map: unknown = maps.queries.get(id)
  if (map === undefined) return null
  if (!hasShape(map, queryKeys) || map.get('kind') !== 'structured')
    return invalid('invalid_query', id, 'Unknown entries.')
  const result = pageQuery.safeParse(readQueryFields(id, map))
  return result.success ? null : invalid('invalid_query', id, describe(result.error))
}

function checkState(maps: PageMaps, name: string): UpdateRefusal | null {
  const entry = maps.state.get(name)
  if (entry === undefined || entry === null) return null
  const isValid = expressionName.safeParse(name).success && pageState.safeParse(entry).success
  return isValid ? null : invalid('invalid_state', name, 'A variable needs a name, a type and a first value.')
}

function isPage(page: Y.Map<unknown>): boolean {
  if ([...page.keys()].some((key) => !pageKeys.has(key))) return false
  const title = page.get('title')
  const version = page.get('formatVersion')
  const theme = Object.fromEntries(
    ['mode', 'accent', 'density'].map((name) => [name, page.get(`theme.${name}`) ?? undefined]),
  )
  return (
    (title === undefined || (typeof title === 'string' && title.length <= 200)) &&
    (version === undefined || version === pageFormatVersion) &&
    pageTheme.safeParse(theme).success
  )
}

function hasShape(map: unknown, keys: ReadonlySet<string>): map is Y.Map<unknown> {
  return map instanceof Y.Map && [...map.keys()].every((key) => keys.has(key))
}

function isFlatMap(map: unknown): boolean {
  return map instanceof Y.Map && [...map.values()].every((value) => !(value instanceof Y.AbstractType))
}

function checkCount(
  map: Y.Map<Y.Map<unknown>>,
  limit: number,
  noun: string,
  touched: ReadonlySet<string>,
): UpdateRefusal | null {
  if (touched.size === 0 || map.size <= limit) return null
  let count = 0
  for (const entry of map.values()) if (entry.get('removed') !== true) count += 1
  return count > limit ? { code: 'too_many_entries', params: { limit, noun } } : null
}

/** Two honest moves at once may close a circle; reading mends it, so it counts as no depth here. */
function depthOf(maps: PageMaps, id: string): number {
  const seen = new Set<string>()
  let current: string | null = id
  while (current !== null && !seen.has(current)) {
    seen.add(current)
    current = (maps.widgets.get(current)?.get('parent') as string | null | undefined) ?? null
  }
  return current === null ? seen.size : 0
}

function findRoot(type: unknown, maps: PageMaps): { root: keyof PageMaps; key: string | null } | null {
  let current = type as Y.Map<unknown>
  let key: string | null = null
  for (;;) {
    const item: Y.Item | null = current._item
    if (!item) break
    key = item.parentSub
    current = item.parent as Y.Map<unknown>
  }
  const root = (Object.keys(maps) as (keyof PageMaps)[]).find((name) => (maps[name] as unknown) === current)
  return root ? { root, key } : null
}

function firstRefusal(
  keys: ReadonlySet<string>,
  check: (key: string) => UpdateRefusal | null,
): UpdateRefusal | null {
  for (const key of keys) {
    if (!pageObjectId.safeParse(key).success) return { code: 'forged_key', params: { key: key.slice(0, 60) } }
    const refusal = check(key)
    if (refusal) return refusal
  }
  return null
}

function invalid(code: UpdateRefusalCode, id: string, detail: string): UpdateRefusal {
  return { code, params: { id, detail } }
}

function describe(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.map(String).join('/')}: ${issue.message}`.slice(0, 300) : ''
}
