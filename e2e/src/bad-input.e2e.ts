import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectWords } from './support/bad-input-words.ts'
import { type BadInputWorld, inviteLusophone, prepareWorld } from './support/bad-input-world.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { choose } from './support/choose.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { apiOf } from './support/prepare-orders.ts'
import { setUpWorkspace, signIn, signOut } from './support/sign-in.ts'
import { type Chinook, startChinook } from './support/start-chinook.ts'
import { type Product, startProduct } from './support/start-product.ts'
import { writeBomb, writeWorkbook } from './support/write-workbook.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }
const bia = { name: 'Beatriz Lima', email: 'bia@example.com', password: 'Secret-456' }

let product: Product
let shop: Chinook
let browser: Browser
let admin: Visitor
let world: BadInputWorld

const look = (page: Page, screen: string) => checkAccessibility(page, screen, ['light'])

beforeAll(async () => {
  ;[product, shop, browser] = await Promise.all([startProduct(), startChinook(), openBrowser()])
  admin = await visit(browser, product.url)
  await setUpWorkspace(admin.page, product, ana)
  const api = await apiOf(product.url, ana)
  world = await prepareWorld(api, shop)
  await inviteLusophone(api, bia)
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(admin.page, `failed-${task.name.slice(0, 30)}`)
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([product?.stop(), shop?.stop()])
})

describe.each(['en', 'pt-BR'] as const)('the form of a connection in %s', (language) => {
  const word = connectWords[language]

  it('says at the field what is wrong and what to do, and keeps what was typed', async () => {
    const visitor = language === 'en' ? admin : await visit(browser, product.url, { language })
    const { page } = visitor
    if (language === 'en') await page.goto('/data/sources/connect')
    else await signIn(page, bia, language, '/data/sources/connect')
    const typed = {
      [word.host]: shop.host,
      [word.port]: String(shop.port),
      [word.database]: shop.database,
      [word.user]: shop.user,
      [word.password]: shop.password,
    }
    const field = (label: string) => page.getByLabel(label, { exact: true })
    for (const [label, text] of Object.entries(typed)) await field(label).fill(text)
    const encryption = page.getByRole('combobox', { name: word.encryption })
    await choose(page, encryption, word.withoutTls)
    const expectKept = async (except: string) => {
      for (const [label, text] of Object.entries(typed))
        if (label !== except) expect(await field(label).inputValue()).toBe(text)
    }

    const mistakes: [label: string, text: string, answer: RegExp][] = [
      [word.host, 'no-such-host.invalid', word.unknownHost],
      [word.host, '169.254.169.254', word.metadata],
      [word.database, 'nowhere', word.wrongDatabase],
      [word.password, 'Wrong-1', word.wrongPassword],
    ]
    for (const [label, text, answer] of mistakes) {
      await field(label).fill(text)
      await page.getByRole('button', { name: word.test }).click()
      await page.getByRole('alert').getByText(answer).waitFor()
      await noteOf(page, label, answer).waitFor()
      expect(await field(label).inputValue()).toBe(text)
      await expectKept(label)
      // The same screen each time: only the field and the words differ.
      if (answer === word.unknownHost) await look(page, 'connection with a mistake')
      await field(label).fill(typed[label]!)
      await page.getByRole('alert').waitFor({ state: 'hidden' })
    }

    await choose(page, encryption, word.withTls)
    await page.getByRole('button', { name: word.test }).click()
    await page.getByRole('alert').getByText(word.refusedTls).waitFor()
    expect(await encryption.textContent()).toContain(word.withTls)
    await expectKept('')
    await look(page, 'connection: TLS refused')
    await choose(page, encryption, word.withoutTls)
    await page.getByRole('button', { name: word.test }).click()
    await page.getByText(word.reached).waitFor()
    await page.getByText(word.noKey).waitFor()
    await page.getByRole('button', { name: word.back }).click()
    await expectKept('')
    expect(unexpected(visitor)).toEqual([])
    if (language !== 'en') await visitor.context.close()
  })
})

