import {
  describeTable,
  listCatalogue,
  saveRelation,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { emptyPage } from '@flexoffice/contract/page-document'
import { createPage } from '@flexoffice/contract/pages'
import { invitePerson } from '@flexoffice/contract/people'
import { connectSource, refreshSource } from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findAndChoose } from './support/choose.ts'
import { lookAt } from './support/look-at.ts'
import { openBrowser, takePicture, type Visitor, visit } from './support/open-browser.ts'
import { apiOf } from './support/prepare-orders.ts'
import { acceptInvitation, setUpWorkspace } from './support/sign-in.ts'
import { type Chinook, startChinook } from './support/start-chinook.ts'
import { type Product, startProduct } from './support/start-product.ts'

const ana = { workspace: 'Chinook', name: 'Ana Souza', email: 'ana@example.com', password: 'Secret-123' }

const bia = { name: 'Beatriz Lima', password: 'Secret-456' }

let product: Product
let shop: Chinook
let browser: Browser
let admin: Visitor
let api: Client
let sourceId = ''
let track: TableStructure

// Tracks have lost a column and a foreign key, and got a column that nobody has decided on yet.
beforeAll(async () => {
  ;[product, shop, browser] = await Promise.all([startProduct(), startChinook(), openBrowser()])
  admin = await visit(browser, product.url)
  await setUpWorkspace(admin.page, product, ana)
  api = await apiOf(product.url, ana)
  await shop.query('alter table track drop constraint track_genre_id_fkey')
  const { host, port, database, user, password } = shop
  const settings = { host, port, database, user, password, tlsMode: 'disable' }
  const source = await api.call(connectSource, { name: 'Music shop', connector: 'postgres', settings })
  sourceId = source.id
  await shop.query('alter table track drop column composer, add column isrc text')
  await api.call(refreshSource, { sourceId })
  track = await structureOf('track')
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(admin.page, 'failed-structure')
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([product?.stop(), shop?.stop()])
})

