import { readFile } from 'node:fs/promises'
import { type RoleGrantInput, saveGrant } from '@flexoffice/contract/access'
import { describeTable, listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { acceptInvitation, invitePerson, saveAttribute } from '@flexoffice/contract/people'
import { connectSource } from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk/client'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
let tableId = ''

beforeAll(async () => {
  ;[product, shop, browser] = await Promise.all([startProduct(), startChinook(), openBrowser()])
  admin = await visit(browser, product.url)
  await setUpWorkspace(admin.page, product, ana)
  api = await apiOf(product.url, ana)
  const { host, port, database, user, password } = shop
  const settings = { host, port, database, user, password, tlsMode: 'disable' }
  await api.call(connectSource, { name: 'Music shop', connector: 'postgres', settings })
  await api.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  await invite('Beatriz Lima', ['viewer'])
  await invite('Caio Prado', ['sales', 'support'])
  await invite('Dora Nunes', ['finance'])
  tableId = (await api.call(listCatalogue, {})).tables.find(({ name }) => name === 'customer')!.id
  await grantCustomers()
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(admin.page, 'failed-who-can-see')
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([product?.stop(), shop?.stop()])
})

describe('who can see a table', () => {
  it('lists everybody who can, with roles, rows and columns', async () => {
    const { page } = admin
    await page.goto(`/access/${tableId}`)
    await page.getByRole('tab', { name: 'Who can see it?' }).click()
    const list = page.getByRole('table', { name: 'Can see it' })
    const row = list.getByRole('row', { name: /Beatriz Lima/ })
    await row.getByText('row.country == user.country').waitFor()
    await row.getByText('Hidden: Phone').waitFor()
    await list
      .getByRole('row', { name: /Ana Souza/ })
      .getByText('Creator of the table')
      .waitFor()
    await lookAt(page, 'access-readers')
  })

  it('lists the others with the reason, and follows a change as it is made', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Cannot see it · 1' }).click()
    const list = page.getByRole('table', { name: 'Cannot see it' })
    await list.getByText('None of their roles has a grant on this table').waitFor()
    await api.call(describeTable, { tableId, sensitive: true })
    await list
      .getByRole('row', { name: /Ana Souza/ })
      .getByText(/marked sensitive/)
      .waitFor()
    await lookAt(page, 'access-others')
    await api.call(describeTable, { tableId, sensitive: false })
    await page.getByRole('button', { name: 'Cannot see it · 1' }).waitFor()
  })

  it('finds by name, and opens the explanation of whoever is pressed', async () => {
    const { page } = admin
    await page.getByRole('button', { name: /^Can see it/ }).click()
    await page.getByLabel('Find a person').fill('caio')
    await page.getByRole('button', { name: 'Can see it · 1' }).waitFor()
    await page.getByRole('button', { name: 'Caio Prado', exact: true }).click()
    await page.getByText(/Caio Prado may read in Customer/).waitFor()
    expect(page.url()).toContain('tab=people')
    await page.goBack()
    await page.getByRole('button', { name: 'Can see it · 1' }).waitFor()
    expect(await page.getByLabel('Find a person').inputValue()).toBe('caio')
  })

  it('downloads the access report of a period', async () => {
    const { page } = admin
    await page.goto('/access')
    await page.getByRole('link', { name: 'Access report' }).click()
    const dialog = page.getByRole('dialog', { name: 'Access report' })
    await dialog.getByLabel('To', { exact: true }).fill('')
    await dialog.getByRole('button', { name: 'Download CSV' }).click()
    await dialog.getByText('Choose both days').waitFor()
    await dialog.getByRole('button', { name: 'This year' }).click()
    await dialog.getByRole('checkbox', { name: /Also list who cannot/ }).click()
    await lookAt(page, 'access-report')
    const begun = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Download CSV' }).click()
    const download = await begun
    expect(download.suggestedFilename()).toMatch(/^access-report-\d{4}-\d\d-\d\d\.csv$/)
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toContain('viewer: row.country == user.country')
    expect(text).toMatch(/^person,.*Dora Nunes.*no_grant/m)
    expect(text).toMatch(/^change,.*access\/save-grant/m)
    await dialog.waitFor({ state: 'hidden' })
  })

  it('saw nothing fail', () => expect(admin.failures).toEqual([]))
})

async function invite(name: string, roles: string[]): Promise<void> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`
  const { link } = await api.call(invitePerson, { email, roles, attributes: { country: 'Brazil' } })
  const token = link.split('#')[1]!
  await api.call(acceptInvitation, { token, name, password: 'Secret-456', language: 'en' })
}

async function grantCustomers(): Promise<void> {
  const { columns } = await api.call(showCatalogueTable, { tableId })
  const idOf = (name: string) => columns.find((column) => column.name === name)!.id
  const read = { read: true, create: false, update: false, delete: false }
  const give = (grant: RoleGrantInput) => api.call(saveGrant, { tableId, grant })
  await give({
    role: 'viewer',
    operations: { ...read, update: true },
    rows: 'row.country == user.country',
    columns: {
      [idOf('phone')]: { access: 'none' },
      [idOf('email')]: { access: 'read', mask: 'emailDomain' },
      [idOf('company')]: { access: 'write' },
    },
    otherColumns: { access: 'read' },
  })
  const everything = { columns: {}, otherColumns: { access: 'read' as const } }
  await give({ role: 'sales', operations: read, rows: 'row.country == "Brazil"', ...everything })
  await give({
    role: 'support',
    operations: read,
    rows: null,
    ...everything,
    columns: { [idOf('phone')]: { access: 'none' } },
  })
}
