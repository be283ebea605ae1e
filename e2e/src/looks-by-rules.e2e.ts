import { showTable } from '@flexoffice/contract/data'
import { emptyPage, type PageDocument, type WidgetNode } from '@flexoffice/contract/page-document'
import { createPage, publishPage } from '@flexoffice/contract/pages'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lookAt } from './support/look-at.ts'
import { openBrowser, type Visitor, visit } from './support/open-browser.ts'
import { apiOf, prepareOrders } from './support/prepare-orders.ts'
import { setUpWorkspace } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Acme', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }

let product: Product
let browser: Browser
let visitor: Visitor
let pageId = ''

beforeAll(async () => {
  ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  visitor = await visit(browser, product.url)
  await setUpWorkspace(visitor.page, product, ana)
  const api = await apiOf(product.url, ana)
  const { table, columns } = await api.call(showTable, { tableId: await prepareOrders(api, ['viewer']) })
  const idOf = (label: string) => columns.find((column) => column.label === label)!.id
  const document = ordersPage(table.id, {
    number: idOf('Number'),
    customer: idOf('Customer'),
    country: idOf('Country'),
    total: idOf('Total'),
  })
  pageId = (await api.call(createPage, { title: document.title, document })).id
  await api.call(publishPage, { pageId })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

it('shows rows, cells and figures in the tones that their rules say', async () => {
  const { page } = visitor
  await page.goto(`/pages/${pageId}`)
  await page.getByText('Bad: ').first().waitFor({ state: 'attached' })
  await page.getByRole('region', { name: 'First total' }).getByText('20').waitFor()
  await lookAt(page, 'looks-viewer')
  const marked = await page.locator('[data-tone]').all()
  const tones = await Promise.all(marked.map((element) => element.getAttribute('data-tone')))
  expect(new Set(tones)).toEqual(new Set(['positive', 'warning', 'negative', 'muted', 'strong']))
})

it('sets a rule in the property panel, where mistakes are told at the rule', async () => {
  const { page } = visitor
  await page.goto(`/pages/${pageId}/edit`)
  await page.getByRole('group', { name: 'Table table1', exact: true }).focus()
  await page.keyboard.press('Enter')
  const rule = page.getByRole('group', { name: 'Rule 1', exact: true })
  await rule.getByRole('textbox', { name: 'When' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('row.totl > 300')
  await rule.getByText(/totl/).last().waitFor()
  await page.getByRole('group', { name: 'Rule 2', exact: true }).scrollIntoViewIfNeeded()
  await lookAt(page, 'looks-editor')
  expect(visitor.failures).toEqual([])
})

function ordersPage(table: string, columns: Record<string, string>): PageDocument {
  const page = emptyPage('Orders by looks')
  const select = Object.entries(columns).map(([as, column]) => ({ field: { column }, as }))
  page.queries.q1 = {
    id: 'q1',
    name: 'orders',
    kind: 'structured',
    runs: 'automatic',
    query: { table, select, page: { kind: 'offset', offset: 0, limit: 25 } } as never,
  }
  const rule = (when: string, tone: string, column?: string) => ({
    when: { $expression: when },
    tone,
    ...(column ? { column } : {}),
  })
  const rules = [
    rule('row.total < 40', 'negative', 'total'),
    rule('row.total < 80', 'warning', 'total'),
    rule('row.total > 150', 'positive', 'total'),
    rule('row.country == "Brazil"', 'strong'),
    rule('row.country == "Canada"', 'muted'),
    rule('row.customer == "Customer 4"', 'negative'),
  ]
  const put = (id: string, type: string, values: object, desktop: WidgetNode['layout']['desktop']) => {
    const entries = Object.entries(values).map(([name, value]) => [name, { kind: 'value', value }])
    const properties = Object.fromEntries(entries) as WidgetNode['properties']
    page.widgets[id] = { id, type, name: id, parent: null, properties, layout: { desktop }, events: {} }
  }
  put('table1', 'table', { query: 'q1', formats: rules }, { x: 0, y: 0, w: 18, h: 80 })
  const figure = { title: 'First total', query: 'q1', column: 'total', compareColumn: 'number' }
  put('kpi1', 'kpi', { ...figure, formats: [rule('value < 100', 'warning')] }, { x: 18, y: 0, w: 6, h: 14 })
  put('kpi2', 'kpi', { ...figure, title: 'Plain' }, { x: 18, y: 14, w: 6, h: 14 })
  return page
}
