import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import { listPages, removePage, runPageQuery, showPage, showPublishedPage } from '@flexoffice/contract/pages'
import * as contract from '@flexoffice/contract/samples'
import { cancelImport, listImports } from '@flexoffice/contract/sources'
import { dropUploadedTable } from '@flexoffice/contract/uploaded-tables'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { features } from '../../features.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { clearCompany } from './clear-company.ts'
import { finishOpening } from './finish-opening.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(features)
})
afterAll(() => server.stop())

const show = (person: TestPerson) => person.client.call(contract.showSampleCompany, {})
const open = (person: TestPerson, readers: string[] = [], language: 'en' | 'pt-BR' = 'en') =>
  person.client.call(contract.openSampleCompany, { language, readers })
const remove = (person: TestPerson, name = 'Pico da Lua') =>
  person.client.call(contract.removeSampleCompany, { name })

async function workspaceOf(...roles: string[]): Promise<TestPerson> {
  const tenantId = await server.createTenant()
  return server.createPerson({ roles, tenantId })
}

const colleague = ({ tenantId }: TestPerson, role: string) =>
  server.createPerson({ roles: [role], tenantId, name: role })

function waitForState(person: TestPerson, state: contract.SampleCompany['state']) {
  const reached = async () => {
    const shown = await show(person)
    return shown.state === state ? shown : null
  }
  return waitFor(reached, { timeoutSeconds: 60, what: `the sample company to be ${state}` })
}

