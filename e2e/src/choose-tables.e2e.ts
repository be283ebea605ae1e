import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { emptyPage } from '@flexoffice/contract/page-document'
import { createPage } from '@flexoffice/contract/pages'
import { connectSource, listSourceTables } from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk/client'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findAndChoose } from './support/choose.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { apiOf } from './support/prepare-orders.ts'
import { setUpWorkspace } from './support/sign-in.ts'
import { type Chinook, startChinook } from './support/start-chinook.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }

let product: Product
let shop: Chinook
let browser: Browser
let admin: Visitor
let api: Client
let sourceId = ''

beforeAll(async () => {
  ;[product, shop, browser] = await Promise.all([startProduct(), startChinook(), openBrowser()])
  admin = await visit(browser, product.url)
  await setUpWorkspace(admin.page, product, ana)
  api = await apiOf(product.url, ana)
  const { host, port, database, user, password } = shop
  const settings = { host, port, database, user, password, tlsMode: 'disable' }
  const source = await api.call(connectSource, { name: 'Music shop', connector: 'postgres', settings })
  sourceId = source.id
  await makePage()
  await shop.query('create table concert (id int primary key); grant select on concert to shop_desk')
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(admin.page, 'failed-choose-tables')
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([product?.stop(), shop?.stop()])
})

// One story: a new table is taken, one that a page uses is left out and comes back.
describe('the tables of a connected source', () => {
  it('are taken afterwards, with the question who may read them', async () => {
    const { page } = admin
    await page.goto(`/data/sources/${sourceId}`)
    await page.getByRole('button', { name: 'Choose tables' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tables of Music shop' })
    await dialog.getByText('New', { exact: true }).waitFor()
    expect(await dialog.getByLabel('concert').isChecked()).toBe(true)
    await findAndChoose(page, dialog.getByLabel('Who may read the added table'), 'Sales')
    await lookAt(page, 'choose-tables')
    await dialog.getByRole('button', { name: 'Save the choice' }).click()
    await page.getByText('12 tables are taken').waitFor()
    await page.getByRole('link', { name: 'Concert', exact: true }).waitFor()
    expect(await stateOf('concert')).toBe('taken')
  })

  it('are left out by the keyboard alone, once the pages that use them were named', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Choose tables' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Tables of Music shop' })
    await dialog.getByLabel('genre').press('Space')
    await page.keyboard.press('Enter')
    const asking = page.getByRole('dialog', { name: 'Leave out 1 table?' })
    await asking.getByText('Music by genre').waitFor()
    await asking.getByText('Track', { exact: true }).waitFor()
    await lookAt(page, 'leave-tables')
    await page.keyboard.press('Escape')
    await asking.waitFor({ state: 'hidden' })
    await dialog.getByRole('button', { name: 'Save the choice' }).press('Enter')
    await asking.getByRole('button', { name: 'Leave out' }).press('Enter')
    await page.getByText('11 tables are taken').waitFor()
    await page
      .getByRole('row', { name: /^Genre/ })
      .getByText('Left out')
      .waitFor()
    expect(await stateOf('genre')).toBe('left')
  })

  it('come back with the access they had', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Choose tables' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tables of Music shop' })
    await dialog.getByLabel('genre').check()
    await dialog.getByText('Tables that were taken before come back with the access they had.').waitFor()
    expect(await dialog.getByLabel('Who may read the added table').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Save the choice' }).click()
    await dialog.waitFor({ state: 'hidden' })
    // The message of the first choice may still stand there, so the message alone proves nothing.
    await expect.poll(() => stateOf('genre')).toBe('taken')
    expect(admin.failures).toEqual([])
  })
})

async function stateOf(name: string) {
  const { tables } = await api.call(listSourceTables, { sourceId })
  return tables.find((table) => table.name === name)?.state
}

async function makePage(): Promise<void> {
  const { tables } = await api.call(listCatalogue, { sourceId })
  const genre = tables.find(({ name }) => name === 'genre')!.id
  const { columns } = await api.call(showCatalogueTable, { tableId: genre })
  const document = emptyPage('Music by genre')
  document.queries.q1 = {
    id: 'q1',
    name: 'genres',
    kind: 'structured',
    runs: 'automatic',
    query: {
      table: genre,
      select: [{ field: { column: columns[0]!.id }, as: 'id' }],
      page: { kind: 'offset', offset: 0, limit: 10 },
    },
  }
  await api.call(createPage, { title: 'Music by genre', document })
}
