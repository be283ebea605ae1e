import type { DataColumn } from '@flexoffice/contract/data'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { addQuery, localOrigin, setProperty, updateQuery } from '@flexoffice/page-model'
import type { Query } from '@flexoffice/query/structured-query'
import { insertWidget } from '../commands.ts'
import type { Editor, PendingWidget } from '../editor.ts'
import { connectFilter, type Recipe } from './recipes.ts'

/** A filter's column and the queries that it shall narrow. */
export interface FilterConnection {
  column: DataColumn
  queryIds: readonly string[]
}

/** Puts the widget on the page with its query and properties, as one step of undo; gives its id. */
export function applyRecipe(
  editor: Editor,
  pending: PendingWidget,
  recipe: Recipe,
  connection?: FilterConnection,
): string {
  const { ydoc } = editor
  editor.undo.stopCapturing()
  return ydoc.transact(() => {
    const { query } = recipe
    const queryId = query
      ? addQuery(ydoc, { name: query.name, query: query.template, runs: 'automatic' })
      : ''
    const properties = recipe.properties(queryId)
    let id = pending.widgetId
    if (id === undefined)
      id = insertWidget(editor, pending.type, pending.place, { properties }, recipe.height)
    else for (const [name, value] of Object.entries(properties)) setProperty(ydoc, id, name, value)
    if (connection) connectQueries(editor, id, connection)
    return id
  }, localOrigin)
}

/** Queries that only give a filter its choices; a filter narrowed by another would hide what can be chosen. */
export function isOnlyChoices(page: PageDocument, queryId: string): boolean {
  const users = Object.values(page.widgets).filter(
    ({ properties }) => properties.query?.kind === 'value' && properties.query.value === queryId,
  )
  return users.length > 0 && users.every(({ type }) => type === 'filter')
}

/** The queries of a page that read a table and so can be narrowed by a filter over one of its columns. */
export function queriesOver(page: PageDocument, tableId: string): PageDocument['queries'][string][] {
  return Object.values(page.queries).filter(({ query }) => (query as unknown as Query).table === tableId)
}

function connectQueries(editor: Editor, widgetId: string, { column, queryIds }: FilterConnection): void {
  const { ydoc, document } = editor
  const page = document.getSnapshot()
  const name = readName(editor, widgetId)
  for (const id of queryIds) {
    const query = page.queries[id]
    if (query) updateQuery(ydoc, id, { query: connectFilter(query.query, column, name) })
  }
}

/** Within a transaction the follower has not read the new widget yet, so its name comes from the document itself. */
function readName({ ydoc }: Editor, widgetId: string): string {
  const widgets = ydoc.getMap<{ get: (field: string) => unknown }>('widgets')
  return String(widgets.get(widgetId)?.get('name') ?? '')
}