// One story: words, what others do to them meanwhile, then relations from nothing to removal.
describe('structure of a table', () => {
  it('opens from the tables of a source, with what the source says of each column', async () => {
    const { page } = admin
    await page.goto(`/data/sources/${sourceId}`)
    await page.getByRole('link', { name: 'Structure of Track', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Structure of Track' }).waitFor()
    await row(page, 'track_id').getByText('Key').waitFor()
    await row(page, 'unit_price').getByText('numeric(10,2) · required').waitFor()
    await row(page, 'isrc').getByText('New').waitFor()
    await row(page, 'composer').getByText('Missing').waitFor()
    expect(await row(page, 'composer').getByRole('textbox').count()).toBe(0)
    await lookAt(page, 'structure-columns')
  })

  it('changes words by the keyboard, refuses an empty label and takes a saved change back', async () => {
    const { page } = admin
    await page.getByLabel('Label of milliseconds').fill('')
    await page.keyboard.press('Enter')
    await page.keyboard.type('ignored')
    await page.keyboard.press('Escape')
    await page.getByLabel('Description of milliseconds').fill('How long it plays')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect.poll(() => focusedLabel(page)).toBe('Label of milliseconds')
    await row(page, 'milliseconds').getByText('Give it a label').waitFor()
    await page.getByLabel('Label of milliseconds').fill('Duration')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('2 changes saved').waitFor()
    expect(await wordsOf('milliseconds')).toEqual(['Duration', 'How long it plays'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByLabel('Label of milliseconds').inputValue()).toBe('Milliseconds')
    expect(await wordsOf('milliseconds')).toEqual(['Milliseconds', ''])
  })

  it('shows at once what somebody else changed meanwhile, and loses neither', async () => {
    const { page } = admin
    await page.getByLabel('Label', { exact: true }).fill('Songs')
    await page.getByLabel('Label of bytes').fill('Size')
    await api.call(describeTable, { tableId: track.table.id, label: 'Recordings' })
    await page.getByText('track: yours “Songs”, theirs “Recordings”').waitFor()
    expect(await page.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true)
    await lookAt(page, 'structure-conflict')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('2 changes saved').first().waitFor()
    await page.getByRole('heading', { level: 1, name: 'Structure of Songs' }).waitFor()
    expect(await wordsOf('bytes')).toEqual(['Size', ''])
  })

  it('declares a relation with what it suggests, beside those of the source', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: /^Relations/ }).click()
    await row(page, 'album').getByText('Foreign key').waitFor()
    expect(await page.getByRole('button', { name: 'Remove album' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Add relation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Add relation' }).click()
    await dialog.getByRole('alert').getByText('Choose the table that it leads to').waitFor()
    await findAndChoose(page, dialog.getByRole('combobox', { name: 'Leads to the table' }), 'Genre')
    await expect.poll(() => dialog.getByLabel('Name').inputValue()).toBe('genre')
    expect(await dialog.getByRole('combobox', { name: 'Column 1 of Songs' }).inputValue()).toBe('genre_id')
    await lookAt(page, 'structure-relation-dialog')
    await dialog.getByRole('button', { name: 'Add relation' }).click()
    await row(page, 'genre').getByText('Declared here').waitFor()
    expect((await structureOf('track')).relations.map(({ name }) => name)).toContain('genre')
  })

  it('changes a relation, warns where it would lead to many rows, and sees a change in between', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Change genre' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('album')
    await dialog.getByRole('button', { name: 'Save relation' }).click()
    await dialog.getByText('A column or relation of this table has this name').first().waitFor()
    await findAndChoose(page, dialog.getByRole('combobox', { name: 'Column 1 of Songs' }), 'name')
    await findAndChoose(page, dialog.getByRole('combobox', { name: 'Column 1 of Genre' }), 'name')
    await dialog.getByText('Pages and row rules will not follow it').waitFor()
    await findAndChoose(page, dialog.getByRole('combobox', { name: 'Leads to the table' }), 'Artist')
    await dialog.getByText('No page and no row rule').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => focusedLabel(page)).toBe('Change genre')

    await page.getByRole('button', { name: 'Change genre' }).click()
    const { id: relationId, origin: _, ...parts } = (await relationNamed('genre'))!
    await api.call(saveRelation, { tableId: track.table.id, relationId, ...parts, name: 'style' })
    await dialog.getByLabel('Name').fill('kind')
    await dialog.getByRole('button', { name: 'Save relation' }).click()
    await dialog.getByText('Somebody else changed this relation meanwhile').first().waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await row(page, 'style').getByText('Declared here').waitFor()
  })

  it('names the pages that follow a relation before it is removed', async () => {
    const { page } = admin
    await api.call(createPage, { title: 'Songs by style', document: await pageOver('style') })
    await page.getByRole('button', { name: 'Remove style' }).click()
    await page.getByRole('dialog').getByText('Songs by style (draft only)').waitFor()
    await lookAt(page, 'structure-remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove relation' }).click()
    await page.getByText('Relation style removed').waitFor()
    expect(await relationNamed('style')).toBeUndefined()
  })

  it('is reached from the table and by search, and marks the table sensitive', async () => {
    const { page } = admin
    await page.goto(`/data/tables/${track.table.id}`)
    await page.getByRole('link', { name: 'Structure', exact: true }).click()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitemcheckbox', { name: /^Sensitive/ }).click()
    await page.getByText('Sensitive', { exact: true }).waitFor()
    expect((await structureOf('track')).table.sensitive).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('public.genre')
    await page.getByRole('option', { name: 'Genre public.genre' }).click()
    await page.getByRole('heading', { level: 1, name: 'Structure of Genre' }).waitFor()
    await page.getByRole('tab', { name: /^Relations/ }).click()
    await page.getByText('No relations from this table yet').waitFor()
    await lookAt(page, 'structure-no-relations')
    expect(admin.failures).toEqual([])
  })

  it('fits a tablet, speaks Portuguese, and leaves it to Admins what is sensitive', async () => {
    const { page, failures } = await visit(browser, product.url, {
      language: 'pt-BR',
      width: 834,
      height: 1112,
    })
    const invitation = await api.call(invitePerson, { email: 'bia@example.com', roles: ['developer'] })
    await acceptInvitation(page, invitation.link, bia, 'pt-BR')
    await page.goto(`/data/tables/${track.table.id}/structure?tab=relations`)
    await row(page, 'album').getByText('Chave estrangeira').waitFor()
    await page.getByRole('link', { name: 'Abrir tabela' }).waitFor()
    expect(await page.getByRole('button', { name: 'Mais' }).count()).toBe(0)
    await lookAt(page, 'structure-relations')
    const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    expect(await page.evaluate(isWide)).toBe(false)
    expect(failures).toEqual([])
  })
})

async function structureOf(name: string): Promise<TableStructure> {
  const { tables } = await api.call(listCatalogue, { sourceId })
  return api.call(showCatalogueTable, { tableId: tables.find((table) => table.name === name)!.id })
}

async function wordsOf(name: string): Promise<string[]> {
  const column = (await structureOf('track')).columns.find((candidate) => candidate.name === name)!
  return [column.label, column.description]
}

async function relationNamed(name: string) {
  return (await structureOf('track')).relations.find((relation) => relation.name === name)
}

/** A page whose only query shows the names of tracks with something that a relation leads to. */
async function pageOver(name: string) {
  const relation = (await relationNamed(name))!
  const genre = await structureOf('genre')
  const idOf = ({ columns }: TableStructure) => columns.find((column) => column.name === 'name')!.id
  const document = emptyPage('Songs by style')
  document.queries.q1 = {
    id: 'q1',
    name: 'songs',
    kind: 'structured',
    runs: 'automatic',
    query: {
      table: track.table.id,
      select: [
        { field: { column: idOf(track) }, as: 'song' },
        { field: { column: idOf(genre), through: [relation.id] }, as: 'style' },
      ],
      page: { kind: 'offset', offset: 0, limit: 20 },
    },
  }
  return document
}

/** The row that speaks of a column or relation. */
function row(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
}

function focusedLabel(page: Page) {
  return page.evaluate<string | null>('document.activeElement?.getAttribute("aria-label")')
}
