import { readFileSync } from 'node:fs'
import { listTables, showTable } from '@flexoffice/contract/data'
import { connectSource } from '@flexoffice/contract/sources'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { inviteLusophone } from './support/bad-input-world.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { apiOf } from './support/prepare-orders.ts'
import { setUpWorkspace, signIn } from './support/sign-in.ts'
import { type Chinook, startChinook } from './support/start-chinook.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { name: 'Beatriz Lima', email: 'bia@example.com', password: 'Secret-456' }

let product: Product
let shop: Chinook
let browser: Browser
let admin: Visitor
let idOf: (name: string) => string
/** The invoices, and their column of totals. */
const table = { id: '', total: '' }

beforeAll(async () => {
  ;[product, shop, browser] = await Promise.all([startProduct(), startChinook(), openBrowser()])
  admin = await visit(browser, product.url)
  await setUpWorkspace(admin.page, product, ana)
  const api = await apiOf(product.url, ana)
  await shop.query(
    `create table visit (id int primary key, note text);
     insert into visit select n, repeat(md5(n::text), 3) from generate_series(1, 60000) n;
     grant select on visit to ${shop.user}`,
  )
  const { host, port, database, user, password } = shop
  const settings = { host, port, database, user, password, tlsMode: 'disable' }
  await api.call(connectSource, {
    name: 'Music shop',
    connector: 'postgres',
    settings,
    readers: ['developer'],
  })
  const { tables } = await api.call(listTables, {})
  idOf = (name) => tables.find((known) => known.name === name)!.id
  table.id = idOf('invoice')
  const { columns } = await api.call(showTable, { tableId: table.id })
  table.total = columns.find(({ name }) => name === 'total')!.id
  await inviteLusophone(api, bia)
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(admin.page, 'failed-export')
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([product?.stop(), shop?.stop()])
})

// One story: what is shown, then chosen records, then a long one that is cancelled.
describe('exporting records', () => {
  it('saves what is shown: filter, order and columns, written for Excel in English', async () => {
    const { page } = admin
    await page.goto(`/data/tables/${table.id}?sort=-${table.total}`)
    await page.getByLabel('Search in Invoice').fill('Brazil')
    await page.getByText('35 records', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Export “Invoice” as CSV' })
    await dialog.getByText(/^35 records, 9 columns/).waitFor()
    expect(await dialog.getByRole('radio', { name: 'Excel in English' }).isChecked()).toBe(true)
    await lookAt(page, 'export-dialog')
    const lines = await saved(page, () => start(page, 'Export'))
    expect(lines[0]).toMatch(/^\ufeffInvoice id,Customer id,Invoice date,.*,Total$/)
    expect(lines).toHaveLength(36)
    const totals = lines.slice(1).map((line) => Number(line.split(',').at(-1)))
    expect(totals).toEqual(totals.toSorted((left, right) => right - left))
    await page.getByText('35 records exported').waitFor()
    await dialog.waitFor({ state: 'hidden' })
  })

  it('saves chosen records alone', async () => {
    const { page } = admin
    for (const index of [1, 2]) await page.getByRole('row').nth(index).getByRole('checkbox').check()
    await lookAt(page, 'export-chosen')
    await page.getByRole('status').filter({ hasText: '2 rows selected' }).waitFor()
    await page.getByRole('button', { name: 'Export', exact: true }).last().click()
    await page.getByText(/^2 chosen records, 9 columns/).waitFor()
    expect(await saved(page, () => start(page, 'Export'))).toHaveLength(3)
  })

  it('shows how far a long one is, lets work go on, and cancels it', async () => {
    const { page } = admin
    await page.goto(`/data/tables/${idOf('visit')}`)
    const network = await page.context().newCDPSession(page)
    const slow = { offline: false, latency: 0, downloadThroughput: 40_000, uploadThroughput: -1 }
    await network.send('Network.enable')
    await network.send('Network.emulateNetworkConditions', slow)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await start(page, 'Export')
    await page.getByText(/of 60,000$/).waitFor()
    await lookAt(page, 'export-running')
    await page.getByRole('button', { name: 'Keep working' }).click()
    await page.getByRole('button', { name: /^Exporting \d+ %$/ }).click()
    await page.getByRole('button', { name: 'Cancel export' }).click()
    await page.getByText('The export was cancelled').waitFor()
    await page.getByRole('dialog', { name: /^Export/ }).waitFor({ state: 'hidden' })
    await network.detach()
  })

  it('is written as Excel expects it in Portuguese', async () => {
    const { page, context } = await visit(browser, product.url, { language: 'pt-BR' })
    await signIn(page, bia, 'pt-BR', `/data/tables/${table.id}`)
    await page.getByRole('button', { name: 'Exportar', exact: true }).click()
    await page.getByText(/^412 registros, 9 colunas/).waitFor()
    await takePicture(page, 'export-pt')
    const [head, first] = await saved(page, () => start(page, 'Exportar'))
    expect(head).toMatch(/^\ufeff[^,]*;Total$/)
    expect(first).toMatch(/;1,98$/)
    await page.getByText('412 registros exportados').waitFor()
    await context.close()
  })
})

async function start(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
}

/** The lines of the file that an act saves, with the mark at their head. */
async function saved(page: Page, act: () => Promise<void>): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  expect(download.suggestedFilename()).toMatch(/^Invoice-\d{4}-\d\d-\d\d\.csv$/)
  return readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
}
