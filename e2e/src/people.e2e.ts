import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './support/check-accessibility.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, type Visitor, visit } from './support/open-browser.ts'
import { acceptInvitation, setUpWorkspace, signIn, signOut } from './support/sign-in.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { name: 'Beatriz Lima', email: 'bia@example.com', password: 'Secret-456' }

let product: Product
let browser: Browser
let admin: Visitor
let guest: Visitor

beforeAll(async () => {
  product = await startProduct()
  browser = await openBrowser()
  admin = await visit(browser, product.url)
  guest = await visit(browser, product.url, { language: 'pt-BR', width: 834, height: 1112 })
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

// One story: each step stands on the one before.
describe('people', () => {
  it('sets up the first workspace with the printed code, once', async () => {
    const { page } = admin
    await page.goto('/')
    await page.getByLabel('Set-up code').waitFor()
    await checkAccessibility(page, 'set-up')
    await setUpWorkspace(page, product, ana)
    await page.getByRole('link', { name: /Invite a person/ }).waitFor()
    await guest.page.goto('/set-up')
    await guest.page.getByText('Já está configurado').waitFor()
  })

  it('floats its menus beside the screen as places of their own', async () => {
    const { page } = admin
    for (const name of ['Help', 'Profile of Ana Souza']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('menu').waitFor()
      await checkAccessibility(page, `menu ${name}`, ['light'])
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'hidden' })
    }
    await page.getByRole('button', { name: 'Notifications', exact: true }).click()
    await page.getByText('Nothing new').waitFor()
    await checkAccessibility(page, 'notifications', ['light'])
    await page.keyboard.press('Escape')
  })

  it('says of a table that one may not open whom to ask, and offers nothing that cannot help', async () => {
    const { page } = admin
    await page.goto('/data/tables/00000000-0000-4000-8000-000000000000')
    await page.getByRole('heading', { level: 1, name: 'Nothing here that you can open' }).waitFor()
    await page.getByText('Ask an Admin of your workspace').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    expect(await page.getByText('Reference').count()).toBe(0)
    await checkAccessibility(page, 'nothing to open', ['light'])
  })

  it('declares an attribute and invites by a link that is shown once', async () => {
    const { page } = admin
    await page.goto('/people?tab=attributes')
    await page.getByRole('button', { name: 'Add attribute' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Label').fill('Country')
    await dialog.getByRole('button', { name: 'Add attribute' }).click()
    await page.getByText('user.country').first().waitFor()
    await page.getByRole('button', { name: 'Invite a person' }).click()
    await dialog.getByLabel('E-mail').fill(bia.email)
    await dialog.getByLabel('Country').fill('Brazil')
    await checkAccessibility(page, 'invite')
    await dialog.getByRole('button', { name: 'Create invitation' }).click()
    const link = await dialog.getByLabel('Link', { exact: true }).inputValue()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await acceptInvitation(guest.page, link, bia, 'pt-BR')
    await page.getByRole('tab', { name: 'Invitations' }).click()
    await page.getByText('Accepted').waitFor()
    await checkAccessibility(page, 'invitations')
    const late = await visit(browser, product.url)
    await late.page.goto(link)
    await late.page.getByText('This link does not work any more').waitFor()
    await late.context.close()
  })

  it('shows what a change of roles gives before it is saved, and the open screen has the rights at once', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByRole('grid', { name: 'People' }).getByText(bia.email).click()
    const panel = page.getByRole('complementary')
    expect(await panel.getByLabel('Country').inputValue()).toBe('Brazil')
    await panel.getByRole('checkbox', { name: 'Editor' }).click()
    await panel.getByText('Create, change and publish pages').waitFor()
    await checkAccessibility(page, 'person')
    await panel.getByRole('button', { name: 'Save changes' }).click()
    await guest.page.getByRole('link', { name: 'Pessoas' }).first().waitFor()
  })

  it('makes a role of the workspace, and whoever holds it may do what it says as soon as it says so', async () => {
    const { page } = admin
    await page.goto('/people?tab=roles')
    await page.getByText('No roles of your own yet').waitFor()
    await lookAt(page, 'roles')
    await page.getByRole('button', { name: 'New role' }).click()
    const panel = page.getByRole('complementary')
    await panel.getByRole('textbox', { name: 'Name' }).fill('Front desk')
    await panel.getByRole('textbox', { name: 'Description' }).fill('Welcomes people')
    await panel.getByRole('checkbox', { name: 'See who works in the workspace' }).click()
    await lookAt(page, 'new role')
    await panel.getByRole('button', { name: 'Create role' }).click()
    await page.getByText('Front desk was created').waitFor()

    const give = async (take: string[]) => {
      await page.goto('/people')
      await page.getByRole('grid', { name: 'People' }).getByText(bia.email).click()
      for (const name of take) await panel.getByRole('checkbox', { name }).click()
      await panel.getByRole('button', { name: 'Save changes' }).click()
      await page.getByText(/was changed$/).waitFor()
    }
    await give(['Front desk', 'Editor', 'Viewer'])
    const menu = guest.page.getByRole('navigation').first()
    await guest.page.goto('/profile')
    await guest.page.getByText(`${bia.email} · Front desk`).waitFor()
    await menu.getByRole('link', { name: 'Pessoas' }).waitFor()
    expect(await menu.getByRole('link', { name: 'Auditoria' }).count()).toBe(0)

    await page.goto('/people?tab=roles')
    await page.getByRole('button', { name: 'Edit Front desk' }).click()
    await panel.getByRole('checkbox', { name: 'Search and export the audit log' }).click()
    await panel.getByText('What this changes').waitFor()
    await panel.getByRole('listitem').getByText('1 person').waitFor()
    await lookAt(page, 'role')
    await panel.getByRole('button', { name: 'Save changes' }).click()
    await menu.getByRole('link', { name: 'Auditoria' }).waitFor()

    await panel.getByRole('button', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 person holds it').waitFor()
    await dialog.getByText(bia.name).waitFor()
    await lookAt(page, 'role in use')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await give(['Front desk', 'Editor', 'Viewer'])
    await page.goto('/people?tab=roles&edited=custom_front_desk')
    await panel.getByRole('button', { name: 'Delete…' }).click()
    await dialog.getByRole('button', { name: 'Delete role' }).click()
    await page.getByText('Front desk was deleted').waitFor()
    await menu.getByRole('link', { name: 'Auditoria' }).waitFor({ state: 'hidden' })
  })

  it('signs out every tab of a browser, and tells why a sign-in is refused', async () => {
    const second = await guest.context.newPage()
    await second.goto('/profile')
    await second.getByRole('heading', { name: 'Seu perfil' }).waitFor()
    await checkAccessibility(second, 'profile')
    await signOut(guest.page, 'pt-BR')
    await second.getByRole('button', { name: 'Entrar', exact: true }).waitFor()
    await second.close()
    const { page } = guest
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await page.getByLabel('E-mail').fill(bia.email)
      await page.getByLabel('Senha', { exact: true }).fill('wrong')
      const answered = page.waitForResponse(/sign-in$/)
      await page.getByRole('button', { name: 'Entrar', exact: true }).click()
      await answered
    }
    await page.getByText(/Muitas tentativas falharam. Tente de novo em 15 minutos/).waitFor()
    await checkAccessibility(page, 'sign-in')
  })

  it('ends the sessions of the deactivated at once and lets them come back', async () => {
    const other = { name: 'Caio', email: 'caio@example.com', password: 'Secret-789' }
    const { page } = admin
    await page.goto('/people?invite=true')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail').fill(other.email)
    await dialog.getByRole('button', { name: 'Create invitation' }).click()
    const link = await dialog.getByLabel('Link', { exact: true }).inputValue()
    await dialog.getByRole('button', { name: 'Done' }).click()
    const caio = await visit(browser, product.url)
    await acceptInvitation(caio.page, link, other)
    await page.getByText(other.email).click()
    await page.getByRole('button', { name: 'Deactivate…' }).click()
    await dialog.getByLabel('Reason').fill('Left the company')
    await dialog.getByRole('button', { name: 'Deactivate' }).click()
    await caio.page.getByText(/Your session has ended/).waitFor()
    await page.getByRole('button', { name: 'Reactivate' }).click()
    await page.getByText('Caio can sign in again').waitFor()
    await signIn(caio.page, other)
    expect(caio.failures).toEqual([])
  })

  it('lets somebody who forgot their password set a new one by a link', async () => {
    const { page } = admin
    await page.goto('/people')
    await page.getByRole('grid', { name: 'People' }).getByText(bia.email).click()
    await page.getByRole('button', { name: 'Reset password…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Create link' }).click()
    const link = await dialog.getByLabel('Link', { exact: true }).inputValue()
    await checkAccessibility(page, 'reset link')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await guest.page.goto(link)
    await guest.page.getByLabel('Nova senha', { exact: true }).fill('Secret-999')
    await checkAccessibility(guest.page, 'password reset')
    await guest.page.getByRole('button', { name: 'Definir senha' }).click()
    await guest.page.getByText('Sua senha foi definida').waitFor()
    // Though five wrong guesses had locked the e-mail.
    await signIn(guest.page, { email: bia.email, password: 'Secret-999' }, 'pt-BR')
    await guest.page.goto(link)
    await guest.page.getByText('Este link não funciona mais').waitFor()
  })
})

describe('audit', () => {
  it('finds every step with its changes, and proves that nobody altered it', async () => {
    const { page } = admin
    await page.goto('/audit')
    for (const act of ['Set up the workspace', 'Invite person', 'Accept invitation', 'Deactivate person'])
      await page.getByText(act).first().waitFor()
    await page.goto('/audit?operation=people/change-person')
    await page.getByRole('gridcell', { name: 'Change person' }).first().click()
    const panel = page.getByRole('complementary')
    await panel.getByText('editor, viewer').waitFor()
    await checkAccessibility(page, 'audit')
    await page.getByRole('combobox', { name: 'Outcome' }).click()
    await page.getByRole('listbox').waitFor()
    await checkAccessibility(page, 'list of a select', ['light'])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('The log is whole').waitFor()
    await page.keyboard.press('Escape')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/)
  })

  it('announces what comes in while somebody reads', async () => {
    const { page } = admin
    await page.goto('/audit')
    await page.getByText('Set up the workspace').first().waitFor()
    const second = await admin.context.newPage()
    await second.goto('/people?tab=attributes')
    await second.getByRole('button', { name: 'Add attribute' }).click()
    await second.getByRole('dialog').getByLabel('Label').fill('Team')
    await second.getByRole('dialog').getByRole('button', { name: 'Add attribute' }).click()
    await page.getByRole('button', { name: /new entr/ }).click()
    await page.getByText('Save attribute').first().waitFor()
    await second.close()
  })
})

describe('the documentation of the API', () => {
  it('is read and tried inside the product', async () => {
    const { page } = admin
    await page.goto('/api/docs?operation=people/list-roles')
    await page.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('"super_admin"').first().waitFor()
    await checkAccessibility(page, 'API documentation')
    expect([...admin.failures, ...guest.failures]).toEqual([])
  })
})