describe('a table without a key', () => {
  it('is shown, and says why it is read-only and what to do', async () => {
    const { page } = admin
    await page.goto(`/data/tables/${world.keylessId}`)
    await page.getByRole('gridcell', { name: 'Mind the step' }).waitFor()
    const reason = page.getByRole('button', { name: /has no primary key.*Add a key in the database/ })
    await reason.waitFor()
    expect(await page.getByRole('button', { name: 'New record' }).count()).toBe(0)
    await look(page, 'table without a key')
    await page
      .getByRole('button', { name: /filter/i })
      .first()
      .click()
    await page.getByRole('menu').waitFor()
    await look(page, 'menu of filters')
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await reason.hover()
    await page.getByText(/^This table has no primary key/).waitFor()
  })
})

// One story: the column goes, the source is looked at again, the page is mended.
describe('a column dropped under a page', () => {
  it('leaves the page open, and each widget says what happened and who mends it', async () => {
    const { page } = admin
    await page.goto(`/pages/${world.stockPageId}`)
    await page.getByRole('region', { name: 'Value' }).getByText('30').waitFor()
    await shop.query('alter table stock drop column price')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Stock' }).waitFor()
    await page
      .getByRole('region', { name: 'Value' })
      .getByText(/Have it looked at again/)
      .waitFor()
    await page.getByText('The data could not be read').waitFor()
    await look(page, 'page over a dropped column')
  })

  it('is reported when the source is looked at again', async () => {
    const { page } = admin
    await page.goto(`/data/sources/${world.sourceId}`)
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('stock.price').waitFor()
    await look(page, 'source that has changed')
  })

  it('then shows the rest, and says which figure is gone', async () => {
    const { page } = admin
    await page.goto(`/pages/${world.stockPageId}`)
    await page.getByRole('gridcell', { name: 'Nails' }).waitFor()
    expect(await page.getByRole('columnheader', { name: /price/i }).count()).toBe(0)
    for (const title of ['Value', 'Price'])
      await page
        .getByRole('region', { name: title })
        .getByText(/column that this uses is gone/)
        .waitFor()
    await look(page, 'page without a column')
  })

  it('stands in the editor’s list of problems by its name, with what to do', async () => {
    const { page } = admin
    await page.goto(`/pages/${world.stockPageId}/edit`)
    await page.getByRole('button', { name: /^Problems/ }).click()
    await page.getByText('The column “price” does not exist any more').first().waitFor()
    await look(page, 'editor with a lost column')
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/have to be mended first|has to be mended first/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
  })
})

describe('a formula', () => {
  it('that names nothing is refused at its field and in the list of problems, with the name meant', async () => {
    const { page } = admin
    await page.goto(`/pages/${world.formulaPageId}/edit`)
    await page.getByRole('group', { name: 'Text text1', exact: true }).click()
    const panel = page.getByRole('complementary', { name: 'Properties' })
    await panel.getByRole('textbox', { name: 'Text', exact: true }).fill('{{ stok.rows }}')
    const answer = '"stok" is not known here. Did you mean "stock"?'
    await panel.getByRole('button', { name: answer }).waitFor()
    await page.getByRole('button', { name: /^Problems/ }).click()
    await page.getByRole('tabpanel').getByText(answer).waitFor()
    await look(page, 'formula that names nothing')
    await panel.getByRole('textbox', { name: 'Text', exact: true }).fill('{{ stock.rows }}')
    await page.getByText('No problems').waitFor()
  })

  it('that closes a circle is refused with the whole circle', async () => {
    const { page } = admin
    await page.getByRole('group', { name: 'Filter city', exact: true }).click()
    const panel = page.getByRole('complementary', { name: 'Properties' })
    await panel.getByRole('button', { name: 'Value at first: use an expression' }).click()
    await panel.getByRole('textbox', { name: 'Value at first' }).fill('town.value')
    const answer = /need one another in a circle: .*city\.defaultValue.*Take one of them out/
    await panel.getByText(answer).waitFor()
    await page.getByRole('tabpanel').getByText(answer).waitFor()
    await look(page, 'circle of bindings')
    expect(unexpected(admin)).toEqual([])
  })
})

