import { newId } from '@flexoffice/base'
import * as access from '@flexoffice/contract/access'
import * as contract from '@flexoffice/contract/audit'
import { describeTable, listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import {
  changePerson,
  deactivatePerson,
  listPeople,
  saveAttribute,
  signIn,
} from '@flexoffice/contract/people'
import type { Permission } from '@flexoffice/contract/permissions'
import type { TestDatabase, TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runOperation } from '../../core/run-operation.ts'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { access as accessFeature } from '../access/index.ts'
import { catalogue } from '../catalogue/index.ts'
import { applying, applySchema, openTestSource } from '../catalogue/testing/apply-schema.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { exportAccessReport } from './export-access-report.ts'
import { audit } from './index.ts'

let server: TestServer
let postgres: TestPostgres
let database: TestDatabase
let source: ReturnType<typeof openTestSource>
let admin: TestPerson
let vera: TestPerson
let eve: TestPerson
let tableId: string
let columns: Record<string, string>

const reading = { read: true, create: false, update: false, delete: false }
const always = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }

beforeAll(async () => {
  server = await startTestServer([tenants, people, catalogue, accessFeature, audit, applying])
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
  await database.query('create table customer (id int primary key, country text, phone text)')
  source = openTestSource(database)
  admin = await server.createPerson({ roles: ['admin'], name: 'Alma' })
  vera = await server.createPerson({ roles: ['viewer'], name: '=Vera' })
  eve = await server.createPerson({ roles: ['sales'], name: 'Eve' })
  await admin.client.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  await admin.client.call(applySchema, { sourceId: newId(), schema: await source.look() })
  tableId = (await admin.client.call(listCatalogue, {})).tables[0]!.id
  const shown = await admin.client.call(showCatalogueTable, { tableId })
  columns = Object.fromEntries(shown.columns.map(({ name, id }) => [name, id]))
  await admin.client.call(access.saveGrant, {
    tableId,
    grant: {
      role: 'viewer',
      operations: reading,
      rows: 'row.country == user.country',
      columns: { [columns.phone!]: { access: 'none' } },
      otherColumns: { access: 'read' },
    },
  })
})
afterAll(async () => {
  await source.end()
  await server.stop()
  await database.drop()
  await postgres.stop()
})

type Line = Record<string, string>

