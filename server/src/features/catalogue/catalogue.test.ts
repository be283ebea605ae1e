import { newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/catalogue'
import type { TestDatabase, TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { findTableShape, type SchemaReport } from './api.ts'
import { catalogue } from './index.ts'
import { applying, applySchema, forgetSource, openTestSource } from './testing/apply-schema.ts'

let server: TestServer
let postgres: TestPostgres
let database: TestDatabase
let source: ReturnType<typeof openTestSource>
let admin: TestPerson
const sourceId = newId()

beforeAll(async () => {
  server = await startTestServer([tenants, people, catalogue, applying])
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
  await database.query(`
    create table customer (id int primary key, name varchar(40) not null, phone text, at timestamptz default now());
    create table invoice (id bigint generated always as identity primary key, customer_id int references customer, total numeric(12,2));
    create table note (text text);
    create view big_invoice as select * from invoice where total > 100`)
  source = openTestSource(database)
  admin = await server.createPerson({ roles: ['admin'] })
})
afterAll(async () => {
  await source.end()
  await server.stop()
  await database.drop()
  await postgres.stop()
})

const look = async (tables?: string[]): Promise<SchemaReport> =>
  admin.client.call(applySchema, { sourceId, schema: await source.look(), tables })
const tableNamed = async (name: string) =>
  (await admin.client.call(contract.listCatalogue, {})).tables.find((table) => table.name === name)!
const show = async (name: string) =>
  admin.client.call(contract.showCatalogueTable, { tableId: (await tableNamed(name)).id })

describe('a look at a source', () => {
  it('catalogues the chosen tables with keys, relations and base types', async () => {
    const chosen = (await source.look()).tables.filter((table) => table.name !== 'big_invoice')
    const report = await look(chosen.map((table) => table.identity))
    expect(report).toMatchObject({ notChosen: 1, missingTables: [], columns: [] })
    expect(report.addedTables.map((table) => table.name).sort()).toEqual(['customer', 'invoice', 'note'])
    const invoice = await show('invoice')
    expect(invoice.relations).toMatchObject([{ name: 'customer', origin: 'source' }])
    expect(invoice.columns.map(({ label, state, isKey }) => [label, state, isKey])).toEqual([
      ['Id', 'active', true],
      ['Customer id', 'active', false],
      ['Total', 'active', false],
    ])
    const shape = await findTableShape(server.runtime, admin.tenantId, invoice.table.id)
    expect(shape?.columns.map((column) => column.databaseType)).toEqual(['int8', 'int4', 'numeric'])
    expect((await show('note')).table.key).toEqual([])
  })

  it('changes nothing when it is repeated', async () => {
    const before = await show('customer')
    expect(await look([])).toMatchObject({ addedTables: [], missingTables: [], columns: [] })
    expect(await show('customer')).toEqual(before)
  })

  it('keeps the id over a rename; a column made again is new and another', async () => {
    const before = await show('customer')
    await database.query('alter table customer rename name to full_name')
    await database.query('alter table customer drop column phone')
    await database.query('alter table customer add column phone text')
    const report = await look([])
    expect(report.columns.map(({ name, change, before }) => [name, change, before])).toEqual(
      expect.arrayContaining([
        ['full_name', 'renamed', 'name'],
        ['phone', 'added', undefined],
        ['phone', 'missing', undefined],
      ]),
    )
    const after = await show('customer')
    const idOf = (shown: typeof after, name: string, state: string) =>
      shown.columns.find((column) => column.name === name && column.state === state)?.id
    expect(idOf(after, 'full_name', 'active')).toBe(idOf(before, 'name', 'active'))
    expect(idOf(after, 'phone', 'missing')).toBe(idOf(before, 'phone', 'active'))
    expect(idOf(after, 'phone', 'new')).toBeDefined()
    const shape = await findTableShape(server.runtime, admin.tenantId, after.table.id)
    expect(shape?.columns.map((column) => column.name)).toEqual(['id', 'full_name', 'at', 'phone'])
  })

  it('marks a table that is gone as missing and takes it out of the data path', async () => {
    const { id } = await tableNamed('note')
    await database.query('drop table note')
    expect((await look([])).missingTables).toEqual([{ tableId: id, name: 'note' }])
    expect((await tableNamed('note')).state).toBe('missing')
    expect(await findTableShape(server.runtime, admin.tenantId, id)).toBeUndefined()
  })

  it('forgets a removed source', async () => {
    const other = newId()
    await admin.client.call(applySchema, { sourceId: other, schema: await source.look() })
    await admin.client.call(forgetSource, { sourceId: other })
    const { tables } = await admin.client.call(contract.listCatalogue, { sourceId: other })
    expect(tables).toEqual([])
  })
})

describe('describe-table and relations', () => {
  it('works: labels, sensitivity and a declared relation', async () => {
    const customer = await show('customer')
    const invoice = await show('invoice')
    const [id] = customer.columns
    const changed = await admin.client.call(contract.describeTable, {
      tableId: customer.table.id,
      label: 'Clients',
      sensitive: true,
      columns: [{ id: id!.id, label: 'Number' }],
    })
    expect(changed.table).toMatchObject({ label: 'Clients', sensitive: true })
    expect(changed.columns[0]).toMatchObject({ label: 'Number' })
    const relation = await admin.client.call(contract.saveRelation, {
      tableId: invoice.table.id,
      name: 'buyer',
      columns: [invoice.columns[1]!.id],
      toTable: customer.table.id,
      toColumns: [id!.id],
    })
    expect(relation.origin).toBe('person')
    const incoming = (await show('customer')).incoming.map(({ name, fromTable }) => [name, fromTable])
    expect(incoming).toEqual([
      ['buyer', invoice.table.id],
      ['customer', invoice.table.id],
    ])
    await admin.client.call(contract.removeRelation, { tableId: invoice.table.id, relationId: relation.id })
    expect((await show('invoice')).relations).toHaveLength(1)
  })

  it('refuses bad input', async () => {
    const invoice = await show('invoice')
    const call = (changes: object) =>
      admin.client
        .call(contract.saveRelation, {
          tableId: invoice.table.id,
          name: 'buyer',
          columns: [invoice.columns[1]!.id],
          toTable: invoice.table.id,
          toColumns: [invoice.columns[0]!.id],
          ...changes,
        })
        .catch((error) => error.problem)
    expect(await call({ columns: [newId()] })).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: '/columns/0' }],
    })
    expect(await call({ name: 'total' })).toMatchObject({ code: 'already_exists' })
    const customer = await show('customer')
    const named = (name: string) => customer.columns.find((column) => column.name === name)!.id
    expect(await call({ toTable: customer.table.id, toColumns: [named('full_name')] })).toMatchObject({
      reason: 'relation_types_differ',
      fields: [{ path: '/toColumns/0' }],
    })
    const other = newId()
    await admin.client.call(applySchema, { sourceId: other, schema: await source.look() })
    const { tables } = await admin.client.call(contract.listCatalogue, { sourceId: other })
    expect(await call({ toTable: tables.find((table) => table.name === 'customer')!.id })).toMatchObject({
      reason: 'relation_other_source',
      fields: [{ path: '/toTable' }],
    })
    await admin.client.call(forgetSource, { sourceId: other })
    const foreign = { tableId: invoice.table.id, relationId: invoice.relations[0]!.id }
    expect(
      await admin.client.call(contract.removeRelation, foreign).catch((error) => error.problem),
    ).toMatchObject({
      code: 'read_only',
    })
  })

  it('refuses what somebody else changed meanwhile, and keeps nothing of it', async () => {
    const before = await show('invoice')
    const [id, buyer] = before.columns.map((column) => column.id)
    const tableId = before.table.id
    const { label } = before.columns[0]!
    const rename = (next: string) =>
      admin.client.call(contract.describeTable, {
        tableId,
        description: next,
        columns: [{ id: id!, label: next, seen: { label } }],
      })
    const answers = await Promise.allSettled([rename('One'), rename('Two')])
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = answers.find((answer) => answer.status === 'rejected')!
    expect(refused.reason.problem).toMatchObject({ code: 'conflict', reason: 'words_changed' })
    const after = await show('invoice')
    expect(after.columns[0]!.label).toBe(after.table.description)

    const parts = { name: 'payer', columns: [buyer!], toTable: tableId, toColumns: [id!] }
    const { id: relationId } = await admin.client.call(contract.saveRelation, { tableId, ...parts })
    const change = { tableId, relationId, ...parts, name: 'debtor', seen: parts }
    await admin.client.call(contract.saveRelation, change)
    expect(
      await admin.client.call(contract.saveRelation, change).catch((error) => error.problem),
    ).toMatchObject({ code: 'conflict', reason: 'relation_changed' })
    await admin.client.call(contract.removeRelation, { tableId, relationId })
  })

  it('refuses this actor', async () => {
    const viewer = await server.createPerson({ roles: ['viewer'] })
    const developer = await server.createPerson({ roles: ['developer'] })
    const { id } = await tableNamed('invoice')
    const refused = await viewer.client.call(contract.listCatalogue, {}).catch((error) => error.problem)
    expect(refused.code).toBe('forbidden')
    const marking = developer.client.call(contract.describeTable, { tableId: id, sensitive: true })
    expect(await marking.catch((error) => error.problem)).toMatchObject({ code: 'forbidden' })
  })

  it('refuses the other tenant', async () => {
    const other = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    const invoice = await show('invoice')
    const answers = await Promise.all(
      [newId(), invoice.table.id].map((tableId) =>
        other.client.call(contract.showCatalogueTable, { tableId }).catch((error) => error.problem),
      ),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0].code).toBe('not_found')
  })
})