async function publicTables({ tenantId }: TestPerson): Promise<string[]> {
  const { pool } = await workspaceDatabase(server.runtime, tenantId)
  const { rows } = await pool.query({
    text: `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  })
  return rows.map(([name]) => String(name))
}

const job = (person: TestPerson, name: string) => ({
  runtime: server.runtime,
  tenantId: person.tenantId,
  actor: {
    kind: 'system' as const,
    name: `job ${name}`,
    tenantId: person.tenantId,
    permissions: new Set<never>(),
  },
  attempt: 1,
  signal: new AbortController().signal,
})

describe('open-sample-company', () => {
  let admin: TestPerson
  let viewer: TestPerson
  let company: contract.SampleCompany

  beforeAll(async () => {
    admin = await workspaceOf('admin')
    viewer = await colleague(admin, 'viewer')
    expect(await show(admin)).toMatchObject({
      state: 'none',
      workspaceIsEmpty: true,
      abilities: { open: true, remove: false },
    })
    expect(await open(admin, ['viewer'])).toMatchObject({ state: 'opening', page: null, tables: [] })
    company = await waitForState(admin, 'ready')
  })

  it('makes tables that name rows of each other, as uploads of the person', async () => {
    expect(company.tables.map(({ label }) => label)).toEqual([
      'Customers',
      'Products',
      'Orders',
      'Order lines',
    ])
    expect(company).toMatchObject({
      progress: 1,
      problem: null,
      workspaceIsEmpty: false,
      abilities: { open: false, remove: true },
    })
    const [customers, products, orders, lines] = company.tables.map(({ id }) => id) as [string, ...string[]]
    const structure = (tableId: string) => admin.client.call(showCatalogueTable, { tableId })
    const leads = async (tableId: string) =>
      (await structure(tableId)).relations.map(({ name, toTable }) => [name, toTable])
    expect(await leads(orders!)).toEqual([['customer', customers]])
    expect(await leads(lines!)).toEqual([
      ['order', orders],
      ['product', products],
    ])
    const { imports } = await admin.client.call(listImports, {})
    expect(imports.map(({ state, rowsFailed }) => [state, rowsFailed])).toEqual(
      Array.from({ length: 4 }, () => ['done', 0]),
    )
  })

  it('has lines that add up to the totals of their orders', async () => {
    const { pool } = await workspaceDatabase(server.runtime, admin.tenantId)
    const { rows } = await pool.query({
      text: `select count(*), count(*) filter (where total is distinct from (
          select sum(amount) from order_lines where order_id = orders.id)),
          count(*) filter (where not exists (select from customers where customers.id = customer_id))
        from orders`,
    })
    const [orders, wrong, lost] = rows[0]!.map(Number)
    expect(orders).toBeGreaterThan(500)
    expect([wrong, lost]).toEqual([0, 0])
  })

  it('publishes a page without a problem, whose every query has rows for its readers', async () => {
    const pageId = company.page!.id
    const { page, document, problems } = await admin.client.call(showPage, { pageId })
    expect(problems).toEqual([])
    expect(page).toMatchObject({ title: 'Sales', readers: ['viewer'], publishedVersion: 1 })
    await viewer.client.call(showPublishedPage, { pageId })
    for (const queryId of Object.keys(document.queries)) {
      const answer = (await viewer.client.call(runPageQuery, { pageId, queryId })) as { rows: unknown[] }
      expect(answer.rows.length, queryId).toBeGreaterThan(0)
    }
    expect((await viewer.client.call(listTables, {})).tables).toHaveLength(4)
  })

  it('is there once: a second call says so, also from another person of the workspace', async () => {
    const editor = await colleague(admin, 'editor')
    for (const person of [admin, editor])
      expect(await refusal(open(person))).toMatchObject({
        status: 409,
        reason: 'sample_company_exists',
        detail: expect.stringContaining('remove it'),
      })
    expect(await publicTables(admin)).toHaveLength(4)
  })

  it('is not seen from another workspace, which may have its own', async () => {
    const outsider = await workspaceOf('admin')
    expect(await show(outsider)).toMatchObject({ state: 'none', tables: [], page: null })
    expect(await refusal(remove(outsider))).toMatchObject({ code: 'not_found' })
    expect(await outsider.client.call(contract.showSampleUses, {})).toEqual({ pages: [], otherPages: 0 })
    expect((await show(admin)).state).toBe('ready')
  })

  it('has its steps in the audit log, with who asked', async () => {
    const entries = await server.auditOf(admin.tenantId)
    const steps = entries.filter(({ operation }) => operation.startsWith('samples/'))
    expect(steps.map(({ operation, outcome }) => [operation, outcome])).toEqual(
      expect.arrayContaining([
        ['samples/open-sample-company', 'done'],
        ['samples/relate-tables', 'done'],
        ['samples/publish-sales-page', 'done'],
      ]),
    )
    const opened = steps.find(({ operation }) => operation === 'samples/open-sample-company')!
    expect(opened.payload).toMatchObject({ actor: { id: admin.id }, ip: '127.0.0.1' })
    const [first] = opened.payload.records as { object: object }[]
    expect(first!.object).toMatchObject({ type: 'sample_company', name: 'Pico da Lua' })
  })
})

describe('open-sample-company refuses', () => {
  it('who may not upload or not build pages, and names what is missing', async () => {
    const admin = await workspaceOf('admin')
    const developer = await colleague(admin, 'developer')
    const viewer = await colleague(admin, 'viewer')
    expect(await refusal(open(developer))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(open(viewer))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(show(viewer))).toMatchObject({ code: 'forbidden' })
    expect((await show(developer)).abilities).toEqual({ open: false, remove: false })
    expect((await show(admin)).state).toBe('none')
  })

  it('unknown readers, languages and keys', async () => {
    const admin = await workspaceOf('admin')
    expect(await refusal(open(admin, ['nobody']))).toMatchObject({ fields: [{ path: '/readers/0' }] })
    const call = (input: object) => admin.client.call(contract.openSampleCompany, input as never)
    expect(await refusal(call({ language: 'xx' }))).toMatchObject({ fields: [{ path: '/language' }] })
    expect(await refusal(call({ language: 'en', more: 1 }))).toMatchObject({ code: 'invalid_input' })
    expect((await show(admin)).state).toBe('none')
  })

  it('all but one of many calls at once', async () => {
    const editor = await workspaceOf('editor')
    const calls = await Promise.allSettled(Array.from({ length: 5 }, () => open(editor)))
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const ready = await waitForState(editor, 'ready')
    expect(ready.tables).toHaveLength(4)
    expect(await publicTables(editor)).toHaveLength(4)
    expect((await editor.client.call(listPages, {})).pages).toHaveLength(1)
  })
})

describe('an opening that is cut off', () => {
  it('is finished once by the second look of its job, wherever the first run died', async () => {
    const admin = await workspaceOf('admin')
    await open(admin)
    await waitForState(admin, 'ready')
    // The tables and relations stood, and the process died before the page.
    await server.query(`delete from pages.page where tenant_id = $1`, [admin.tenantId])
    await server.query(`update samples.company set state = 'opening', page_id = null where tenant_id = $1`, [
      admin.tenantId,
    ])
    const company = await waitForState(admin, 'ready')
    await finishOpening(job(admin, 'samples/finish-opening'))
    const { pages } = await admin.client.call(listPages, {})
    expect(pages.map(({ id }) => id)).toEqual([company.page!.id])
    const { relations } = await admin.client.call(showCatalogueTable, { tableId: company.tables[3]!.id })
    expect(relations).toHaveLength(2)
  })

  it('leaves nothing when a table was not loaded, says why, and may be begun again', async () => {
    const admin = await workspaceOf('admin')
    await open(admin)
    const cancelOne = async () => {
      const { imports } = await admin.client.call(listImports, {})
      for (const { id } of imports) {
        const cancelled = await admin.client.call(cancelImport, { importId: id }).catch(() => null)
        if (cancelled) return true
      }
      return null
    }
    await waitFor(cancelOne, { timeoutSeconds: 10 })
    const failed = await waitForState(admin, 'failed')
    expect(failed).toMatchObject({
      tables: [],
      page: null,
      problem: { code: 'sample_table_not_loaded' },
      workspaceIsEmpty: true,
      abilities: { open: true, remove: false },
    })
    expect(await publicTables(admin)).toEqual([])
    expect((await admin.client.call(listPages, {})).pages).toEqual([])
    await open(admin)
    expect((await waitForState(admin, 'ready')).problem).toBeNull()
  })

  it('leaves nothing when it is taken back while it opens', async () => {
    const editor = await workspaceOf('editor')
    await open(editor)
    expect(await remove(editor)).toMatchObject({ state: 'removing', abilities: { remove: false } })
    expect(await waitForState(editor, 'none')).toMatchObject({ workspaceIsEmpty: true })
    expect(await publicTables(editor)).toEqual([])
    expect((await editor.client.call(listPages, {})).pages).toEqual([])
  })

  it('leaves nothing when whoever opened it may not build pages any more', async () => {
    const admin = await workspaceOf('admin')
    const editor = await colleague(admin, 'editor')
    await open(editor)
    await server.query(`update people.person set roles = '{developer}' where id = $1`, [editor.id])
    const failed = await waitForState(admin, 'failed')
    expect(failed).toMatchObject({ problem: { code: 'forbidden' }, tables: [] })
    expect(await publicTables(admin)).toEqual([])
  })
})

describe('remove-sample-company', () => {
  let admin: TestPerson
  let company: contract.SampleCompany

  beforeAll(async () => {
    admin = await workspaceOf('admin')
    await open(admin, [], 'pt-BR')
    company = await waitForState(admin, 'ready')
    expect(company.tables.map(({ label }) => label)).toEqual([
      'Clientes',
      'Produtos',
      'Pedidos',
      'Itens de pedido',
    ])
  })

  it('refuses another name, who may not, and who did not open it', async () => {
    const editor = await colleague(admin, 'editor')
    const viewer = await colleague(admin, 'viewer')
    expect(await refusal(remove(admin, 'pico da lua'))).toMatchObject({ fields: [{ path: '/name' }] })
    expect(await refusal(remove(viewer))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(remove(editor))).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('Ask one of them'),
    })
    expect((await show(editor)).abilities.remove).toBe(false)
    expect((await show(admin)).tables).toHaveLength(4)
  })

  it('keeps its page from those who were not named', async () => {
    const viewer = await colleague(admin, 'viewer')
    expect(await refusal(viewer.client.call(showPublishedPage, { pageId: company.page!.id }))).toMatchObject({
      code: 'not_found',
    })
    expect((await viewer.client.call(listTables, {})).tables).toEqual([])
  })

  it('is stopped by what stands on a table, says so, and goes on when asked again', async () => {
    const { pool } = await workspaceDatabase(server.runtime, admin.tenantId)
    await pool.query({ text: 'create view own_view as select * from clientes' })
    expect((await remove(admin)).state).toBe('removing')
    const stopped = await waitFor(
      async () => {
        const shown = await show(admin)
        return shown.problem ? shown : null
      },
      { timeoutSeconds: 30 },
    )
    expect(stopped).toMatchObject({
      state: 'removing',
      problem: { code: 'table_depended_on' },
      tables: [{ label: 'Clientes' }],
      abilities: { open: false, remove: true },
    })
    // The same holds for what is left of an opening that failed.
    await server.query(`update samples.company set state = 'clearing', problem = null where tenant_id = $1`, [
      admin.tenantId,
    ])
    await clearCompany(job(admin, 'samples/clear-company'))
    expect(await show(admin)).toMatchObject({ state: 'removing', problem: { code: 'table_depended_on' } })
    await pool.query({ text: 'drop view own_view' })
  })

  it('takes tables, page and grants with it, and a new one can be opened', async () => {
    await remove(admin)
    expect(await waitForState(admin, 'none')).toMatchObject({ workspaceIsEmpty: true })
    expect(await publicTables(admin)).toEqual([])
    expect((await admin.client.call(listCatalogue, {})).tables).toEqual([])
    for (const removed of [false, true])
      expect((await admin.client.call(listPages, { removed })).pages).toEqual([])
    const entries = await server.auditOf(admin.tenantId)
    const asked = entries.filter(({ operation }) => operation === 'samples/remove-sample-company')
    expect(asked.map(({ outcome }) => outcome)).toEqual(['failed', 'denied', 'denied', 'done', 'done'])
    expect(asked[3]!.payload).toMatchObject({
      actor: { id: admin.id },
      records: expect.arrayContaining([
        expect.objectContaining({ object: expect.objectContaining({ type: 'sample_company' }) }),
      ]),
    })
    const dropped = entries.filter(({ operation }) => operation === 'samples/drop-sample-table')
    expect(dropped.filter(({ outcome }) => outcome === 'done')).toHaveLength(4)
    await open(admin)
    await waitForState(admin, 'ready')
  })

  it('finishes what an earlier run began, and minds nothing that was taken away by hand', async () => {
    const ready = await show(admin)
    const [customers] = ready.tables
    await admin.client.call(dropUploadedTable, { tableId: customers!.id, label: customers!.label })
    await admin.client.call(removePage, { pageId: ready.page!.id })
    expect(await show(admin)).toMatchObject({ state: 'ready', page: null, tables: { length: 3 } })
    await server.query(`update samples.company set state = 'removing' where tenant_id = $1`, [admin.tenantId])
    await clearCompany(job(admin, 'samples/clear-company'))
    expect(await show(admin)).toMatchObject({ state: 'none', workspaceIsEmpty: true })
    expect(await publicTables(admin)).toEqual([])
    await clearCompany(job(admin, 'samples/clear-company'))
  })
})
