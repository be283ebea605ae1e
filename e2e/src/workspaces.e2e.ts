import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookAt } from './support/look-at.ts'
import { openBrowser, type Visitor, visit } from './support/open-browser.ts'
import { setUpWorkspace, signIn, signOut } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Acme', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { email: 'bia@example.com', password: 'Secret-456' }
const north = 'Acme North'

let product: Product
let browser: Browser
let first: Visitor
let second: Visitor

beforeAll(async () => {
  product = await startProduct()
  browser = await openBrowser()
  first = await visit(browser, product.url)
  second = await visit(browser, product.url, { language: 'pt-BR', width: 834, height: 1112 })
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

const words = {
  en: { choose: 'Choose a workspace', email: 'E-mail', password: 'Password', action: 'Sign in' },
  'pt-BR': { choose: 'Escolha um espaço de trabalho', email: 'E-mail', password: 'Senha', action: 'Entrar' },
}

async function enterPassword(page: Page, language: keyof typeof words): Promise<void> {
  const word = words[language]
  await page.goto('/')
  await page.getByLabel(word.email).fill(ana.email)
  await page.getByLabel(word.password, { exact: true }).fill(ana.password)
  await page.getByRole('button', { name: word.action, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: word.choose }).waitFor()
}

// One story: each step stands on the one before.
describe('a second workspace', () => {
  it('is made by the operator for an e-mail that has an account, which the sign-in then asks about', async () => {
    const { page } = first
    await setUpWorkspace(page, product, ana)
    await signOut(page)
    await product.operate('workspace-create', '--name', north, '--admin-email', ana.email)
    await enterPassword(page, 'en')
    await lookAt(page, 'choose-workspace')
    await page.setViewportSize({ width: 1440, height: 900 })
    // By the keyboard alone: the first choice has the focus.
    // By the keyboard alone: the first choice has the focus.
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Profile of Ana Souza' }).waitFor()
    await page.getByText(ana.workspace, { exact: true }).first().waitFor()
  })

  it('is chosen in the language of the browser, and its audit log begins with who made it', async () => {
    const { page } = second
    await enterPassword(page, 'pt-BR')
    await lookAt(page, 'choose-workspace-pt')
    await page.setViewportSize({ width: 834, height: 1112 })
    await page.getByRole('button', { name: north }).click()
    await page.getByRole('button', { name: 'Profile of Ana Souza' }).waitFor()
    await page.goto('/audit')
    await page.getByRole('gridcell', { name: 'Set up the workspace' }).click()
    await page.getByRole('complementary').getByText('the command workspace:create', { exact: true }).waitFor()
    await lookAt(page, 'audit-of-second-workspace')
    await page.goto('/people')
    const people = page.getByRole('grid', { name: 'People' })
    await people.getByText(ana.email).waitFor()
    expect(await people.getByText('@').count()).toBe(1)
  })

  it('is left without leaving the first', async () => {
    await signOut(second.page)
    const { page } = first
    await page.goto('/people')
    await page.getByRole('grid', { name: 'People' }).getByText(ana.email).waitFor()
  })

  it('for a new e-mail prints the link by which its Admin sets a password', async () => {
    const output = await product.operate('workspace-create', '--name', 'South', '--admin-email', bia.email)
    const [link] = /http:\S+#\S+/.exec(output)!
    const { page, context, failures } = await visit(browser, product.url)
    await page.goto(link)
    await page.getByLabel('New password', { exact: true }).waitFor()
    await lookAt(page, 'first-password')
    await page.getByLabel('New password', { exact: true }).fill(bia.password)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByText('Your password is set').waitFor()
    await signIn(page, bia)
    await page.getByText('South', { exact: true }).first().waitFor()
    expect([...failures, ...first.failures, ...second.failures]).toEqual([])
    await context.close()
  })
})
