import { invalidField, randomName } from '@flexoffice/base'
import {
  expressionName,
  type PageQuery,
  type PageState,
  type PageTheme,
  pageState,
  pageTheme,
} from '@flexoffice/contract/page-document'
import type * as Y from 'yjs'
import { makeQueryMap, pageMaps } from './document.ts'
import { chooseName, edit, readPage, requireQuery, setEntry, takenNames } from './edit-document.ts'

/** Adds a query and gives its id; the name gets a number when it is taken or absent. */
export function addQuery(
  ydoc: Y.Doc,
  wanted: Omit<PageQuery, 'id' | 'kind' | 'name'> & { name?: string },
): string {
  const taken = takenNames(readPage(ydoc))
  const name = chooseName(wanted.name, 'query', taken)
  const id = randomName(12)
  edit(ydoc, () => {
    const query: PageQuery = { id, name, kind: 'structured', query: wanted.query, runs: wanted.runs }
    pageMaps(ydoc).queries.set(id, makeQueryMap(query))
  })
  return id
}

/** Changes what a query asks or when it runs. */
export function updateQuery(
  ydoc: Y.Doc,
  queryId: string,
  change: Partial<Pick<PageQuery, 'query' | 'runs'>>,
): void {
  const query = requireQuery(ydoc, queryId)
  edit(ydoc, () => {
    for (const [field, value] of Object.entries(change)) setEntry(query, field, value)
  })
}

/** Removes a query; what was bound to it becomes a problem of the page. */
export function removeQuery(ydoc: Y.Doc, queryId: string): void {
  const query = requireQuery(ydoc, queryId)
  edit(ydoc, () => setEntry(query, 'removed', true))
}

/** Adds or changes a variable of the page; null removes it. */
export function setStateEntry(ydoc: Y.Doc, name: string, entry: PageState | null): void {
  const parsed = expressionName.safeParse(name)
  if (!parsed.success) throw invalidField('/name', parsed.error.issues[0]!.message, 'name_not_an_identifier')
  edit(ydoc, () => setEntry(pageMaps(ydoc).state, name, entry && pageState.parse(entry)))
}

/** Renames the page. */
export function setTitle(ydoc: Y.Doc, title: string): void {
  if (title.length > 200) throw invalidField('/title', 'Shorten the title to 200 characters.')
  edit(ydoc, () => setEntry(pageMaps(ydoc).page, 'title', title))
}

/** Changes the page's look; each setting merges by itself. */
export function setTheme(ydoc: Y.Doc, change: Partial<PageTheme>): void {
  const accepted = pageTheme.partial().parse(change)
  edit(ydoc, () => {
    for (const name of Object.keys(change) as (keyof PageTheme)[])
      setEntry(pageMaps(ydoc).page, `theme.${name}`, accepted[name] ?? null)
  })
}
