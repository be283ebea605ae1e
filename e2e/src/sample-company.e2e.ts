import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { choose, findAndChoose } from './support/choose.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { setUpWorkspace } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Mercado', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const name = 'Pico da Lua'

const words = {
  en: {
    open: 'Open the sample company',
    readers: 'Who can read',
    viewer: 'Viewer',
    ready: `${name} is in this workspace`,
    openPage: 'Open Sales',
    country: 'Country',
    brazil: 'Brazil',
    germany: 'Germany',
    status: 'Status',
    cancelled: 'Cancelled',
    wrong: 'Write Processing, Shipped, Delivered or Cancelled.',
    save: 'Save order',
    bestProducts: 'Best products',
    stepDone: 'Done',
    manage: 'Show or remove it',
    remove: 'Remove the sample company',
    confirm: 'Remove for good',
    noTables: 'No tables yet',
  },
  'pt-BR': {
    open: 'Abrir a empresa de exemplo',
    readers: 'Quem pode ler',
    viewer: 'Leitor',
    ready: `${name} está neste espaço de trabalho`,
    openPage: 'Abrir Vendas',
    country: 'País',
    brazil: 'Brasil',
    germany: 'Alemanha',
    status: 'Situação',
    cancelled: 'Cancelado',
    wrong: 'Escreva Em preparo, Enviado, Entregue ou Cancelado.',
    save: 'Salvar pedido',
    bestProducts: 'Produtos mais vendidos',
    stepDone: 'Concluído',
    manage: 'Ver ou remover',
    remove: 'Remover a empresa de exemplo',
    confirm: 'Remover para sempre',
    noTables: 'Nenhuma tabela ainda',
  },
} as const

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

// One story: each step stands on the one before.
describe.each(['en', 'pt-BR'] as const)('the sample company in %s', (language) => {
  const word = words[language]
  let product: Product
  let admin: Visitor

  const look = (screen: string) => lookAt(admin.page, `sample-${language}-${screen}`)

  beforeAll(async () => {
    product = await startProduct()
    admin = await visit(browser, product.url, { language })
    await setUpWorkspace(admin.page, product, ana, language)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await takePicture(admin.page, 'failed-sample')
  })
  afterAll(async () => {
    await admin?.context.close()
    await product?.stop()
  })

  it('is the third way to begin on Home, and opens while the screen is loaded anew', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.open }).waitFor()
    await look('home')
    await page.getByRole('link', { name: word.open }).click()
    await findAndChoose(page, page.getByLabel(word.readers), word.viewer)
    await look('open')
    await page.getByRole('button', { name: word.open }).click()
    await page.getByRole('progressbar').waitFor()
    await page.reload()
    await page.getByText(word.ready).waitFor({ timeout: 60_000 })
    await look('ready')
  })

  it('has a page with figures, a filter that narrows them and a form that changes an order', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.openPage }).click()
    const grid = page.getByRole('grid')
    await grid.getByRole('gridcell', { name: word.germany }).first().waitFor()
    await look('page')
    await choose(page, page.getByRole('combobox', { name: word.country }), word.brazil)
    await grid.getByRole('gridcell', { name: word.germany }).first().waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await grid.getByRole('gridcell', { name: word.brazil }).first().click()
    const status = page.getByRole('textbox', { name: word.status })
    await status.fill('?')
    await page.getByRole('button', { name: word.save }).click()
    await page.getByText(word.wrong).first().waitFor()
    await status.fill(word.cancelled)
    await page.getByRole('button', { name: word.save }).click()
    await grid.getByRole('gridcell', { name: word.cancelled }).first().waitFor()
    await page.getByRole('heading', { name: word.bestProducts }).scrollIntoViewIfNeeded()
    await look('page-record')
  })

  it('ticks the steps on Home as an upload would', async () => {
    const { page } = admin
    await page.goto('/')
    const ticked = page.getByRole('listitem').getByRole('img', { name: word.stepDone })
    // A file was loaded, a page was made and published.
    await ticked.nth(2).waitFor()
    await page.getByRole('link', { name: word.manage }).waitFor()
    await look('home-ready')
  })

  it('is removed whole when its name is typed', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.manage }).click()
    await page.getByRole('button', { name: word.remove }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: word.confirm })
    expect(await confirm.isDisabled()).toBe(true)
    await look('remove')
    await dialog.getByRole('textbox').fill(name)
    await confirm.click()
    await page.getByRole('button', { name: word.open }).waitFor()
    await noTables(page)
    expect(admin.failures).toEqual([])
  })

  it('is finished after the server was killed on its way', async () => {
    const { page } = admin
    await page.getByRole('link', { name: word.open }).click()
    await page.getByRole('button', { name: word.open }).click()
    await page.getByRole('progressbar').waitFor()
    await product.restart('SIGKILL')
    await page.goto('/data/sample-company')
    await page.getByText(word.ready).waitFor({ timeout: 90_000 })
    await page.getByRole('link', { name: word.openPage }).click()
    await page.getByRole('gridcell', { name: word.germany }).first().waitFor()
  })

  async function noTables(page: Page): Promise<void> {
    await page.goto('/data/tables')
    await page.getByText(word.noTables).waitFor()
    await page.getByRole('link', { name: word.open }).waitFor()
    await look('no-tables')
  }
})
