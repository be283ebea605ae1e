import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findAndChoose } from './support/choose.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, type Visitor, visit } from './support/open-browser.ts'
import { setUpWorkspace } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Mercado', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const drop = 'Solte uma planilha aqui'

let product: Product
let browser: Browser
let admin: Visitor

beforeAll(async () => {
  product = await startProduct()
  browser = await openBrowser()
  admin = await visit(browser, product.url, { language: 'pt-BR', width: 834, height: 1112 })
  await setUpWorkspace(admin.page, product, ana, 'pt-BR')
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

function take(page: Page, name: string, text: string) {
  const buffer = Buffer.from(text, 'latin1')
  return page.getByLabel(drop).setInputFiles({ name, mimeType: 'text/csv', buffer })
}

// One story: each step stands on the one before.
describe('a table made by an upload', () => {
  it('is loaded again by a newer file, in place of its rows', async () => {
    const { page } = admin
    await page.goto('/data/imports/new')
    await take(page, 'preços.csv', 'Código;Município;Preço\r\nA1;São Paulo;1.234,56\r\nB2;Belém;0,50\r\n')
    await page.getByRole('button', { name: 'Carregar 3 colunas' }).click()
    await page.getByText('2 linhas foram carregadas.').waitFor()
    await page.getByRole('link', { name: 'Carregar de novo: Preços' }).click()
    await take(page, 'preços-maio.csv', 'código;PREÇO;Cor\r\nB2;0,75;azul\r\nC3;9,00;verde\r\n')
    await page.getByText('O arquivo não tem coluna para Município').waitFor()
    await page.getByText('Colunas novas ficam vazias').waitFor()
    await lookAt(page, 'reload-review')
    await page.getByRole('button', { name: 'Substituir todas as linhas' }).click()
    await page.getByText('Linhas antes: 2. Acrescentadas: 2, alteradas: 0, removidas: 2.').waitFor()
    await lookAt(page, 'reload-imports')
  })

  it('is changed by the columns that tell its rows apart', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Carregar de novo: Preços' }).first().click()
    await take(page, 'preços-junho.csv', 'código;preço\r\nB2;0,80\r\nC3;9,00\r\nD4;4,50\r\nD4;5,00\r\n')
    await page.getByRole('radio', { name: /^Alterar pela chave/ }).click()
    const submit = page.getByRole('button', { name: 'Alterar linhas' })
    expect(await submit.isDisabled()).toBe(true)
    await findAndChoose(page, page.getByLabel('As linhas se distinguem por'), 'Código')
    await submit.click()
    await page.getByText('Linhas antes: 2. Acrescentadas: 1, alteradas: 1, removidas: 0.').waitFor()
    await page.getByText('já está em uma linha anterior do arquivo').waitFor()
  })

  it('stands behind the bell when it came after its screen was left', async () => {
    const { page } = admin
    await page.goto('/data/imports/new')
    await take(page, 'estoque.csv', 'Código;Peças\r\nA1;12\r\n')
    await page.getByRole('button', { name: 'Carregar 2 colunas' }).click()
    await page.waitForURL(/import=/)
    await page.getByRole('link', { name: 'Tabelas' }).first().click()
    await page.getByRole('button', { name: 'Notificações, 1 não lida' }).click()
    await page.getByRole('link', { name: 'Estoque foi carregada' }).click()
    await page.getByText('1 linha foi carregada.').waitFor()
    await page.getByRole('button', { name: 'Notificações', exact: true }).waitFor()
  })

  it('is dropped from its source when its name is typed', async () => {
    const { page } = admin
    await page.goto('/data/sources')
    await page.getByRole('link', { name: /Workspace database/ }).click()
    await page.getByRole('button', { name: 'Excluir Preços' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('A tabela sai para sempre, com suas 3 linhas.').waitFor()
    await lookAt(page, 'reload-drop')
    const confirm = dialog.getByRole('button', { name: 'Excluir tabela' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('Preços')
    await confirm.click()
    await page.getByText('Preços foi excluída com 3 linhas').waitFor()
    await page.getByText('Não está mais na fonte').waitFor()
    expect(await page.getByRole('link', { name: 'Carregar de novo: Preços' }).count()).toBe(0)
    expect(admin.failures).toEqual([])
  })
})
