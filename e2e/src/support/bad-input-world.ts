import { listTables, showTable } from '@flexoffice/contract/data'
import { emptyPage, type PageDocument, type WidgetNode } from '@flexoffice/contract/page-document'
import { createPage, publishPage } from '@flexoffice/contract/pages'
import { acceptInvitation, invitePerson } from '@flexoffice/contract/people'
import { connectSource } from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk/client'
import type { Credentials } from './sign-in.ts'
import type { Chinook } from './start-chinook.ts'

/** What the steps of the test look at. */
export interface BadInputWorld {
  sourceId: string
  /** A table without a key. */
  keylessId: string
  /** A published page over a table whose column `price` will be dropped. */
  stockPageId: string
  /** A page with a text, and two filters of which the first begins with the value of the second. */
  formulaPageId: string
}

/** Makes an account whose language is Portuguese. */
export async function inviteLusophone(api: Client, person: Credentials): Promise<void> {
  const { email, name, password } = person
  const { link } = await api.call(invitePerson, { email, roles: ['developer'] })
  await api.call(acceptInvitation, { token: link.split('#')[1]!, name, password, language: 'pt-BR' })
}

/** Connects the shop with a table that has no key and one that will lose a column, and makes the pages over it. */
export async function prepareWorld(api: Client, shop: Chinook): Promise<BadInputWorld> {
  await shop.query(
    `create table remark (words text);
     insert into remark values ('Mind the step');
     create table stock (id int primary key, name text, price numeric);
     insert into stock values (1, 'Nails', 30);
     grant select, insert, update, delete on remark, stock to ${shop.user}`,
  )
  const { host, port, database, user, password } = shop
  const source = await api.call(connectSource, {
    name: 'Shop',
    connector: 'postgres',
    settings: { host, port, database, user, password, tlsMode: 'disable' },
  })
  const { tables } = await api.call(listTables, {})
  const idOf = (name: string) => tables.find((table) => table.name === name)!.id
  const stock = await api.call(showTable, { tableId: idOf('stock') })
  const columns = Object.fromEntries(stock.columns.map(({ name, id }) => [name, id]))
  const pages = await Promise.all(
    [stockPage(stock.table.id, columns), formulaPage(stock.table.id, columns)].map((document) =>
      api.call(createPage, { title: document.title, document }),
    ),
  )
  await api.call(publishPage, { pageId: pages[0]!.id })
  return {
    sourceId: source.id,
    keylessId: idOf('remark'),
    stockPageId: pages[0]!.id,
    formulaPageId: pages[1]!.id,
  }
}

function stockPage(table: string, columns: Record<string, string>): PageDocument {
  const page = emptyPage('Stock')
  const select = ['id', 'name', 'price'].map((as) => ({ field: { column: columns[as]! }, as }))
  const aggregates = [{ as: 'sum', function: 'sum', field: { column: columns.price! } }]
  addQuery(page, 'q1', 'stock', { table, select, page: firstRows })
  addQuery(page, 'q2', 'worth', { table, select: [], aggregates, page: firstRows })
  put(page, 'w1', 'table', 'table1', { query: 'q1' }, { x: 0, y: 0, w: 16, h: 40 })
  put(page, 'w2', 'kpi', 'kpi1', { title: 'Value', query: 'q2', column: 'sum' }, { x: 16, y: 0, w: 8, h: 14 })
  put(
    page,
    'w3',
    'kpi',
    'kpi2',
    { title: 'Price', query: 'q1', column: 'price' },
    { x: 16, y: 14, w: 8, h: 14 },
  )
  return page
}

function formulaPage(table: string, columns: Record<string, string>): PageDocument {
  const page = emptyPage('Formulas')
  const select = [{ field: { column: columns.name! }, as: 'name' }]
  addQuery(page, 'q1', 'stock', { table, select, page: firstRows })
  put(page, 'w1', 'text', 'text1', { content: 'Hello' }, { x: 0, y: 0, w: 12, h: 6 })
  put(page, 'w2', 'filter', 'town', { kind: 'search' }, { x: 0, y: 6, w: 8, h: 8 })
  put(page, 'w3', 'filter', 'city', { kind: 'search' }, { x: 8, y: 6, w: 8, h: 8 })
  page.widgets.w2!.properties.defaultValue = { kind: 'expression', source: 'city.value' }
  return page
}

const firstRows = { kind: 'offset', offset: 0, limit: 25 }

function addQuery(page: PageDocument, id: string, name: string, query: object): void {
  page.queries[id] = { id, name, kind: 'structured', runs: 'automatic', query: query as never }
}

function put(
  page: PageDocument,
  id: string,
  type: string,
  name: string,
  values: Record<string, string>,
  desktop: WidgetNode['layout']['desktop'],
): void {
  const properties = Object.fromEntries(
    Object.entries(values).map(([property, value]) => [property, { kind: 'value' as const, value }]),
  )
  page.widgets[id] = { id, type, name, parent: null, properties, layout: { desktop }, events: {} }
}
