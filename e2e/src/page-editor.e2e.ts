import { saveGrant, showTableAccess } from '@flexoffice/contract/access'
import { listRecords } from '@flexoffice/contract/data'
import { invitePerson, listPeople, saveAttribute } from '@flexoffice/contract/people'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './support/check-accessibility.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { apiOf, prepareOrders } from './support/prepare-orders.ts'
import { acceptInvitation, setUpWorkspace, signIn } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'
import { weighPage } from './support/weigh-page.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { name: 'Beatriz Lima', email: 'bia@example.com', password: 'Secret-456' }

let product: Product
let browser: Browser
let editor: Visitor
let reader: Visitor
let pageId = ''
let tableId = ''
const known = { table: '', record: '', reader: '' }

beforeAll(async () => {
  product = await startProduct()
  browser = await openBrowser()
  editor = await visit(browser, product.url)
  reader = await visit(browser, product.url, { language: 'pt-BR', width: 834, height: 1112 })
  await setUpWorkspace(editor.page, product, ana)
  const api = await apiOf(product.url, ana)
  tableId = await prepareOrders(api, ['viewer'])
  known.table = tableId
  known.record = (await api.call(listRecords, { tableId, limit: 1 })).records[0]!.key
  const invitation = await api.call(invitePerson, { email: bia.email, roles: ['viewer'] })
  await acceptInvitation(reader.page, invitation.link, bia, 'pt-BR')
  known.reader = (await api.call(listPeople, { search: bia.email, limit: 1 })).people[0]!.id
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

// One story: from no page to a published one, then what its reader sees.
describe('page editor', () => {
  it('drags a table from the palette and fills it with the chosen rows', async () => {
    const { page } = editor
    await page.goto('/pages?create=true')
    await page.getByRole('dialog').getByLabel('Name').fill('Orders of the week')
    await page.keyboard.press('Enter')
    const palette = page.getByRole('button', { name: 'Table Rows with' })
    await dragTo(page, palette, page.getByRole('region', { name: 'Page' }))
    await page.getByRole('dialog').getByRole('button', { name: 'Add to page' }).click()
    await frame(page, 'Table table1').getByText('Customer 3').first().waitFor()
    pageId = /pages\/([^/]+)\/edit/.exec(page.url())![1]!
    await checkAccessibility(page, 'editor with a table')
  })

  it('adds a chart, a figure and a filter by the keyboard, and moves with the arrows', async () => {
    const { page } = editor
    for (const name of ['Chart', 'Figure', 'Filter']) {
      await page.getByRole('button', { name: new RegExp(`^${name} `) }).press('Enter')
      await page.getByRole('dialog').getByRole('button', { name: 'Add to page' }).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    }
    const filter = frame(page, 'Filter filter1')
    await filter.focus()
    const before = await gridPlace(filter)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => gridPlace(filter)).not.toBe(before)
    await page.keyboard.press('Control+z')
    await expect.poll(() => gridPlace(filter)).toBe(before)
    await page.locator('[data-save-state="saved"]').waitFor()
    await checkAccessibility(page, 'editor with four widgets')
    await takePicture(page, 'page-editor')
  })

  it('lets a filter take several values at once', async () => {
    const { page } = editor
    await frame(page, 'Filter filter1').focus()
    await page.getByRole('switch', { name: 'Several at once' }).click()
    await page.locator('[data-save-state="saved"]').waitFor()
  })

  it('takes back one field at a time, however fast they follow one another', async () => {
    const { page } = editor
    await frame(page, 'Figure kpi1').focus()
    const { title, decimals } = figureFields(page)
    await title.waitFor()
    const before = { title: await title.textContent(), decimals: await decimals.inputValue() }
    await decimals.press('ArrowUp')
    await title.pressSequentially('Sum')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => title.textContent()).toBe(before.title)
    expect(await decimals.inputValue()).not.toBe(before.decimals)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => decimals.inputValue()).toBe(before.decimals)
  })

  it('has help of its own with its keys, and the palette', async () => {
    const { page } = editor
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Help for this screen' }).click()
    const help = page.getByRole('dialog', { name: 'The page editor' })
    await help.getByText('Move the chosen widget', { exact: true }).waitFor()
    await checkAccessibility(page, 'help of the editor', ['light'])
    await help.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('dialog', { name: 'Audit log' }).getByText('Who did what').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: /^Audit log/ }).waitFor()
    await checkAccessibility(page, 'palette', ['light'])
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor({ state: 'hidden' })
  })

  it('loses nothing when the tab is closed right after a keystroke', async () => {
    const { page } = editor
    const tab = await page.context().newPage()
    await tab.goto(page.url())
    await frame(tab, 'Figure kpi1').focus()
    const { title } = figureFields(tab)
    await title.waitFor()
    const before = (await title.textContent()) ?? ''
    await title.press('End')
    await title.pressSequentially(' kept')
    await tab.close()
    const kept = figureFields(page).title
    await expect.poll(() => kept.textContent()).toBe(`${before} kept`)
    await kept.press('End')
    for (const _ of ' kept') await kept.press('Backspace')
    await page.locator('[data-save-state="saved"]').waitFor()
  })

  it('shows queries with their rows, and no problems', async () => {
    const { page } = editor
    await page.getByRole('button', { name: /^Queries/ }).click()
    await page.getByRole('region', { name: 'First rows of the result' }).getByText('Brazil').first().waitFor()
    await checkAccessibility(page, 'queries')
    await page.getByRole('tab', { name: /^Problems/ }).click()
    await page.getByText('No problems').waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
  })

  it('is closed to readers until it is published', async () => {
    await reader.page.goto(`/pages/${pageId}`)
    await reader.page.getByText('Não há página publicada aqui').first().waitFor()
    await checkAccessibility(reader.page, 'unpublished page')
    const { page } = editor
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note').fill('First')
    await checkAccessibility(page, 'publish')
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('The page is published').waitFor()
  })

  it('shows its reader the published page, whose filter narrows table and figure', async () => {
    const { page } = reader
    await page.goto(`/pages/${pageId}`)
    await page.getByRole('heading', { level: 1, name: 'Orders of the week' }).waitFor()
    await page.getByText('Customer 3').first().waitFor()
    await page.getByText(/1–25 de .*60/).waitFor()
    await checkAccessibility(page, 'viewer')
    await page.getByRole('combobox', { name: 'Country' }).click()
    await page.getByRole('option', { name: 'Brazil' }).click()
    await page.getByText(/1–15 de .*15/).waitFor()
    await page.getByRole('option', { name: 'Canada' }).click()
    await page.getByText(/1–25 de .*30/).waitFor()
    await page.getByRole('option', { name: 'Canada' }).click()
    await page.getByText(/1–15 de .*15/).waitFor()
    await page.keyboard.press('Escape')
    await takePicture(page, 'page-viewer')
    expect(reader.failures).toEqual([])
  })

  it('lets its reader set conditions on columns of the table, and take them back', async () => {
    const { page } = reader
    await page.getByRole('button', { name: 'Filtrar', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Customer' }).click()
    const condition = page.getByRole('dialog', { name: /Customer/ })
    await condition.getByRole('textbox', { name: 'Valor' }).fill('customer 1')
    await expect.poll(() => page.getByText('Customer 3', { exact: true }).count()).toBe(0)
    await page.getByText('Customer 1', { exact: true }).first().waitFor()
    await lookAt(page, 'table-condition')
    await condition.getByRole('textbox', { name: 'Valor' }).fill('nobody')
    await page.getByText('Nada corresponde').waitFor()
    await condition.getByRole('button', { name: 'Pronto' }).click()
    await lookAt(page, 'table-no-match')
    await page.getByRole('button', { name: /^Remover o filtro/ }).click()
    await page.getByText(/1–15 de .*15/).waitFor()
    expect(reader.failures).toEqual([])
  })

  it('keeps what its reader sees in the address, for a reload and a link, and asks each query once', async () => {
    const { page } = reader
    const view: Record<string, string> = { 'filter1.values': 'Brazil' }
    await expect.poll(() => viewOf(page)).toEqual(view)
    const entries = await page.evaluate('history.length')
    await page.getByRole('columnheader', { name: 'Total' }).click()
    await page.getByRole('button', { name: 'Filtrar', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Ordered on' }).click()
    await page.getByLabel('De', { exact: true }).fill('2026-02-01')
    await page.keyboard.press('Escape')
    view['table1.sort'] = 'total'
    view['table1.filters'] = 'between*ordered_on*2026-02-01*'
    await expect.poll(() => viewOf(page)).toEqual(view)
    await lookAt(page, 'viewer-with-view')
    await page.getByText(/1–10 de .*10/).waitFor()
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
    await page.reload()
    await page.getByText(/1–10 de .*10/).waitFor()
    await page.getByRole('button', { name: /^Remover o filtro/ }).waitFor()
    await page.locator('canvas, svg[role]').first().waitFor()
    const queries = asked.filter((path) => path.startsWith('POST ') && path.includes('/queries/'))
    expect(queries.length).toBeGreaterThan(2)
    expect(new Set(queries).size).toBe(queries.length)
    expect(await viewOf(page)).toEqual(view)
    expect(await page.evaluate('history.length')).toBe(entries)
    await page.goto(`/pages/${pageId}?filter1.values=Canada&table1.page=2&table1.sort=-total`)
    await page.getByText(/1–15 de .*15/).waitFor()
    await expect.poll(() => viewOf(page)).toEqual({ 'filter1.values': 'Canada', 'table1.sort': '-total' })
    await page.goto(
      `/pages/${pageId}?filter1.values=Nowhere&table1.filters=drop*total*1&gone.values=x&region=EU`,
    )
    await page.getByText(/1–25 de .*60/).waitFor()
    await expect.poll(() => viewOf(page)).toEqual({ 'gone.values': 'x', region: 'EU' })
    expect(reader.failures).toEqual([])
  })

  it('asks a reader for little before the page is drawn', async () => {
    await reader.page.goto(`/pages/${pageId}`)
    const weight = await weighPage(browser, reader, async (page) => {
      await page.getByText('Customer 3').first().waitFor()
      await page.getByRole('combobox', { name: 'Country' }).waitFor()
    })
    expect(weight.files.length).toBeGreaterThan(5)
    expect(weight.kilobytes, JSON.stringify(weight.files)).toBeLessThanOrEqual(250)
  })

  it('keeps versions with their differences and restores one', async () => {
    const { page } = editor
    await frame(page, 'Chart chart1').focus()
    await page.keyboard.press('Delete')
    await page.locator('[data-save-state="saved"]').waitFor()
    await page.getByRole('button', { name: 'Versions' }).click()
    await page.getByRole('button', { name: /^Version 1/ }).click()
    await page.getByText('chart1 added').waitFor()
    await checkAccessibility(page, 'versions', ['light'])
    await page.getByRole('button', { name: 'Restore this version' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Restore this version' }).click()
    await frame(page, 'Chart chart1').waitFor()
    await page.locator('[data-save-state="saved"]').waitFor()
    expect(editor.failures).toEqual([])
  })

  it('gives a column of the table a format, and the page an icon in the navigation', async () => {
    const { page } = editor
    await page.getByRole('button', { name: 'Versions' }).click()
    await frame(page, 'Table table1').focus()
    await page.getByRole('button', { name: 'Settings of Total' }).click()
    const settings = page.getByRole('group', { name: 'Settings of Total' })
    await settings.getByRole('combobox', { name: 'Format' }).click()
    await page.getByRole('option', { name: 'Money' }).click()
    await frame(page, 'Table table1').getByText(/^\$\d/).first().waitFor()
    await checkAccessibility(page, 'settings of a column')
    await lookAt(page, 'column-settings')
    await page.keyboard.press('Escape')
    await frame(page, 'Table table1').focus()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Icon' }).click()
    await page.getByRole('option', { name: 'Lorry' }).click()
    await lookAt(page, 'page-settings')
    // Weighing a page as the reader used up what their browser had signed in with, but for a few seconds of grace.
    await reader.page.setViewportSize({ width: 1440, height: 900 })
    await reader.page.context().clearCookies()
    await signIn(reader.page, bia, 'pt-BR')
    const link = reader.page.getByRole('link', { name: 'Orders of the week' })
    await link.locator('svg.lucide-truck').first().waitFor()
    expect(editor.failures).toEqual([])
  })

  it('shows the draft as a role with the attributes that its author gives', async () => {
    const { page } = editor
    const api = await apiOf(product.url, ana)
    await api.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
    const { grants } = await api.call(showTableAccess, { tableId })
    const { role, operations, columns, otherColumns, version } = grants.find((one) => one.role === 'viewer')!
    const rows = 'row.country == user.country'
    await api.call(saveGrant, { tableId, grant: { role, operations, columns, otherColumns, rows }, version })
    await page.locator('[data-save-state="saved"]').waitFor()
    await page.getByRole('button', { name: 'Preview' }).first().click()
    await page.getByRole('combobox', { name: 'See it as' }).click()
    await page.getByRole('option', { name: 'A role' }).click()
    await page.getByRole('combobox', { name: 'Choose a role' }).click()
    await page.getByRole('option', { name: 'Viewer' }).click()
    await page.getByText('The draft, with their rights.').waitFor()
    await expect.poll(() => page.getByText('Customer 3', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Attributes: none' }).click()
    const given = page.getByRole('dialog', { name: 'Attributes: none' })
    await given.getByRole('textbox', { name: /^Country/ }).fill('Brazil')
    await checkAccessibility(page, 'attributes of a preview')
    await takePicture(page, 'preview-attributes')
    await given.getByRole('button', { name: 'Use these' }).click()
    await page.getByText(/1–15 of .*15/).waitFor()
    const before = page.url()
    await page.getByRole('columnheader', { name: 'Total' }).click()
    await page.getByRole('combobox', { name: 'Country' }).click()
    await page.getByRole('option', { name: 'Brazil' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Back to the editor' }).click()
    expect(page.url()).toBe(before)
    await page.locator('[data-save-state="saved"]').waitFor()
    expect(editor.failures).toEqual([])
  })

  it('takes the page from its readers after saying who they are', async () => {
    const { page } = editor
    await page.getByRole('button', { name: 'More for Orders of the week' }).click()
    await page.getByRole('menuitem', { name: 'Unpublish' }).click()
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
    await dialog.getByText(/Everybody in the workspace loses this page/).waitFor()
    await checkAccessibility(page, 'unpublish')
    await lookAt(page, 'unpublish')
    await dialog.getByRole('button', { name: 'Unpublish' }).click()
    await page.getByText('is no longer published').waitFor()
    await reader.page.goto(`/pages/${pageId}`)
    await reader.page.getByText('Não há página publicada aqui').first().waitFor()
    expect(editor.failures).toEqual([])
  })
})

describe('the form of a record', () => {
  it('gives back what was typed and not sent, until it is discarded', async () => {
    const { page } = editor
    const note = page.getByText('We kept what you typed here before')
    const customer = page.getByRole('complementary').getByLabel('Customer')
    await page.goto(`/data/tables/${tableId}?create=true`)
    await customer.fill('Somebody new')
    await expect.poll(() => page.evaluate("Object.keys(sessionStorage).join().includes('draft ')")).toBe(true)
    await page.reload()
    await note.waitFor()
    expect(await customer.inputValue()).toBe('Somebody new')
    await lookAt(page, 'draft-of-a-record')
    await page.getByRole('link', { name: 'Home' }).first().click()
    const question = page.getByRole('dialog').or(page.getByRole('alertdialog'))
    await question.getByText(/What you typed is kept in this tab/).waitFor()
    await question.getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.goto(`/data/tables/${tableId}?create=true`)
    await note.waitFor()
    await page.getByRole('button', { name: 'Discard it' }).click()
    await note.waitFor({ state: 'hidden' })
    expect(await customer.inputValue()).toBe('')
    await page.reload()
    await customer.waitFor()
    expect(await note.count()).toBe(0)
    expect(editor.failures).toEqual([])
  })
})

// Places that no story stops at, once each.
describe('a screen', () => {
  it.each([
    ['settings', '/admin/settings', 'Largest spreadsheet'],
    ['tables', '/data/tables', 'Orders'],
    ['sources', '/data/sources', 'Workspace database'],
    ['roles', '/people?tab=roles', 'Viewer'],
    ['attributes', '/people?tab=attributes', 'Add attribute'],
    ['record', '/data/tables/{table}?record={record}', 'Customer 1'],
    ['explanation', '/access/{table}?tab=people&person={reader}', 'Beatriz Lima'],
    ['no such screen', '/nowhere', 'Nothing here that you can open'],
  ])('of %s keeps nobody out', async (name, path, shown) => {
    const { page } = editor
    await page.goto(path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(known[key as 'table'])))
    await page.getByRole('main').getByText(shown).first().waitFor()
    if (name === 'record') await page.getByRole('complementary').getByText('Customer 1').first().waitFor()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    await checkAccessibility(page, name, ['light'])
  })
})

function figureFields(page: Page) {
  return {
    title: page.locator('[data-property="title"] [contenteditable]'),
    decimals: page.getByRole('textbox', { name: 'Decimal places' }),
  }
}

function frame(page: Page, name: string): Locator {
  return page.getByRole('group', { name, exact: true })
}

/** What the address holds after its question mark. */
function viewOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams)
}

/** Rows and columns, which neither scrolling nor the scale of the canvas changes. */
function gridPlace(widget: Locator): Promise<string | null> {
  return widget.locator('xpath=..').getAttribute('style')
}

async function dragTo(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = (await from.boundingBox())!
  const end = (await to.boundingBox())!
  await page.mouse.move(start.x + 20, start.y + 10)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width / 2, end.y + 120, { steps: 10 })
  await page.locator('[data-ghost]').waitFor()
  await page.mouse.up()
}
