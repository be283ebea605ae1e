import { newId } from '@flexoffice/base'
import { listCatalogue, saveRelation, showCatalogueTable } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/pages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorkspace } from './testing/test-workspace.ts'
import { problemOf, startTestWorkspace } from './testing/test-workspace.ts'

let workspace: TestWorkspace
let relationId: string

beforeAll(async () => {
  workspace = await startTestWorkspace()
  const { admin, tableId, columns } = workspace
  await workspace.sql('create table country (code text primary key, name text)')
  await workspace.look()
  const { tables } = await admin.client.call(listCatalogue, {})
  const toTable = tables.find((table) => table.name === 'country')!.id
  const target = await admin.client.call(showCatalogueTable, { tableId: toTable })
  const relation = await admin.client.call(saveRelation, {
    tableId,
    name: 'home',
    columns: [columns.country!],
    toTable,
    toColumns: target.table.key,
  })
  relationId = relation.id
}, 60_000)
afterAll(() => workspace.server.stop())

/** The page of orders with the name of the country, which the relation leads to. */
async function pageOverRelation() {
  const { admin, ordersPage } = workspace
  const { tables } = await admin.client.call(listCatalogue, {})
  const tableId = tables.find((table) => table.name === 'country')!.id
  const { columns } = await admin.client.call(showCatalogueTable, { tableId })
  const document = ordersPage()
  const query = document.queries.q1!.query as { select: unknown[] }
  const name = columns.find((column) => column.name === 'name')!.id
  query.select.push({ field: { column: name, through: [relationId] }, as: 'home' })
  return document
}

describe('list-relation-uses', () => {
  const uses = (person = workspace.admin) => person.client.call(contract.listRelationUses, { relationId })

  it('works: names drafts and published pages, until neither follows the relation', async () => {
    const { admin, ordersPage } = workspace
    await admin.client.call(contract.createPage, { title: 'Plain', document: ordersPage() })
    expect(await uses()).toEqual({ pages: [], hidden: 0 })
    const document = await pageOverRelation()
    const { id } = await admin.client.call(contract.createPage, { title: 'Homes', document })
    expect((await uses()).pages).toEqual([{ id, title: 'Homes', draft: true, published: false }])
    await admin.client.call(contract.publishPage, { pageId: id })
    expect((await uses()).pages).toEqual([{ id, title: 'Homes', draft: true, published: true }])

    const developer = await workspace.server.createPerson({ roles: ['developer'] })
    await admin.client.call(contract.changePage, { pageId: id, readers: ['sales'] })
    expect(await uses(developer)).toEqual({ pages: [], hidden: 1 })

    await admin.client.call(contract.removePage, { pageId: id })
    expect(await uses()).toEqual({ pages: [], hidden: 0 })
  })

  it('is not misled by what a draft held before', async () => {
    const { admin, ordersPage } = workspace
    const { id } = await admin.client.call(contract.createPage, { title: 'Turned', document: ordersPage() })
    await admin.client.call(contract.publishPage, { pageId: id })
    const other = await admin.client.call(contract.createPage, {
      title: 'Source of the state',
      document: await pageOverRelation(),
    })
    // The plain page takes over the other's draft, log and all, then goes back to its own version.
    await workspace.server.query(
      `update pages.draft set state = (select state from pages.draft where page_id = $2) where page_id = $1`,
      [id, other.id],
    )
    const draftsOf = async () => (await uses()).pages.filter((page) => page.draft).map((page) => page.id)
    expect((await draftsOf()).sort()).toEqual([id, other.id].sort())
    await admin.client.call(contract.restorePageVersion, { pageId: id, number: 1 })
    expect(await draftsOf()).toEqual([other.id])
  })

  it('refuses bad input', async () => {
    const { admin } = workspace
    const asked = admin.client.call(contract.listRelationUses, { relationId: 'home' })
    expect(await problemOf(asked)).toMatchObject({ code: 'invalid_input' })
    expect(await admin.client.call(contract.listRelationUses, { relationId: newId() })).toEqual({
      pages: [],
      hidden: 0,
    })
  })

  it('refuses this actor', async () => {
    expect(await problemOf(uses(workspace.editor))).toMatchObject({ code: 'forbidden' })
  })

  it('refuses the other tenant', async () => {
    expect(await uses(workspace.outsider)).toEqual({ pages: [], hidden: 0 })
  })
})