async function report(input: Record<string, unknown> = {}, person = admin): Promise<Line[]> {
  await server.auditOf(person.tenantId)
  const answer = await fetch(`${server.url}${contract.exportAccessReport.http.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...always, ...input }),
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/csv')
  const [header = [], ...lines] = readCsv((await answer.text()).replace('\ufeff', ''))
  return lines.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])))
}

/** The cells of a CSV; quotes as the report writes them. */
function readCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    )
}

const of = (lines: readonly Line[], section: string) => lines.filter((line) => line.section === section)

describe('export-access-report: rights as they are', () => {
  it('names each role and each person with a right on a table, and what it is', async () => {
    const lines = await report()
    expect(of(lines, 'role').map(({ role, because_of }) => [role, because_of])).toEqual([
      ['admin', 'admin_reads_all'],
      ['viewer', 'viewer'],
    ])
    const persons = of(lines, 'person')
    expect(persons.map(({ person }) => person)).toEqual(["'=Vera", 'Alma'])
    expect(persons[0]).toMatchObject({
      table_id: tableId,
      name_in_database: 'public.customer',
      sensitive: 'false',
      role: 'viewer',
      person_id: vera.id,
      email: vera.email,
      because_of: 'viewer',
      may_read: 'true',
      may_update: 'false',
      rows: 'viewer: row.country == user.country',
      hidden_columns: 'phone',
      why_not: '',
    })
    expect(persons[1]).toMatchObject({
      because_of: 'admin_reads_all, creator',
      rows: 'all',
      may_delete: 'true',
    })
  })

  it('names those without a right and the reason when asked, but nobody who was deactivated', async () => {
    const zoe = await server.createPerson({ roles: ['viewer'], name: 'Zoe' })
    await admin.client.call(deactivatePerson, { personId: zoe.id, reason: 'left' })
    const persons = of(await report({ everybody: true }), 'person')
    expect(persons.map(({ person, why_not, rows }) => [person, why_not, rows])).toContainEqual([
      'Eve',
      'no_grant',
      'none',
    ])
    expect(persons.map(({ person }) => person)).not.toContain('Zoe')
  })

  it('tells every person once, however many there are, in the order of their names', async () => {
    const tenantId = await server.createTenant('Crowd')
    const boss = await server.createPerson({ roles: ['admin'], tenantId, name: 'Boss' })
    await boss.client.call(applySchema, { sourceId: newId(), schema: await source.look() })
    await server.query(
      `with account as (
         insert into people.account (id, email, password_hash)
         select gen_random_uuid(), 'crowd-' || n || '@example.com', '' from generate_series(1, 1200) n returning id, email)
       insert into people.person (id, tenant_id, account_id, name, email, roles)
       select gen_random_uuid(), $1, id, 'Same name', email, '{admin,viewer}' from account`,
      [tenantId],
    )
    const ids = of(await report({}, boss), 'person').map(({ person_id }) => person_id)
    expect(ids).toHaveLength(1_201)
    expect(new Set(ids).size).toBe(1_201)
    expect((await boss.client.call(listPeople, { limit: 1 })).total).toBe(1_201)
  })
})

describe('export-access-report: what happened in the period', () => {
  it('tells the changes of rights, each by whom and from what to what, and no others', async () => {
    await admin.client.call(describeTable, { tableId, label: 'Customers' })
    await admin.client.call(describeTable, { tableId, sensitive: true })
    await admin.client.call(describeTable, { tableId, sensitive: false })
    await admin.client.call(changePerson, { personId: eve.id, roles: ['sales', 'support'] })
    await admin.client.call(changePerson, { personId: eve.id, name: 'Eva' })
    const changes = of(await report(), 'change').reverse()
    expect(changes.map(({ operation, role, object_type }) => [operation, role, object_type])).toEqual([
      ['access/save-grant', 'viewer', 'table'],
      ['people/deactivate-person', '', 'person'],
      ['catalogue/describe-table', '', 'table'],
      ['catalogue/describe-table', '', 'table'],
      ['people/change-person', '', 'person'],
    ])
    const { by, by_email, object, details } = changes.at(-1)!
    expect([by, by_email, object]).toEqual(['Alma', admin.email, eve.email])
    expect(JSON.parse(details!)).toMatchObject({
      before: { roles: ['sales'] },
      after: { roles: ['sales', 'support'] },
    })
  })

  it('tells what was refused, and what was looked for in vain', async () => {
    await refusal(vera.client.call(access.showTableAccess, { tableId }))
    await refusal(admin.client.call(access.showTableAccess, { tableId: newId() }))
    await refusal(admin.client.call(access.explainAccess, { tableId: 'x' } as never))
    await refusal(server.anonymous.call(signIn, { email: eve.email, password: 'Wrong-123' }))
    const refusals = of(await report(), 'refusal')
    expect(refusals.map(({ by, outcome, operation }) => [by, outcome, operation])).toEqual(
      expect.arrayContaining([
        ["'=Vera", 'denied', 'access/show-table-access'],
        ['Alma', 'failed', 'access/show-table-access'],
        [expect.any(String), 'failed', 'people/sign-in'],
      ]),
    )
    expect(refusals).toHaveLength(3)
  })

  it('leaves out what was before and after', async () => {
    const past = { from: '2000-01-01T00:00:00Z', to: '2000-02-01T00:00:00Z' }
    const sections = (await report(past)).map(({ section }) => section)
    expect(new Set(sections)).toEqual(new Set(['role', 'person']))
  })
})

describe('export-access-report', () => {
  it('is an entry itself, before the first byte leaves', async () => {
    await report()
    const entries = (await server.auditOf(admin.tenantId)).filter(
      ({ operation }) => operation === contract.exportAccessReport.name,
    )
    expect(entries.at(-1)).toMatchObject({
      outcome: 'done',
      payload: { records: [{ detail: { ...always, everybody: false } }] },
    })
  })

  it('refuses bad input by field', async () => {
    const call = (input: object) => refusal(admin.client.call(contract.exportAccessReport, input as never))
    expect((await call({ from: always.to, to: always.from })).fields![0]).toMatchObject({
      path: '/to',
      message: 'choose an end after the beginning',
    })
    expect((await call({ to: always.to })).fields![0]!.path).toBe('/from')
    expect((await call({ ...always, role: 'viewer' })).code).toBe('invalid_input')
  })

  it('refuses this actor: who lacks either of the two permissions', async () => {
    expect(await refusal(vera.client.call(contract.exportAccessReport, always))).toMatchObject({
      code: 'forbidden',
    })
    for (const held of ['access.explain', 'audit.read'] satisfies Permission[]) {
      const actor = {
        kind: 'system' as const,
        name: 'half',
        tenantId: admin.tenantId,
        permissions: new Set([held]),
      }
      const call = runOperation(server.runtime, exportAccessReport, { actor }, always)
      await expect(call).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('tells nothing of the other tenant', async () => {
    const tenantId = await server.createTenant('Other')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId, name: 'Stranger' })
    const theirs = await report({ everybody: true }, stranger)
    expect(theirs).toEqual([])
    expect((await report({ everybody: true })).map(({ person }) => person)).not.toContain('Stranger')
  })
})
