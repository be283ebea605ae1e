import type { TestPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import type { InputOf } from '@flexoffice/contract/operation'
import { createPage } from '@flexoffice/contract/pages'
import * as contract from '@flexoffice/contract/sources'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { features } from '../../features.ts'
import { stockPage } from '../../testing/two-workspaces.ts'

let database: TestPostgres
let server: TestServer
let developer: TestPerson
let admin: TestPerson
let sales: TestPerson

beforeAll(async () => {
  database = await startPostgres()
  server = await startTestServer(features)
  developer = await server.createPerson({ roles: ['developer'] })
  admin = await server.createPerson({ roles: ['admin'], name: 'Bia' })
  sales = await server.createPerson({ roles: ['sales'] })
})
afterAll(async () => {
  await server.stop()
  await database.stop()
})

let number = 0

/** A source over a database of its own with the tables `person`, `place` and `thing`, which leads to `place`. */
async function connect(chosen?: readonly string[], readers: string[] = []) {
  number += 1
  const name = `shop_${number}`
  await ask('postgres', `create database ${name}`)
  const atSource = (text: string) => ask(name, text)
  await atSource(`create table person (id int primary key); create table place (id int primary key, name text);
    create table thing (id int primary key, place_id int references place)`)
  const { host, port, user, password } = database
  const settings = { host, port, user, password, database: name, tlsMode: 'disable' }
  const connection = { connector: 'postgres' as const, settings }
  const { tables } = await developer.client.call(contract.testConnection, connection)
  const identities = new Map(tables.map((table) => [table.name, table.identity]))
  const { id: sourceId } = await developer.client.call(contract.connectSource, {
    ...connection,
    name,
    tables: chosen?.map((table) => identities.get(table)!),
    readers,
  })
  const list = async () => {
    const answer = await developer.client.call(contract.listSourceTables, { sourceId })
    for (const table of answer.tables) identities.set(table.name, table.identity)
    return { ...answer, states: Object.fromEntries(answer.tables.map((table) => [table.name, table.state])) }
  }
  const idsOf = (names: string[] = []) => names.map((each) => identities.get(each) ?? each)
  type Choice = Pick<InputOf<typeof contract.chooseTables>, 'take' | 'leave' | 'takesLater' | 'readers'>
  const choose = ({ take, leave, ...choice }: Choice, person = developer) =>
    person.client.call(contract.chooseTables, {
      sourceId,
      take: idsOf(take),
      leave: idsOf(leave),
      ...choice,
    })
  const catalogued = async () => {
    const { tables } = await developer.client.call(listCatalogue, { sourceId })
    return Object.fromEntries(tables.map((table) => [table.name, table]))
  }
  return { sourceId, atSource, list, choose, catalogued, idsOf }
}

async function ask(name: string, text: string): Promise<void> {
  const { host, port, user, password } = database
  const client = new pg.Client({ host, port, user, password, database: name })
  await client.connect()
  await client.query(text)
  await client.end()
}

async function readable(person: TestPerson, sourceId: string) {
  const { tables } = await person.client.call(listTables, {})
  const ours = await developer.client.call(listCatalogue, { sourceId })
  const names = new Map(ours.tables.map((table) => [table.id, table.name]))
  return tables.flatMap(({ id }) => names.get(id) ?? []).sort()
}

function refresh(sourceId: string) {
  return developer.client.call(contract.refreshSource, { sourceId })
}

describe('list-source-tables', () => {
  it('tells which tables are taken, left out, and new', async () => {
    const { sourceId, atSource, list } = await connect(['place'])
    await atSource('create table later (id int primary key)')
    const { states, takesLater, tables } = await list()
    expect(states).toEqual({ person: 'left', place: 'taken', thing: 'left', later: 'new' })
    expect(takesLater).toBe(false)
    expect(tables.map(({ name, keepsAccess }) => [name, keepsAccess])).toContainEqual(['place', true])
    await refresh(sourceId)
    expect((await list()).states).toEqual(states)
  })

  it('shows as new what the next look takes, when all were taken', async () => {
    const { sourceId, atSource, list } = await connect(undefined, ['sales'])
    await atSource('create table later (id int primary key)')
    expect(await list()).toMatchObject({
      takesLater: true,
      states: { person: 'taken', place: 'taken', thing: 'taken', later: 'new' },
    })
    const { drift } = await refresh(sourceId)
    expect(drift.tablesAdded).toEqual(['later'])
    expect((await list()).states.later).toBe('taken')
    expect(await readable(sales, sourceId)).toEqual(['person', 'place', 'thing'])
    expect(await readable(admin, sourceId)).toContain('later')
  })
})

describe('choose-tables', () => {
  it('takes tables afterwards and lets only the named readers read them', async () => {
    const { sourceId, list, choose, catalogued } = await connect(['place'], ['finance'])
    expect(await choose({ take: ['person'], readers: ['sales'] })).toMatchObject({ id: sourceId, tables: 2 })
    expect((await list()).states).toEqual({ person: 'taken', place: 'taken', thing: 'left' })
    expect(await readable(sales, sourceId)).toEqual(['person'])
    const { person } = await catalogued()
    expect(person).toMatchObject({ state: 'active', createdBy: developer.id })
    await refresh(sourceId)
    expect((await list()).states).toEqual({ person: 'taken', place: 'taken', thing: 'left' })
  })

  it('leaves tables out of everybody’s sight, over later looks too', async () => {
    const { sourceId, choose, catalogued } = await connect(undefined, ['sales'])
    expect(await choose({ leave: ['place'] })).toMatchObject({ tables: 2 })
    expect(await readable(sales, sourceId)).toEqual(['person', 'thing'])
    expect(await readable(admin, sourceId)).toEqual(['person', 'thing'])
    const { drift } = await refresh(sourceId)
    expect(drift).toMatchObject({ tablesAdded: [], tablesMissing: [], columnsMissing: [] })
    expect((await catalogued()).place).toMatchObject({ state: 'left' })
    expect(await readable(admin, sourceId)).toEqual(['person', 'thing'])
  })

  it('brings a table back with the ids and the access it had, and with no other readers', async () => {
    const { sourceId, atSource, choose, catalogued } = await connect(undefined, ['finance'])
    const before = await catalogued()
    const show = (tableId: string) => developer.client.call(showCatalogueTable, { tableId })
    const relations = (await show(before.thing!.id)).relations
    expect(relations).toHaveLength(1)
    await choose({ leave: ['place'] })
    await atSource('alter table place add added text')
    await refresh(sourceId)
    await choose({ take: ['place'], readers: ['sales'] })
    const after = await catalogued()
    expect(after.place).toEqual(before.place)
    expect((await show(after.thing!.id)).relations).toEqual(relations)
    const { columns } = await show(after.place!.id)
    expect(columns.map(({ name, state }) => [name, state])).toEqual([
      ['id', 'active'],
      ['name', 'active'],
      ['added', 'new'],
    ])
    expect(await readable(sales, sourceId)).toEqual([])
    const grants = await server.query('select role from access."grant" where table_id = $1', [
      after.place!.id,
    ])
    expect(grants).toEqual([{ role: 'finance' }])
  })

  it('keeps new tables out once they are left, and takes or leaves later ones as it was told', async () => {
    const { sourceId, atSource, list, choose } = await connect()
    await atSource('create table later (id int primary key)')
    await list()
    await choose({ leave: ['later'] })
    await refresh(sourceId)
    expect(await list()).toMatchObject({ takesLater: true, states: { later: 'left', person: 'taken' } })
    await choose({ takesLater: false })
    await atSource('create table last (id int primary key)')
    expect((await refresh(sourceId)).drift.tablesAdded).toEqual([])
    expect(await list()).toMatchObject({
      takesLater: false,
      states: { last: 'new', later: 'left', person: 'taken' },
    })
    // What nobody named is taken along, but the readers get only what was named.
    await choose({ take: ['later'], takesLater: true, readers: ['sales'] })
    expect((await list()).states).toMatchObject({ last: 'taken', later: 'taken' })
    expect(await readable(sales, sourceId)).toEqual(['later'])
  })

  it('is told in the audit log with the names', async () => {
    const { sourceId, choose } = await connect(['place'])
    await choose({ take: ['person'], leave: ['place'], readers: ['sales'] })
    const entries = await server.auditOf(developer.tenantId)
    const [entry] = entries.filter(
      ({ operation, payload }) =>
        operation === 'sources/choose-tables' && JSON.stringify(payload).includes(sourceId),
    )
    expect(entry!.payload).toMatchObject({ actor: { id: developer.id } })
    expect((entry!.payload as { records: unknown[] }).records).toContainEqual(
      expect.objectContaining({
        object: expect.objectContaining({ type: 'source', id: sourceId }),
        after: { takesLater: false, taken: ['person'], left: ['place'], readers: ['sales'] },
      }),
    )
  })

  it('refuses what it cannot do, naming the field, and changes nothing', async () => {
    const { list, choose } = await connect(['place'])
    const cases: [Parameters<typeof choose>[0], string][] = [
      [{ take: ['1'] }, '/take/0'],
      [{ leave: ['1'] }, '/leave/0'],
      [{ take: ['person'], leave: ['person'] }, '/leave/0'],
      [{ take: ['person'], readers: ['kings'] }, '/readers/0'],
    ]
    for (const [choice, path] of cases)
      expect(await refusal(choose(choice))).toMatchObject({ code: 'invalid_input', fields: [{ path }] })
    expect((await list()).states).toEqual({ person: 'left', place: 'taken', thing: 'left' })
  })

  it('refuses who may not connect sources, other workspaces, and the workspace’s own database', async () => {
    const { sourceId } = await connect(['place'])
    const editor = await server.createPerson({ roles: ['editor'] })
    const tenantId = await server.createTenant('Other')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId })
    const calls = (person: TestPerson, id = sourceId) => [
      person.client.call(contract.listSourceTables, { sourceId: id }),
      person.client.call(contract.showTableUses, { sourceId: id, tables: [] }),
      person.client.call(contract.chooseTables, { sourceId: id }),
    ]
    for (const problem of await Promise.all(calls(editor).map(refusal)))
      expect(problem).toMatchObject({ code: 'forbidden' })
    for (const problem of await Promise.all(calls(stranger).map(refusal)))
      expect(problem).toMatchObject({ code: 'not_found' })
    const managed = '00000000-0000-7000-8000-000000000001'
    await server.query(
      `insert into sources.source (id, tenant_id, name, kind) values ($1, $2, 'Own', 'managed')`,
      [managed, developer.tenantId],
    )
    for (const problem of await Promise.all(calls(developer, managed).map(refusal)))
      expect(problem).toMatchObject({ reason: 'source_is_managed' })
  })
})

describe('show-table-uses', () => {
  it('names the pages and tables that would miss a table', async () => {
    const { sourceId, catalogued, choose, idsOf } = await connect()
    const { place } = await catalogued()
    const { columns } = await admin.client.call(showCatalogueTable, { tableId: place!.id })
    const document = stockPage(place!.id, columns[0]!.id)
    const page = await admin.client.call(createPage, { title: 'Places', document })
    const uses = (tables: string[]) =>
      admin.client.call(contract.showTableUses, { sourceId, tables: idsOf(tables) })
    expect((await uses(['place', 'person'])).tables).toEqual([
      { identity: idsOf(['person'])[0], label: 'Person', pages: [], otherPages: 0, relatedTables: [] },
      {
        identity: idsOf(['place'])[0],
        label: 'Place',
        pages: [{ id: page.id, title: 'Places' }],
        otherPages: 0,
        relatedTables: ['Thing'],
      },
    ])
    await choose({ leave: ['place'] })
    expect((await uses(['place'])).tables).toEqual([])
  })
})