describe('a file', () => {
  const wide = Array.from({ length: 300 }, (_, at) => `c${at}`)

  it.each([
    [
      'bomb.xlsx',
      writeBomb(),
      /unpacks to far more than its size.*Save it again with your spreadsheet program/,
    ],
    ['wide.xlsx', writeWorkbook('Wide', [wide, wide]), /has more than 250 columns. Remove those/],
  ])('%s is refused with what to do', async (name, buffer, answer) => {
    const { page } = admin
    await give(page, name, buffer)
    await page.getByRole('status').or(page.getByRole('alert')).getByText(answer).waitFor()
    await page.getByLabel('Drop a spreadsheet here').waitFor({ state: 'attached' })
    await look(page, name)
  })

  it('with merged headers and mixed types is shown as it was understood, with both remarks', async () => {
    const { page } = admin
    const rows = Array.from({ length: 30 }, (_, at) => [at + 1, at * 1.5, at === 7 ? 'free' : at * 2])
    const header = [
      ['Order', 'Amount', null],
      [null, 'Net', 'Gross'],
    ]
    await give(page, 'merged.xlsx', writeWorkbook('Orders', [...header, ...rows], ['A1:A2', 'B1:C1']))
    const preview = page.getByRole('region', { name: 'First rows' })
    for (const name of ['Order', 'Amount – Net', 'Amount – Gross'])
      await preview.getByRole('columnheader', { name }).waitFor()
    await page.getByText(/put together from merged cells/).waitFor()
    await page.getByText(/of the values look alike.*Choose another type/).waitFor()
    await look(page, 'merged headers and mixed types')
  })

  it('with 16,000 characters in a cell is taken whole', async () => {
    const { page } = admin
    const rows = [
      ['Number', 'Words'],
      [1, 'long '.repeat(3_200)],
    ]
    await give(page, 'long.xlsx', writeWorkbook('Long', rows))
    const preview = page.getByRole('region', { name: 'First rows' })
    await preview.getByRole('cell', { name: /^long long/ }).waitFor()
    await look(page, 'long cell')
    await page.getByRole('button', { name: 'Load 2 columns' }).click()
    await page.getByText('1 row was loaded.').waitFor()
  })

  it('in Windows-1252 with semicolons and decimal commas is read so, and says so', async () => {
    const { page } = admin
    const text = 'Nº;Município;Preço (R$)\r\n1;São Paulo;1.234,56\r\n2;Belém;0,5\r\n'
    await give(page, 'preços.csv', Buffer.from(text, 'latin1'))
    const preview = page.getByRole('region', { name: 'First rows' })
    await preview.getByRole('columnheader', { name: 'Preço (R$) Decimal number' }).waitFor()
    await preview.getByRole('cell', { name: 'São Paulo' }).waitFor()
    await preview.getByRole('cell', { name: '1.234,56' }).waitFor()
    const chosen = (label: string) => page.getByRole('combobox', { name: label }).textContent()
    expect(await chosen('Encoding')).toContain('Windows (Western)')
    expect(await chosen('Columns split by')).toContain('Semicolon')
    expect(await chosen('Numbers')).toContain('1.234,56')
    await look(page, 'Windows-1252')
    expect(unexpected(admin)).toEqual([])
  })
})

describe('a token after sign-out', () => {
  it('is refused, and the other tab goes to sign-in', async () => {
    const { page, context } = admin
    const other = await context.newPage()
    const [request] = await Promise.all([
      other.waitForRequest((each) => each.headers().authorization !== undefined),
      other.goto('/data/tables'),
    ])
    const { authorization } = request.headers()
    await other.getByRole('heading', { level: 1 }).waitFor()
    await page.goto('/')
    await signOut(page)
    await other.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    await look(other, 'signed out in another tab')
    const answer = await fetch(`${product.url}/api/tables`, { headers: { authorization: authorization! } })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('Sign in') })
  })
})

/** What failed besides the sources, whose failures are what this test is about. */
function unexpected({ failures }: Visitor): string[] {
  return failures.filter((failure) => !failure.startsWith('502'))
}

/** Drops a file on the screen of uploads, which it opens anew. */
async function give(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/data/imports/new')
  await page
    .getByLabel('Drop a spreadsheet here')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
}

/** The words that a screen reader reads with a field: what is wrong with it. */
function noteOf(page: Page, label: string, words: RegExp) {
  return page.locator('div', { has: page.getByLabel(label, { exact: true }), hasText: words }).last()
}
