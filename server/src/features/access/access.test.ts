import { newId } from '@flexoffice/base'
import type { RoleGrantInput } from '@flexoffice/contract/access'
import * as contract from '@flexoffice/contract/access'
import { describeTable, listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { saveAttribute } from '@flexoffice/contract/people'
import type { TestDatabase, TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { catalogue } from '../catalogue/index.ts'
import { applying, applySchema, openTestSource } from '../catalogue/testing/apply-schema.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { decideOn, governedCatalogue } from './api.ts'
import { access } from './index.ts'

let server: TestServer
let postgres: TestPostgres
let database: TestDatabase
let source: ReturnType<typeof openTestSource>
let admin: TestPerson
let second: TestPerson
let viewer: TestPerson
let tableId: string
let columns: Record<string, string>
const sourceId = newId()

beforeAll(async () => {
  server = await startTestServer([tenants, people, catalogue, access, applying])
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
  await database.query(`
    create table country (code char(2) primary key, zone text);
    create table customer (id int primary key, country char(2) references country, phone text, score int)`)
  source = openTestSource(database)
  admin = await server.createPerson({ roles: ['admin'] })
  second = await server.createPerson({ roles: ['admin'] })
  viewer = await server.createPerson({ roles: ['viewer'], attributes: { country: 'BR' }, name: 'Vera' })
  await admin.client.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  await look()
  const { tables } = await admin.client.call(listCatalogue, {})
  tableId = tables.find((table) => table.name === 'customer')!.id
  await readColumns()
})
afterAll(async () => {
  await source.end()
  await server.stop()
  await database.drop()
  await postgres.stop()
})

const look = async () => admin.client.call(applySchema, { sourceId, schema: await source.look() })

async function readColumns(): Promise<void> {
  const shown = await admin.client.call(showCatalogueTable, { tableId })
  const present = shown.columns.filter((column) => column.state !== 'missing')
  columns = Object.fromEntries(present.map((column) => [column.name, column.id]))
}

const grantFor = (changes: Partial<RoleGrantInput> = {}): RoleGrantInput => ({
  role: 'viewer',
  operations: { read: true, create: false, update: true, delete: false },
  rows: 'row.country == user.country',
  columns: { [columns.phone!]: { access: 'none' } },
  otherColumns: { access: 'read' },
  ...changes,
})

const save = (grant: RoleGrantInput, version?: number, person = admin) =>
  person.client.call(contract.saveGrant, { tableId, grant, version }).catch((error) => error.problem)

async function actorOf(person: TestPerson) {
  const actor = await server.runtime.authenticate(person.token, server.runtime)
  return actor!
}
const decisionFor = async (person: TestPerson, column?: string) =>
  decideOn((await governedCatalogue(server.runtime, await actorOf(person))).policies, tableId, 'read', column)

describe('who reads a table that nobody granted', () => {
  it('is its creator and every Admin, until it is marked sensitive; then nobody', async () => {
    expect(await decisionFor(admin)).toBe('allow')
    expect(await decisionFor(second)).toBe('allow')
    expect(await decisionFor(viewer)).toBe('deny')
    await admin.client.call(describeTable, { tableId, sensitive: true })
    expect(await decisionFor(admin)).toBe('deny')
    await admin.client.call(describeTable, { tableId, sensitive: false })
    expect(await decisionFor(second)).toBe('allow')
  })

  it('reads only, unless they brought it in', async () => {
    const policies = async (person: TestPerson) =>
      (await governedCatalogue(server.runtime, await actorOf(person))).policies
    expect(decideOn(await policies(admin), tableId, 'update')).toBe('allow')
    expect(decideOn(await policies(second), tableId, 'update')).toBe('deny')
  })
})

describe('save-grant', () => {
  it('is in force at once, and gone at once when it is removed', async () => {
    expect(await save(grantFor())).toEqual({ version: 1 })
    expect(await decisionFor(viewer)).toBe('allow')
    expect(await decisionFor(viewer, columns.phone)).toBe('deny')
    await admin.client.call(contract.removeGrant, { tableId, role: 'viewer' })
    expect(await decisionFor(viewer)).toBe('deny')
    const entries = await server.auditOf(admin.tenantId)
    expect(entries.filter((entry) => entry.operation === 'access/save-grant')).toHaveLength(1)
  })

  it('refuses a second author who saw an older version', async () => {
    await save(grantFor())
    expect(await save(grantFor({ rows: null }), 1)).toEqual({ version: 2 })
    expect(await save(grantFor(), 1, second)).toMatchObject({ code: 'conflict', reason: 'grant_changed' })
    expect(await save(grantFor(), undefined, second)).toMatchObject({ code: 'conflict' })
    await save(grantFor(), 2)
  })

  it('refuses bad input with the exact place', async () => {
    const broken = await save(grantFor({ role: 'sales', rows: 'row.cuntry == user.country' }))
    expect(broken).toMatchObject({
      code: 'invalid_formula',
      params: { rule: 'rows', problems: [{ from: 4 }] },
    })
    expect(await save(grantFor({ role: 'sales', columns: { [newId()]: { access: 'read' } } }))).toMatchObject(
      {
        code: 'invalid_input',
      },
    )
    expect(await save(grantFor({ role: 'wizard' }))).toMatchObject({ fields: [{ path: '/grant/role' }] })
    const { problems } = await admin.client.call(contract.checkRowRule, {
      tableId,
      source: 'row.score == "x"',
    })
    expect(problems).toHaveLength(1)
  })

  it('refuses this actor and the other tenant', async () => {
    expect(await save(grantFor(), 3, viewer)).toMatchObject({ code: 'forbidden' })
    const other = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    expect(await save(grantFor(), undefined, other)).toMatchObject({ code: 'not_found' })
  })
})

describe('count-grants', () => {
  it('counts those of the own workspace alone, also after one was taken away', async () => {
    const count = (person: TestPerson) => person.client.call(contract.countGrants, {})
    const { count: before } = await count(admin)
    await save(grantFor({ role: 'sales' }))
    expect(await count(admin)).toEqual({ count: before + 1 })
    await admin.client.call(contract.removeGrant, { tableId, role: 'sales' })
    expect(await count(admin)).toEqual({ count: before })
    const tenantId = await server.createTenant('Empty')
    expect(await count(await server.createPerson({ roles: ['admin'], tenantId }))).toEqual({ count: 0 })
  })

  it('refuses this actor and unknown keys', async () => {
    expect(await refusal(viewer.client.call(contract.countGrants, {}))).toMatchObject({ code: 'forbidden' })
    const unknown = admin.client.call(contract.countGrants, { tableId } as never)
    expect(await refusal(unknown)).toMatchObject({ code: 'invalid_input' })
  })
})

describe('what the source does to rights', () => {
  it('keeps rules over a rename and prints today’s names', async () => {
    await database.query('alter table customer rename column country to land')
    await look()
    const { grants } = await admin.client.call(contract.showTableAccess, { tableId })
    expect(grants).toMatchObject([{ role: 'viewer', rows: 'row.land == user.country', broken: [] }])
    await database.query('alter table customer rename column land to country')
    await look()
  })

  it('denies a column that was dropped and made again, for every old grant', async () => {
    expect(await decisionFor(viewer, columns.score)).toBe('allow')
    await database.query('alter table customer drop column score; alter table customer add column score int')
    await look()
    await readColumns()
    expect(await decisionFor(viewer, columns.score)).toBe('deny')
    await save(grantFor(), 3)
    expect(await decisionFor(viewer, columns.score)).toBe('allow')
  })

  it('denies all rows when the rule’s column is gone, and says which rule is broken', async () => {
    await save(grantFor({ rows: 'row.score > 3' }), 4)
    await database.query('alter table customer drop column score')
    await look()
    expect(await decisionFor(viewer)).toBe('deny')
    const { grants } = await admin.client.call(contract.showTableAccess, { tableId })
    expect(grants[0]!.broken).toHaveLength(1)
    await readColumns()
    await save(grantFor(), 5)
  })
})

describe('explain-access', () => {
  it('works: rights by column with their roles, and the rule as it reads for the person', async () => {
    const told = await admin.client.call(contract.explainAccess, { tableId, personId: viewer.id })
    expect(told).toMatchObject({
      operations: { read: true, update: true, delete: false },
      roles: [{ role: 'viewer', granted: true, rowsForPerson: 'row.country == "BR"' }],
      adminReadsAll: false,
    })
    expect(told.columns.find((column) => column.name === 'phone')).toMatchObject({
      access: 'none',
      because: [],
    })
    expect(told.columns.find((column) => column.name === 'id')).toMatchObject({
      access: 'read',
      because: ['viewer'],
    })
    const own = await admin.client.call(contract.explainAccess, { tableId, personId: second.id })
    expect(own).toMatchObject({ adminReadsAll: true })
  })

  it('refuses this actor, and answers alike for a person of another tenant and for none', async () => {
    const refused = await viewer.client
      .call(contract.explainAccess, { tableId, personId: viewer.id })
      .catch((error) => error.problem)
    expect(refused.code).toBe('forbidden')
    const other = await server.createPerson({
      roles: ['viewer'],
      tenantId: await server.createTenant('Third'),
    })
    const answers = await Promise.all(
      [other.id, newId()].map((personId) =>
        admin.client.call(contract.explainAccess, { tableId, personId }).catch((error) => error.problem),
      ),
    )
    expect(answers[0]).toEqual(answers[1])
  })
})
