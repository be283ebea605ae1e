import { newId } from '@flexoffice/base'
import type { RoleGrantInput } from '@flexoffice/contract/access'
import * as contract from '@flexoffice/contract/access'
import { describeTable, listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { changePerson, deactivatePerson, saveAttribute } from '@flexoffice/contract/people'
import type { TestDatabase, TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres } from '@flexoffice/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
let creator: TestPerson
let admin: TestPerson
let vera: TestPerson
let saul: TestPerson
let tableId: string
let columns: Record<string, string>
const sourceId = newId()

beforeAll(async () => {
  server = await startTestServer([tenants, people, catalogue, access, applying])
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
  await database.query('create table customer (id int primary key, country text, phone text, score int)')
  source = openTestSource(database)
  creator = await server.createPerson({ roles: ['admin'], name: 'Cora' })
  admin = await server.createPerson({ roles: ['admin'], name: 'Alma' })
  vera = await server.createPerson({ roles: ['viewer'], attributes: { country: 'BR' }, name: 'Vera' })
  saul = await server.createPerson({ roles: ['support', 'sales'], name: 'Saul' })
  await admin.client.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  await look()
  tableId = (await admin.client.call(listCatalogue, {})).tables[0]!.id
  const shown = await admin.client.call(showCatalogueTable, { tableId })
  columns = Object.fromEntries(shown.columns.map((column) => [column.name, column.id]))
})
afterAll(async () => {
  await source.end()
  await server.stop()
  await database.drop()
  await postgres.stop()
})
beforeEach(async () => {
  const { grants } = await admin.client.call(contract.showTableAccess, { tableId })
  for (const { role } of grants) await admin.client.call(contract.removeGrant, { tableId, role })
})

const look = async () => creator.client.call(applySchema, { sourceId, schema: await source.look() })

const reading = { read: true, create: false, update: false, delete: false }
const grant = (role: string, changes: Partial<RoleGrantInput> = {}) =>
  admin.client.call(contract.saveGrant, {
    tableId,
    grant: {
      role,
      operations: reading,
      rows: null,
      columns: {},
      otherColumns: { access: 'read' },
      ...changes,
    },
  })

const list = (input: Record<string, unknown> = {}, person = admin) =>
  person.client.call(contract.listReaders, { tableId, ...input })
const others = async () =>
  (await list({ who: 'others' })).people.map(({ person, whyNot }) => [person.name, whyNot])
const find = async (name: string) => (await list({ search: name })).people[0]
const code = async (call: Promise<unknown>) => (await refusal(call)).code

describe('list-readers', () => {
  it('tells of each who reads by which roles, which rows, and what of the columns', async () => {
    await grant('viewer', {
      operations: { ...reading, update: true },
      rows: 'row.country == user.country',
      columns: {
        [columns.phone!]: { access: 'none' },
        [columns.country!]: { access: 'read', mask: 'fixed' },
        [columns.score!]: { access: 'write' },
      },
    })
    const { people: listed, counts, ...rest } = await list()
    expect(listed.map(({ person }) => person.name)).toEqual(['Alma', 'Cora', 'Vera'])
    expect(counts).toEqual({ readers: 3, others: 1 })
    expect(rest.columns.map(({ label }) => label)).toHaveLength(4)
    expect(listed[2]).toEqual({
      person: { id: vera.id, name: 'Vera', email: vera.email, roles: ['viewer'] },
      operations: { ...reading, update: true },
      because: [{ role: 'viewer', rows: 'row.country == user.country' }],
      limited: true,
      hidden: [columns.phone],
      masked: [columns.country],
      partly: [],
      readOnly: [columns.id],
      whyNot: null,
    })
  })

  it('tells that an Admin reads every table, and its creator may use it', async () => {
    const { people: listed } = await list()
    expect(listed).toMatchObject([
      { person: { name: 'Alma' }, because: [{ role: 'admin_reads_all', rows: null }], limited: false },
      {
        person: { name: 'Cora' },
        because: [{ role: 'admin_reads_all' }, { role: 'creator' }],
        operations: { delete: true },
      },
    ])
  })

  it('tells why the others cannot', async () => {
    await grant('viewer', { operations: { ...reading, read: false, create: true } })
    expect(await others()).toEqual([
      ['Saul', 'no_grant'],
      ['Vera', 'not_reading'],
    ])
    await admin.client.call(describeTable, { tableId, sensitive: true })
    expect(await others()).toEqual([
      ['Alma', 'sensitive'],
      ['Cora', 'sensitive'],
      ['Saul', 'no_grant'],
      ['Vera', 'not_reading'],
    ])
    const told = await admin.client.call(contract.explainAccess, { tableId, personId: creator.id })
    expect(told.whyNot).toBe('sensitive')
    await grant('admin')
    expect((await find('Alma'))!.because).toEqual([{ role: 'admin', rows: null }])
    await admin.client.call(describeTable, { tableId, sensitive: false })
    const bare = await server.createPerson({ roles: [], name: 'Bea' })
    expect(await others()).toContainEqual(['Bea', 'no_role'])
    await admin.client.call(deactivatePerson, { personId: bare.id, reason: 'left' })
  })

  it('unites the roles of a person: columns that show on some rows only', async () => {
    await grant('sales', { rows: 'row.country == "BR"' })
    await grant('support', { columns: { [columns.phone!]: { access: 'none' } } })
    expect(await find('Saul')).toMatchObject({
      because: [
        { role: 'sales', rows: 'row.country == "BR"' },
        { role: 'support', rows: null },
      ],
      limited: false,
      hidden: [],
      partly: [columns.phone],
    })
  })

  it('leaves out who was deactivated, and follows a change of roles at once', async () => {
    await grant('viewer')
    const eve = await server.createPerson({ roles: ['viewer'], name: 'Eve' })
    expect((await list()).counts.readers).toBe(4)
    await admin.client.call(changePerson, { personId: eve.id, roles: ['finance'] })
    expect(await others()).toContainEqual(['Eve', 'no_grant'])
    await admin.client.call(deactivatePerson, { personId: eve.id, reason: 'left' })
    expect((await list()).counts).toEqual({ readers: 3, others: 1 })
    expect(await others()).toEqual([['Saul', 'no_grant']])
  })

  it('pages and searches by name and e-mail, and counts what the search finds', async () => {
    await grant('viewer')
    const names = async (input: Record<string, unknown>) =>
      (await list(input)).people.map(({ person }) => person.name)
    expect(await names({ limit: 2 })).toEqual(['Alma', 'Cora'])
    expect(await names({ limit: 2, offset: 2 })).toEqual(['Vera'])
    expect(await names({ search: vera.email })).toEqual(['Vera'])
    expect(await names({ search: '%' })).toEqual([])
    expect((await list({ search: 'a' })).counts).toMatchObject({ readers: 3 })
  })

  it('agrees with the decision of the request path for everybody, and with the explanation', async () => {
    await grant('viewer', { rows: 'row.score > 3', columns: { [columns.phone!]: { access: 'none' } } })
    await grant('sales', { operations: { ...reading, read: false, create: true } })
    await database.query('alter table customer drop column score')
    await look()
    const { people: readers } = await list()
    expect(await others()).toEqual([
      ['Saul', 'not_reading'],
      ['Vera', 'no_rows'],
    ])
    for (const person of [creator, admin, vera, saul]) {
      const actor = (await server.runtime.authenticate(person.token, server.runtime))!
      const { policies } = await governedCatalogue(server.runtime, actor)
      const listed = readers.find((reader) => reader.person.id === person.id)
      expect(decideOn(policies, tableId, 'read')).toBe(listed ? 'allow' : 'deny')
      const told = await admin.client.call(contract.explainAccess, { tableId, personId: person.id })
      expect(told.operations.read).toBe(listed !== undefined)
      if (listed) expect(listed.operations).toEqual(told.operations)
    }
  })

  it('is an entry of the audit log', async () => {
    await list()
    await server.runtime.readAudit.flush()
    const entries = await server.auditOf(admin.tenantId)
    expect(entries.map(({ operation }) => operation)).toContain('access/list-readers')
  })

  it('refuses bad input by field', async () => {
    expect(await code(list({ limit: 0 }))).toBe('invalid_input')
    expect(await code(list({ who: 'all' }))).toBe('invalid_input')
    expect(await code(list({ role: 'viewer' }))).toBe('invalid_input')
  })

  it('refuses this actor', async () => {
    expect(await code(list({}, vera))).toBe('forbidden')
  })

  it('refuses the other tenant as it does a table that is not there', async () => {
    const tenantId = await server.createTenant('Other')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId })
    const answers = await Promise.all([
      refusal(list({}, stranger)),
      refusal(list({ tableId: newId() }, stranger)),
    ])
    expect(answers[0]!.code).toBe('not_found')
    expect(answers[0]).toEqual(answers[1])
  })
})
