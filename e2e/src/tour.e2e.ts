import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dragWidget, resizeWidget } from './support/build-page.ts'
import { choose, findAndChoose } from './support/choose.ts'
import { makeFlightsWorkbook } from './support/flights-workbook.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { acceptInvitation, setUpWorkspace } from './support/sign-in.ts'
import { type Chinook, startChinook } from './support/start-chinook.ts'
import { type Product, startProduct } from './support/start-product.ts'
import { type TourLanguage, tourWords } from './support/tour-words.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { name: 'Beatriz Lima', email: 'bia@example.com', password: 'Secret-456' }

let browser: Browser
let workbook: Buffer

beforeAll(async () => {
  browser = await openBrowser()
  workbook = await makeFlightsWorkbook()
})
afterAll(() => browser?.close())

// One story: each step stands on the one before. It is the README's tour.
describe.each(Object.keys(tourWords) as TourLanguage[])('the tour in %s', (language) => {
  const word = tourWords[language]
  let product: Product
  let shop: Chinook
  let admin: Visitor
  let viewer: Visitor

  const look = (visitor: Visitor, screen: string) => lookAt(visitor.page, `tour-${language}-${screen}`)

  beforeAll(async () => {
    ;[product, shop] = await Promise.all([startProduct(), startChinook()])
    admin = await visit(browser, product.url, { language })
    viewer = await visit(browser, product.url, { language })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    await takePicture(admin.page, 'failed-admin')
    await takePicture(viewer.page, 'failed-viewer')
  })
  afterAll(async () => {
    await Promise.all([admin?.context.close(), viewer?.context.close()])
    await Promise.all([product?.stop(), shop?.stop()])
  })

  it('sets up the first workspace', async () => {
    await admin.page.goto('/')
    await admin.page.locator('form').waitFor()
    await look(admin, 'set-up')
    await setUpWorkspace(admin.page, product, ana, language)
    await admin.page.getByRole('link', { name: word.connectDatabase }).first().waitFor()
    await look(admin, 'home')
  })

  it('connects a PostgreSQL database', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.connectDatabase }).first().click()
    await page.getByLabel(word.host).fill(shop.host)
    await page.getByLabel(word.port).fill(String(shop.port))
    await page.getByLabel(word.database).fill(shop.database)
    await page.getByLabel(word.user).fill(shop.user)
    await page.getByLabel(word.password, { exact: true }).fill(shop.password)
    await choose(page, page.getByRole('combobox', { name: word.encryption }), word.noEncryption)
    await look(admin, 'connect')
    await page.getByRole('button', { name: word.test }).click()
    await page.getByText(word.reached).waitFor()
    await page.getByText(word.chosen).waitFor()
    await look(admin, 'connect-tables')
    await page.getByRole('button', { name: word.next }).click()
    await page.getByLabel(word.sourceName).fill('Chinook')
    await look(admin, 'connect-readers')
    await page.getByRole('button', { name: word.connectTables }).click()
    await page.getByText(word.connected).waitFor()
    await look(admin, 'source')
  })

  it('uploads an Excel file', async () => {
    const { page } = admin
    await page.goto('/')
    await page.getByRole('link', { name: word.upload }).first().click()
    await page.getByLabel(word.drop).waitFor()
    await look(admin, 'upload')
    await page
      .getByLabel(word.drop)
      .setInputFiles({ name: 'flights.xlsx', mimeType: 'application/octet-stream', buffer: workbook })
    await page.getByLabel(word.tableName).waitFor()
    await findAndChoose(page, page.getByLabel(word.whoMayRead), word.viewer)
    await look(admin, 'upload-review')
    await page.getByRole('button', { name: word.load }).click()
    await page.getByText(word.loaded).waitFor({ timeout: 60_000 })
    await look(admin, 'import')
    await page.getByRole('link', { name: word.openTable }).click()
    await page.getByText(word.records).waitFor()
    await page.getByRole('gridcell', { name: 'PHL' }).first().waitFor()
    await look(admin, 'data')
  })
  it('drags six widgets onto a page and binds them to that data', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.pages }).first().click()
    await page.getByRole('button', { name: word.newPage }).first().waitFor()
    await look(admin, 'pages-empty')
    await page.getByRole('button', { name: word.newPage }).first().click()
    await page.getByRole('dialog').getByLabel(word.name).fill('Customers')
    await page.getByRole('button', { name: word.createPage }).click()
    await page.getByRole('region', { name: word.canvas, exact: true }).waitFor()
    await look(admin, 'editor-empty')
    const dialog = page.getByRole('dialog')
    const item = (name: string) =>
      page.locator('aside').getByRole('button', { name: new RegExp(`^${name} `) })
    const add = async () => {
      await dialog.getByRole('button', { name: word.add }).click()
      await dialog.waitFor({ state: 'hidden' })
    }

    await dragWidget(page, item(word.table), { column: 0, row: 0 }, 24)
    await findAndChoose(page, dialog.getByRole('combobox', { name: word.chooseTable }), 'Customer')
    for (const column of ['Address', 'Company', 'State'])
      await dialog.getByRole('button', { name: `${word.remove} ${column}` }).click()
    await dialog.getByRole('combobox', { name: word.columns }).fill('Phone')
    await page.getByRole('option', { name: 'Phone' }).click()
    await look(admin, 'editor-connect-table')
    await add()
    await page.getByText('Gonçalves').first().waitFor()
    await resizeWidget(page, 'table1', { column: 14, row: 48 })

    await dragWidget(page, item(word.kpi), { column: 0, row: 0 }, 6)
    await dialog.getByLabel(word.title).fill('Customers')
    await add()
    await dragWidget(page, item(word.filter), { column: 6, row: 0 }, 6)
    await choose(page, dialog.getByRole('combobox', { name: word.filterBy }), 'City')
    await look(admin, 'editor-connect-filter')
    await add()
    await dragWidget(page, item(word.form), { column: 14, row: 14 }, 10)
    await dialog.getByRole('radio', { name: word.changesRecord }).click()
    await add()
    await dragWidget(page, item(word.chart), { column: 0, row: 62 }, 12)
    await findAndChoose(page, dialog.getByRole('combobox', { name: word.chooseTable }), 'Flights')
    await choose(page, dialog.getByRole('combobox', { name: word.figure }), word.average)
    await add()
    await dragWidget(page, item(word.button), { column: 12, row: 0 }, 4)
    const panel = page.getByRole('complementary', { name: word.properties })
    await panel.getByRole('textbox', { name: word.text, exact: true }).fill('Greet')
    await panel.getByRole('button', { name: word.addAction }).click()
    await page.getByRole('menuitem', { name: word.showMessage }).click()
    await panel.getByRole('textbox', { name: word.message }).fill('Hello {{ user.name }}')
    await page.getByText(word.saved, { exact: true }).waitFor()
    await look(admin, 'editor')
  })
  it('publishes', async () => {
    const { page } = admin
    await page.getByRole('button', { name: word.publish }).click()
    const dialog = page.getByRole('dialog')
    await look(admin, 'publish')
    await dialog.getByRole('button', { name: word.publish }).click()
    await page.getByText(word.published).waitFor()
    await page.getByRole('link', { name: word.pages }).click()
    await page.getByRole('link', { name: 'Customers' }).first().waitFor()
    await look(admin, 'pages')
    await page.getByRole('link', { name: 'Customers', exact: true }).last().click()
    await figure(page, '59').waitFor()
    await page.getByRole('gridcell', { name: 'Gonçalves' }).waitFor()
    await look(admin, 'published-page')
    await page.getByRole('button', { name: 'Greet' }).click()
    await page.getByText('Hello Ana Souza').waitFor()
  })

  it('narrows by the filter and changes a record by the form, even over a reload', async () => {
    const { page } = admin
    await choose(page, page.getByRole('combobox', { name: 'City' }), 'Prague')
    await figure(page, '2').waitFor()
    await page.getByRole('gridcell', { name: 'Gonçalves' }).waitFor({ state: 'hidden' })
    await choose(page, page.getByRole('combobox', { name: 'City' }), 'São José dos Campos')
    await figure(page, '1').waitFor()
    await page.getByRole('gridcell', { name: 'Gonçalves' }).click()
    const company = page.getByRole('textbox', { name: 'Company' })
    await company.fill('Embraer')
    const drafts = () =>
      page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft '))")
    await expect.poll(drafts).toHaveLength(1)
    await page.reload()
    await figure(page, '1').waitFor()
    await page.getByRole('gridcell', { name: 'Gonçalves' }).click()
    await page.getByText(word.draftKept).waitFor()
    expect(await company.inputValue()).toBe('Embraer')
    await look(admin, 'published-page-draft')
    await page.getByRole('button', { name: word.saveChanges }).click()
    await page.getByText(word.changesSaved).waitFor()
    await expect.poll(drafts).toEqual([])
    expect(await shop.query('select company from customer where customer_id = 1')).toEqual([
      { company: 'Embraer' },
    ])
    await look(admin, 'published-page-record')
  })

  it('invites a Viewer with her country', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.people }).first().click()
    await page.getByRole('tab', { name: word.attributes }).click()
    await page.getByRole('button', { name: word.addAttribute }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(word.label).fill(word.country)
    await dialog.getByLabel(word.nameInRules).fill('country')
    await dialog.getByRole('button', { name: word.addAttribute }).click()
    await page.getByText('user.country', { exact: true }).waitFor()
    await page.getByRole('button', { name: word.invite }).click()
    await dialog.getByLabel(word.email).fill(bia.email)
    await dialog.getByLabel(word.country).fill('Brazil')
    await look(admin, 'invite')
    await dialog.getByRole('button', { name: word.createInvitation }).click()
    const link = await dialog.getByLabel(word.link, { exact: true }).inputValue()
    await look(admin, 'invited')
    await dialog.getByRole('button', { name: word.done }).click()
    await viewer.page.goto(link)
    await viewer.page.locator('form').waitFor()
    await look(viewer, 'invitation')
    await acceptInvitation(viewer.page, link, bia, language)
    await look(viewer, 'viewer-home')
  })

  it('lets her see the rows of her country and never the phone', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.access }).first().click()
    await page.getByLabel(word.findTable).fill('customer')
    await look(admin, 'access-tables')
    await page.getByRole('link', { name: 'Customer', exact: true }).click()
    await page.getByRole('checkbox', { name: word.read, exact: true }).click()
    await page.getByRole('combobox', { name: word.phoneFor }).selectOption(word.hidden)
    await page.getByRole('button', { name: word.rowsOf }).click()
    await page.getByRole('radio', { name: word.byRule }).click()
    await page.getByRole('textbox', { name: word.rule }).fill('row.country == user.country')
    await page.getByText(word.sound).waitFor()
    await findAndChoose(page, page.getByRole('combobox', { name: word.previewAs }), bia.name)
    await page.getByText(word.seesFive).waitFor()
    await look(admin, 'access')
    await page.getByRole('button', { name: word.saveAccess }).click()
    await page.getByText(word.accessSaved).waitFor()
  })

  it('shows her exactly that', async () => {
    const { page } = viewer
    const answers: Promise<string>[] = []
    page.on('response', (answer) => {
      if (answer.url().includes('/api/')) answers.push(answer.text().catch(() => ''))
    })
    await page.getByRole('link', { name: 'Customers' }).first().click()
    await figure(page, '5').waitFor()
    const table = page.getByRole('grid')
    await table.getByRole('gridcell', { name: 'Gonçalves' }).waitFor()
    expect(await table.getByRole('gridcell', { name: 'Brazil' }).count()).toBe(5)
    expect(await table.getByRole('columnheader', { name: 'Phone' }).count()).toBe(0)
    await page.getByText(word.mayNotChange).waitFor()
    await look(viewer, 'viewer-page')
    const city = page.getByRole('combobox', { name: 'City' })
    await city.click()
    const cities = await page.getByRole('option').allTextContents()
    expect(cities.filter((name) => name !== '').sort()).toEqual(
      expect.arrayContaining(['Brasília', 'Rio de Janeiro', 'São José dos Campos', 'São Paulo']),
    )
    expect(cities).not.toContain('Prague')
    await page.getByRole('option', { name: 'São Paulo' }).click()
    await figure(page, '2').waitFor()
    const heard = (await Promise.all(answers)).join('\n')
    expect(heard).toContain('Gonçalves')
    for (const secret of ['+55 (12) 3923-5555', 'Prague', 'Wichterlová']) expect(heard).not.toContain(secret)
  })

  it('has every step in the audit log', async () => {
    const { page } = admin
    for (const step of word.auditSteps) {
      await page.goto('/audit')
      await findAndChoose(page, page.getByPlaceholder(word.anyOperation), step)
      await page.getByRole('gridcell', { name: step }).first().waitFor()
    }
    await page.getByRole('gridcell', { name: bia.name }).first().waitFor()
    await page.goto('/audit')
    await page.getByRole('gridcell', { name: bia.name }).first().waitFor()
    await look(admin, 'audit')
    await page.getByRole('button', { name: word.verify }).click()
    await page.getByText(word.whole).waitFor()
    await look(admin, 'audit-verified')
    expect([...admin.failures, ...viewer.failures]).toEqual([])
  })
})

/** The figure on the page when it shows this number. */
function figure(page: Page, number: string) {
  return page.getByRole('region', { name: 'Customers' }).getByText(number, { exact: true })
}
