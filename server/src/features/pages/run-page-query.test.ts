import { saveGrant } from '@flexoffice/contract/access'
import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { queryRecords, showTable } from '@flexoffice/contract/data'
import * as contract from '@flexoffice/contract/pages'
import type { Query } from '@flexoffice/query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorkspace } from './testing/test-workspace.ts'
import { problemOf, startTestWorkspace } from './testing/test-workspace.ts'

describe('run-page-query', () => {
  let workspace: TestWorkspace
  let pageId: string
  const brazil = { queryId: 'q1', parameters: { p0: 'BR' } }

  beforeAll(async () => {
    workspace = await startTestWorkspace()
    const { admin, tableId, columns } = workspace
    const document = workspace.ordersPage()
    pageId = (await admin.client.call(contract.createPage, { title: 'Orders', document })).id
    const operations = { read: true, create: false, update: false, delete: false }
    const shared = { operations, otherColumns: { access: 'read' as const } }
    await admin.client.call(saveGrant, {
      tableId,
      grant: {
        ...shared,
        role: 'viewer',
        rows: 'row.id < 2',
        columns: { [columns.note!]: { access: 'none' } },
      },
    })
    await admin.client.call(saveGrant, {
      tableId,
      grant: { ...shared, role: 'editor', rows: null, columns: {} },
    })
    await admin.client.call(saveGrant, {
      tableId,
      grant: {
        role: 'finance',
        operations,
        rows: null,
        columns: {
          [columns.id!]: { access: 'read' },
          [columns.total!]: { access: 'read', mask: 'fixed' },
          [columns.country!]: { access: 'read' },
        },
        otherColumns: { access: 'none' },
      },
    })
    await admin.client.call(contract.publishPage, { pageId })
  }, 60_000)
  afterAll(() => workspace.server.stop())

  const run = (person: 'admin' | 'editor' | 'viewer' | 'finance' | 'sales' | 'outsider', more: object = {}) =>
    workspace[person].client.call(contract.runPageQuery, { pageId, ...brazil, ...more })

  it('answers each caller with the rows that they may read', async () => {
    expect(await run('admin')).toMatchObject({
      columns: [{ name: 'id' }, { name: 'total' }],
      rows: [
        [1, '10.50'],
        [2, '20.00'],
      ],
    })
    expect((await run('viewer')).rows).toEqual([[1, '10.50']])
    expect((await run('admin', { parameters: { p0: 'PT' } })).rows).toEqual([[3, '30.00']])
    expect((await run('admin', { parameters: {} })).rows).toHaveLength(3)
    expect(await problemOf(run('sales'))).toMatchObject({ code: 'not_found' })
    expect(await problemOf(run('outsider'))).toMatchObject({ code: 'not_found' })
  })

  it('takes a page, an order and a total from the caller, by columns of the answer alone', async () => {
    const answer = await run('admin', {
      parameters: {},
      window: { sort: [{ column: 'total', direction: 'descending' }], limit: 2 },
      total: true,
    })
    expect(answer).toMatchObject({
      rows: [
        [3, '30.00'],
        [2, '20.00'],
      ],
      total: { count: 3, kind: 'exact' },
    })
    const refused = run('admin', { window: { sort: [{ column: 'note', direction: 'ascending' }] } })
    expect(await problemOf(refused)).toMatchObject({ code: 'invalid_input' })
    expect(await problemOf(run('admin', { queryId: 'q9' }))).toMatchObject({ code: 'not_found' })
    expect(await problemOf(run('admin', { parameters: { p0: { a: 1 } } }))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('takes conditions from the caller, on columns of the answer and within their rights alone', async () => {
    const { admin, tableId, columns } = workspace
    const at = (column: string, value: string) => ({
      kind: 'compare',
      field: { column },
      operator: 'gte',
      value,
    })
    const ask = (person: Parameters<typeof run>[0], filter: object, more: object = {}) =>
      run(person, { parameters: {}, window: { filter }, total: true, ...more })
    const answer = await ask('admin', { kind: 'and', filters: [at('total', '15'), at('id', '3')] })
    expect(answer).toMatchObject({ rows: [[3, '30.00']], total: { count: 1 } })
    expect((await ask('viewer', { kind: 'or', filters: [] })).rows).toEqual([])
    expect((await ask('viewer', { kind: 'not', filter: at('id', '9') })).rows).toEqual([[1, '10.50']])
    const refused = [
      at('note', 'x'),
      at(columns.note!, 'x'),
      at('total', 'much'),
      { kind: 'search', text: 'x' },
    ]
    for (const filter of refused)
      expect(await problemOf(ask('admin', filter))).toMatchObject({ code: 'invalid_input' })
    // What stands behind a mask cannot be guessed by asking for it: a condition sees the mask.
    expect((await ask('finance', at('total', '15'))).rows).toEqual([])
    expect((await ask('finance', at('id', '3'))).rows).toHaveLength(1)
    const document = workspace.ordersPage()
    document.queries.q1!.query = {
      table: tableId,
      select: [],
      group: [{ as: 'Country', field: { column: columns.country! } }],
      aggregates: [{ as: 'Sum', function: 'sum', field: { column: columns.total! } }],
      page: { kind: 'offset', offset: 0, limit: 10 },
    }
    const { id: grouped } = await admin.client.call(contract.createPage, { title: 'Sums', document })
    await admin.client.call(contract.publishPage, { pageId: grouped })
    const sums = await ask('admin', at('Sum', '30.1'), { pageId: grouped })
    expect(sums.rows).toEqual([['BR', '30.50']])
    expect((await ask('admin', at('Country', 'C'), { pageId: grouped })).rows).toEqual([['PT', '30.00']])
  })

  it('leaves out the columns that a reader may not see, but no condition', async () => {
    const { admin, tableId, columns } = workspace
    const document = workspace.ordersPage()
    const query = document.queries.q1!
    const note = { column: columns.note! }
    const id = { field: { column: columns.id! }, as: 'id' }
    document.queries.q1 = {
      ...query,
      query: { table: tableId, select: [id, { field: note, as: 'note' }], page: query.query.page! },
    }
    const { id: own } = await admin.client.call(contract.createPage, { title: 'Notes', document })
    await admin.client.call(contract.publishPage, { pageId: own })
    const ask = { pageId: own, queryId: 'q1', parameters: {} }
    expect((await run('editor', ask)).columns).toHaveLength(2)
    expect(await run('viewer', ask)).toMatchObject({ columns: [{ name: 'id' }], rows: [[1]] })
    const windows = (column: string) => [
      { sort: [{ column, direction: 'ascending' }] },
      { filter: { kind: 'isNull', field: { column } } },
    ]
    const withoutNames = async (window: object) => {
      const problem = await problemOf(run('viewer', { ...ask, window }))
      return JSON.stringify({ ...(problem as object), reference: '' }).replaceAll(/note|nope/g, 'NAME')
    }
    const hidden = await Promise.all(windows('note').map(withoutNames))
    expect(hidden).toEqual(await Promise.all(windows('nope').map(withoutNames)))
    expect(hidden[0]).toContain('invalid_input')
    document.queries.q1.query = {
      ...document.queries.q1.query,
      filter: { kind: 'isNull', field: note },
    }
    const { id: filtered } = await admin.client.call(contract.createPage, { title: 'Filtered', document })
    await admin.client.call(contract.publishPage, { pageId: filtered })
    expect(await problemOf(run('viewer', { ...ask, pageId: filtered }))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('leaves out the columns of related rows that a reader may not see, however they are hidden', async () => {
    const { admin, look, sql } = workspace
    await sql('create table customer (id int primary key, name text, phone text)')
    await sql('create table invoice (id int primary key, customer_id int references customer, amount int)')
    await sql("insert into customer values (1, 'Ana', '11')")
    await sql('insert into invoice values (1, 1, 100)')
    await look()
    const { tables } = await admin.client.call(listCatalogue, {})
    const show = async (name: string) => {
      const tableId = tables.find((table) => table.name === name)!.id
      const { columns, relations } = await admin.client.call(showCatalogueTable, { tableId })
      const column = (wanted: string) => columns.find((each) => each.name === wanted)!.id
      return { tableId, column, through: relations.map(({ id }) => id) }
    }
    const [invoice, customer] = [await show('invoice'), await show('customer')]
    const versions = new Map<string, number>()
    const grant = async ({ tableId }: { tableId: string }, hidden: string[]) => {
      const saved = await admin.client.call(saveGrant, {
        tableId,
        version: versions.get(tableId),
        grant: {
          role: 'sales',
          operations: { read: true, create: false, update: false, delete: false },
          rows: null,
          columns: Object.fromEntries(hidden.map((id) => [id, { access: 'none' as const }])),
          otherColumns: { access: 'read' },
        },
      })
      versions.set(tableId, saved.version)
    }
    const related = (name: string) => ({ column: customer.column(name), through: invoice.through })
    const document = workspace.ordersPage()
    document.queries.q1 = {
      ...document.queries.q1!,
      query: {
        table: invoice.tableId,
        select: [
          { field: { column: invoice.column('id') }, as: 'id' },
          { field: related('name'), as: 'name' },
          { field: related('phone'), as: 'phone' },
          { field: { computed: 'call' }, as: 'call' },
        ],
        computed: [{ name: 'call', formula: { kind: 'column', field: related('phone') } }],
        sort: [{ field: related('phone'), direction: 'ascending' }],
        page: { kind: 'offset', offset: 0, limit: 10 },
      },
    }
    const { id: own } = await admin.client.call(contract.createPage, { title: 'Invoices', document })
    await admin.client.call(contract.publishPage, { pageId: own })
    const seen = async () => {
      const { columns, rows } = await run('sales', { pageId: own, parameters: {} })
      return { columns: columns.map(({ name }) => name), rows }
    }
    await grant(invoice, [])
    expect(await seen()).toEqual({ columns: ['id'], rows: [[1]] })
    await grant(customer, [])
    expect(await seen()).toEqual({ columns: ['id', 'name', 'phone', 'call'], rows: [[1, 'Ana', '11', '11']] })
    await grant(customer, [customer.column('phone')])
    expect(await seen()).toEqual({ columns: ['id', 'name'], rows: [[1, 'Ana']] })
    await grant(invoice, [invoice.column('customer_id')])
    expect(await seen()).toEqual({ columns: ['id'], rows: [[1]] })
    await grant(invoice, [])
    await grant(customer, [customer.column('id')])
    expect(await seen()).toEqual({ columns: ['id'], rows: [[1]] })
  })

  it('tells of its table and columns what each reader may look up, and no more', async () => {
    const { tableId, columns, editor } = workspace
    expect(await run('viewer')).toMatchObject({
      tableId,
      columns: [
        { name: 'id', columnId: columns.id },
        { name: 'total', columnId: columns.total },
      ],
    })
    const disguised = await run('finance')
    const { columns: shown } = await workspace.finance.client.call(showTable, { tableId })
    expect(shown.map(({ name, access }) => [name, access])).toEqual([
      ['id', 'read'],
      ['country', 'read'],
      ['total', 'masked'],
    ])
    expect(disguised).toMatchObject({ tableId, columns: [{ columnId: columns.id }, { name: 'total' }] })
    expect(disguised.columns[1]).not.toHaveProperty('columnId')
    const asFinance = await run('admin', { as: { roles: ['finance'] } })
    expect(asFinance.columns).toEqual(disguised.columns)

    const document = workspace.ordersPage()
    const { query } = document.queries.q1!
    const page = { kind: 'offset', offset: 0, limit: 10 }
    const doubled = { kind: 'column', field: { column: columns.id! } }
    document.queries.q1!.query = {
      ...query,
      select: [{ field: { computed: 'id' } }, { field: { column: columns.note! }, as: 'words' }],
      computed: [{ name: 'id', formula: doubled }],
    }
    document.queries.q2 = {
      ...document.queries.q1!,
      id: 'q2',
      name: 'countries',
      query: { table: tableId, select: [], group: [{ as: 'id', field: { column: columns.id! } }], page },
    }
    const other = await editor.client.call(contract.createPage, { title: 'Other', document })
    const ask = (queryId: string) =>
      editor.client.call(contract.runPageQuery, { pageId: other.id, queryId, draft: true })
    const computed = await ask('q1')
    expect(computed.columns.map(({ columnId }) => columnId)).toEqual([undefined, columns.note])
    const grouped = await ask('q2')
    expect(grouped).toMatchObject({ tableId })
    expect(grouped.columns[0]).not.toHaveProperty('columnId')
  })

  it('tells exactly whether the limit cut rows off', async () => {
    const ask = (window: object) => run('admin', { parameters: {}, window })
    expect(await ask({ limit: 2 })).toMatchObject({
      rows: [
        [1, '10.50'],
        [2, '20.00'],
      ],
      limited: true,
    })
    expect(await ask({ limit: 3 })).toMatchObject({ rows: { length: 3 }, limited: false, next: null })
    expect(await ask({ limit: 2, offset: 2 })).toMatchObject({ rows: [[3, '30.00']], limited: false })
    expect((await run('viewer', { window: { limit: 1 } })).limited).toBe(false)
    const { admin, tableId, columns } = workspace
    const select = [{ field: { column: columns.id! } }]
    const read = (page: Query['page']) =>
      admin.client.call(queryRecords, { tableId, query: { select, page } })
    expect(await read({ kind: 'offset', offset: 0, limit: 10_000 })).toMatchObject({ limited: false })
    expect(await read({ kind: 'offset', offset: 0, limit: 0 })).toMatchObject({ rows: [], limited: true })
    const first = await read({ kind: 'keyset', limit: 2 })
    expect(first).toMatchObject({ rows: [[1], [2]], limited: true, next: expect.any(String) })
    const last = await read({ kind: 'keyset', limit: 1, after: first.next! })
    expect(last).toMatchObject({ rows: [[3]], limited: false, next: null })
    const wrong = [{ field: { column: tableId } }]
    const refused = admin.client.call(queryRecords, {
      tableId,
      query: { select: wrong, page: { kind: 'offset', offset: 0, limit: 1 } },
    })
    expect(await problemOf(refused)).toMatchObject({ fields: [{ path: '/query/select/0/field' }] })
  })

  it('keeps readers from the draft', async () => {
    const { admin } = workspace
    await admin.client.call(contract.unpublishPage, { pageId })
    expect(await problemOf(run('viewer', { draft: true }))).toMatchObject({ code: 'forbidden' })
    expect(await problemOf(run('viewer'))).toMatchObject({ code: 'not_found' })
    expect((await run('editor', { draft: true })).rows).toHaveLength(2)
    await admin.client.call(contract.publishPage, { pageId })
  })

  it('previews with the rights of a person or of roles, for those who may explain access', async () => {
    const { viewer, server, admin } = workspace
    expect((await run('admin', { as: { personId: viewer.id } })).rows).toEqual([[1, '10.50']])
    expect((await run('admin', { draft: true, as: { roles: ['viewer'] } })).rows).toEqual([[1, '10.50']])
    expect(await problemOf(run('admin', { as: { roles: ['sales'] } }))).toMatchObject({ code: 'not_found' })
    expect(await problemOf(run('admin', { as: { roles: ['pirate'] } }))).toMatchObject({
      code: 'invalid_input',
    })
    expect(await problemOf(run('editor', { as: { personId: viewer.id } }))).toMatchObject({
      code: 'forbidden',
    })
    const entries = await server.auditOf(admin.tenantId)
    const previews = entries.filter((entry) => entry.operation === 'pages/run-page-query')
    expect(JSON.stringify(previews)).toContain(viewer.id)
  })
})
