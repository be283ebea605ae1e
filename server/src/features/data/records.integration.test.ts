import { newId } from '@flexoffice/base'
import { removeGrant } from '@flexoffice/contract/access'
import { describeTable } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/data'
import type { Problem } from '@flexoffice/contract/problem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson } from '../../core/testing/test-server.ts'
import type { DataServer, TestTable } from './testing/data-server.ts'
import { startDataServer } from './testing/data-server.ts'

const ddl = `
  create table customer (id int primary key, name text not null, country char(2) not null, phone text, credit numeric(12,2),
    big bigint, ok boolean, at timestamptz, extra jsonb, score float8);
  insert into customer values
    (1, 'Ana "A"', 'BR', '+55 1', 10.50, 9007199254740993, true, '2026-01-31 14:30:00.5Z', '{"a":[1]}', 0.1),
    (2, 'Bo', 'DE', '+49 2', null, 5, false, null, null, 'NaN'),
    (3, 'Cy', 'BR', '+55 3', 7.00, null, null, 'infinity', '"x"', 1e300);
  create table purchase (id bigint generated always as identity primary key, customer_id int not null references customer, total numeric(12,2) check (total >= 0), note text);
  insert into purchase (customer_id, total) values (1, 5), (2, 6), (3, 7);
  create table keyless (text text);
  insert into keyless values ('a'), ('b'), ('c');
  create table city (name text primary key);
  insert into city values ('São Paulo'), ('Köln'), ('東京 😀'), (E'a "b" \\\\ \\n\\u007f')`

const withoutReference = (problem: Problem) => ({ ...problem, reference: '' })

describe.each(['managed', 'foreign'] as const)('records of a %s table', (kind) => {
  let here: DataServer
  let viewer: TestPerson
  let customer: TestTable
  let purchase: TestTable

  beforeAll(async () => {
    here = await startDataServer(ddl, kind)
    viewer = await here.server.createPerson({
      roles: ['viewer'],
      attributes: { country: 'BR' },
      name: 'Vera',
    })
    customer = await here.table('customer')
    purchase = await here.table('purchase')
    await here.grant(customer, {
      operations: { read: true, create: true, update: true, delete: true },
      rows: 'row.country == user.country',
      columns: { [customer.columns.phone!]: { access: 'none' } },
      otherColumns: { access: 'write' },
    })
  })
  afterAll(() => here.stop())

  const query = (
    person: TestPerson,
    columns: string[],
    rest: Partial<Parameters<typeof contract.queryRecords.input.parse>[0] & object> = {},
  ) =>
    person.client.call(contract.queryRecords, {
      tableId: customer.id,
      query: {
        select: columns.map((name) => ({ field: { column: customer.columns[name]! }, as: name })),
        page: { kind: 'keyset', limit: 50 },
        ...rest,
      },
    })
  const get = (person: TestPerson, key: string) =>
    person.client.call(contract.getRecord, { tableId: customer.id, key })
  const column = (name: string) => customer.columns[name]!

  describe('reading', () => {
    it('gives every type as it should cross the wire, and only the rows of the person', async () => {
      const answer = await query(viewer, ['id', 'name', 'credit', 'big', 'ok', 'at', 'extra', 'score'])
      expect(answer.rows).toEqual([
        [1, 'Ana "A"', '10.50', '9007199254740993', true, '2026-01-31T14:30:00.5Z', { a: [1] }, 0.1],
        [3, 'Cy', '7.00', null, null, 'infinity', 'x', 1e300],
      ])
      expect(answer.next).toBeNull()
      expect((await query(here.admin, ['id', 'score'])).rows).toHaveLength(3)
    })

    it('pages by cursor, sorts, filters, counts and groups under the same rule', async () => {
      const sort = [{ field: { column: column('name') }, direction: 'descending' as const }]
      const first = await query(viewer, ['name'], {
        sort,
        page: { kind: 'keyset', limit: 1 },
        total: 'exact',
      })
      expect(first).toMatchObject({ rows: [['Cy']], total: { count: 2, kind: 'exact' } })
      const second = await query(viewer, ['name'], {
        sort,
        page: { kind: 'keyset', limit: 1, after: first.next! },
      })
      expect(second.rows).toEqual([['Ana "A"']])
      const grouped = await query(viewer, [], {
        group: [{ as: 'country', field: { column: column('country') } }],
        aggregates: [{ as: 'n', function: 'count' }],
        page: { kind: 'offset', offset: 0, limit: 10 },
      })
      expect(grouped.rows).toEqual([['BR', 2]])
    })

    it('gives letters of every language, page by page, and the same again to the same question', async () => {
      const city = await here.table('city')
      const names: unknown[] = []
      let after: string | undefined
      for (let page = 0; page < 4; page += 1) {
        const question = {
          tableId: city.id,
          query: {
            select: [{ field: { column: city.columns.name! }, as: 'cidade é' }],
            sort: [{ field: { column: city.columns.name! }, direction: 'descending' as const }],
            page: { kind: 'keyset' as const, limit: 1, ...(after ? { after } : {}) },
          },
        }
        const answer = await here.admin.client.call(contract.queryRecords, question)
        expect(await here.admin.client.call(contract.queryRecords, question)).toEqual(answer)
        expect(answer.columns[0]!.name).toBe('cidade é')
        names.push(...answer.rows.flat())
        after = answer.next ?? undefined
      }
      expect(names).toEqual(['東京 😀', 'a "b" \\ \n\u007f', 'São Paulo', 'Köln'])
      expect(after).toBeUndefined()
    })

    it('answers the same through every channel', async () => {
      const listed = await viewer.client.call(contract.listRecords, { tableId: customer.id })
      expect(listed.records.map((record) => record.key)).toEqual(['1', '3'])
      expect(Object.keys(listed.records[0]!.values)).not.toContain(column('phone'))
      expect(await get(viewer, '1')).toEqual(listed.records[0])
      const preview = await here.admin.client.call(contract.previewAccess, {
        tableId: customer.id,
        personId: viewer.id,
      })
      expect(preview.rows.map((row) => row[0])).toEqual([1, 3])
      expect(preview.visibleRows).toEqual({ count: 2, kind: 'exact' })
      const shown = await viewer.client.call(contract.showTable, { tableId: customer.id })
      expect(shown.columns.map(({ id }) => id)).toEqual(Object.keys(listed.records[0]!.values))
      const { tables } = await viewer.client.call(contract.listTables, {})
      expect(tables.map(({ name, approximateRowCount }) => [name, approximateRowCount])).toEqual([
        ['customer', null],
      ])
    })

    it('refuses a hidden column alike wherever it is named, and like one that never was', async () => {
      const phone = { column: column('phone') }
      const ask = (field: { column: string }) => [
        query(viewer, [], { select: [{ field }] }),
        query(viewer, ['id'], { filter: { kind: 'isNull', field } }),
        query(viewer, ['id'], { filter: { kind: 'search', text: '5', fields: [field] } }),
        query(viewer, ['id'], { sort: [{ field, direction: 'ascending' }] }),
        query(viewer, [], {
          group: [{ as: 'g', field }],
          page: { kind: 'offset', offset: 0, limit: 1 },
        }),
        query(viewer, [], {
          aggregates: [{ as: 'm', function: 'min', field }],
          page: { kind: 'offset', offset: 0, limit: 1 },
        }),
      ]
      const hidden = await Promise.all(ask(phone).map(refusal))
      const missing = await Promise.all(ask({ column: newId() }).map(refusal))
      expect(hidden.map(withoutReference)).toEqual(missing.map(withoutReference))
      for (const problem of hidden)
        expect(problem).toMatchObject({ code: 'invalid_input', reason: 'unknown_field' })
    })

    it('answers alike for missing, unreadable and foreign tables and records', async () => {
      const other = await here.server.createPerson({
        roles: ['admin'],
        tenantId: await here.server.createTenant('Other'),
      })
      const problems = await Promise.all(
        [
          get(viewer, '2'),
          get(viewer, '99'),
          get(viewer, 'no-number'),
          viewer.client.call(contract.getRecord, { tableId: purchase.id, key: '1' }),
          viewer.client.call(contract.listRecords, { tableId: newId() }),
          viewer.client.call(contract.showTable, { tableId: purchase.id }),
          other.client.call(contract.showTable, { tableId: customer.id }),
          other.client.call(contract.getRecord, { tableId: customer.id, key: '1' }),
          other.client.call(contract.createRecord, { tableId: customer.id, values: {} }),
          viewer.client.call(contract.updateRecord, { tableId: purchase.id, key: '1', values: {}, seen: {} }),
          viewer.client.call(contract.deleteRecord, { tableId: customer.id, key: '2' }),
        ].map(refusal),
      )
      expect(problems[0]).toMatchObject({ code: 'not_found', status: 404 })
      for (const problem of problems) expect(problem).toEqual(problems[0])
    })

    it('writes down who tried to read a table that they may not see', async () => {
      const nosy = await here.server.createPerson({ roles: ['viewer'] })
      expect(await refusal(nosy.client.call(contract.listRecords, { tableId: purchase.id }))).toMatchObject({
        code: 'not_found',
      })
      const tried = (await here.server.auditOf(nosy.tenantId)).filter(
        ({ operation, payload }) =>
          operation === 'data/list-records' && JSON.stringify(payload).includes(nosy.email),
      )
      const object = { type: 'table', id: purchase.id }
      expect(tried).toMatchObject([{ outcome: 'failed', payload: { records: [{ object }, {}] } }])
    })

    it('pages a table without a key by counting, and refuses to write it', async () => {
      const keyless = await here.table('keyless')
      const first = await here.admin.client.call(contract.listRecords, { tableId: keyless.id, limit: 2 })
      const second = await here.admin.client.call(contract.listRecords, {
        tableId: keyless.id,
        limit: 2,
        after: first.next!,
      })
      expect([first.records.length, second.records.length, second.next]).toEqual([2, 1, null])
      const values = { [keyless.columns.text!]: 'd' }
      const refused = await refusal(
        here.admin.client.call(contract.createRecord, { tableId: keyless.id, values }),
      )
      expect(refused).toMatchObject({
        code: 'read_only',
        reason: 'no_key',
        detail: expect.stringContaining('Add a key in the database'),
      })
      const { table } = await here.admin.client.call(contract.showTable, { tableId: keyless.id })
      expect(table.readOnlyReason).toBe('no_key')
    })

    it('refuses bad input by field', async () => {
      const refused = await refusal(query(viewer, ['id'], { page: { kind: 'keyset', limit: 20_000 } }))
      expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ path: '/query/page/limit' }] })
      const filter = { kind: 'compare', field: { column: column('id') }, operator: 'eq', value: 'x' } as const
      expect(await refusal(query(viewer, ['id'], { filter }))).toMatchObject({ code: 'invalid_input' })
    })
  })

  describe('writing', () => {
    const create = (values: Record<string, unknown>, person = viewer) =>
      person.client.call(contract.createRecord, { tableId: customer.id, values: values as never })
    const update = (
      key: string,
      values: Record<string, unknown>,
      seen: Record<string, unknown>,
      person = viewer,
    ) => person.client.call(contract.updateRecord, { tableId: customer.id, key, values, seen } as never)
    const entries = async (operation: string) =>
      (await here.server.auditOf(here.admin.tenantId)).filter(
        (entry) => entry.operation === operation && entry.outcome === 'done',
      )

    it('creates, changes and deletes, each with one audit entry', async () => {
      const made = await create({ [column('id')]: 10, [column('name')]: 'Di', [column('country')]: 'BR' })
      expect(made).toMatchObject({ key: '10', values: { [column('name')]: 'Di', [column('credit')]: null } })
      const changed = await update('10', { [column('name')]: 'Dia' }, { [column('name')]: 'Di' })
      expect(changed.values[column('name')]).toBe('Dia')
      await viewer.client.call(contract.deleteRecord, {
        tableId: customer.id,
        key: '10',
        seen: { [column('name')]: 'Dia' },
      })
      expect(await refusal(get(viewer, '10'))).toMatchObject({ code: 'not_found' })
      const [created] = await entries('data/create-record')
      expect(created).toMatchObject({ outcome: 'done', payload: { records: [{ after: { name: 'Di' } }] } })
      if (kind === 'managed') {
        expect(created!.payload).toMatchObject({ records: [{ object: { id: `${customer.id}/10` } }] })
        const [deleted] = await entries('data/delete-record')
        expect(deleted!.payload).toMatchObject({ records: [{ before: { name: 'Dia' } }] })
      }
      expect(await entries('data/update-record')).toHaveLength(1)
    })

    it('tells the log of any text as it is, in keys and in what was deleted', async () => {
      const city = await here.table('city')
      const name = `a "quoted" \\ name,\n\twith 😀 and {} [] $1 ' ${String.fromCharCode(0x7f)}`
      const values = { [city.columns.name!]: name }
      const { key } = await here.admin.client.call(contract.createRecord, { tableId: city.id, values })
      expect(key).toBe(name)
      await here.admin.client.call(contract.deleteRecord, { tableId: city.id, key, seen: values })
      const told = (await here.server.auditOf(here.admin.tenantId)).filter(({ payload }) =>
        JSON.stringify(payload).includes('quoted'),
      )
      expect(told.map(({ payload }) => payload.records)).toMatchObject([
        [{ object: { id: kind === 'managed' ? `${city.id}/${name}` : `${city.id}/` }, after: { name } }],
        [{ object: { id: `${city.id}/${name}` }, before: { name } }],
      ])
    })

    it('refuses a row outside of the rule, before and after, and writes nothing', async () => {
      const outside = await refusal(
        create({ [column('id')]: 11, [column('name')]: 'E', [column('country')]: 'DE' }),
      )
      expect(outside).toMatchObject({ code: 'forbidden' })
      const away = await refusal(update('1', { [column('country')]: 'DE' }, { [column('country')]: 'BR' }))
      expect(away).toMatchObject({ code: 'forbidden' })
      const { rows } = await here.sql(
        `select count(*) from customer where id = 11 or (id = 1 and country = 'DE')`,
      )
      expect(rows).toEqual([['0']])
      const phone = await refusal(create({ [column('id')]: 11, [column('phone')]: '1' }))
      expect(phone).toMatchObject({ code: 'invalid_input' })
    })

    it('refuses the second of two who change the same field, with the differences', async () => {
      await update('1', { [column('credit')]: '11.00' }, { [column('credit')]: '10.5' })
      const late = await refusal(
        update('1', { [column('credit')]: '12.00' }, { [column('credit')]: '10.50' }),
      )
      expect(late).toMatchObject({
        code: 'conflict',
        params: { differences: [{ name: 'credit', seen: '10.50', current: '11.00', yours: '12.00' }] },
      })
      const other = await update('1', { [column('name')]: 'Ana' }, { [column('name')]: 'Ana "A"' })
      expect(other.values[column('credit')]).toBe('11.00')
      const blind = await refusal(update('1', { [column('name')]: 'B' }, {}))
      expect(blind).toMatchObject({ code: 'invalid_input' })
    })

    it('takes JSON as one value, however it is spaced and ordered', async () => {
      const first = await update(
        '1',
        { [column('extra')]: { b: 2, a: [1] } },
        { [column('extra')]: { a: [1] } },
      )
      expect(first.values[column('extra')]).toEqual({ a: [1], b: 2 })
      const second = await update(
        '1',
        { [column('extra')]: { a: [1] } },
        { [column('extra')]: { a: [1], b: 2 } },
      )
      expect(second.values[column('extra')]).toEqual({ a: [1] })
      const late = await refusal(update('1', { [column('extra')]: {} }, { [column('extra')]: { a: [9] } }))
      expect(late).toMatchObject({ code: 'conflict' })
    })

    it('tells of a broken constraint without any value', async () => {
      const twice = await refusal(
        create({ [column('id')]: 2, [column('name')]: 'F', [column('country')]: 'BR' }),
      )
      expect(twice).toMatchObject({ code: 'constraint_violated', reason: 'unique' })
      expect(JSON.stringify(twice)).not.toMatch(/customer_pkey|\(id\)|Bo/)
    })

    it('answers each of many who create at once, refused or not, with one audit entry', async () => {
      const ids = Array.from({ length: 80 }, (_, index) => 1000 + index)
      const outcomeOf = (id: number) =>
        id % 13 === 0 ? 'constraint_violated' : id % 9 === 0 ? 'forbidden' : String(id)
      const answers = await Promise.all(
        ids.map((id) => {
          const values = {
            [column('id')]: id % 13 === 0 ? 2 : id,
            [column('name')]: `At once ${id}`,
            [column('country')]: outcomeOf(id) === 'forbidden' ? 'DE' : 'BR',
          }
          return create(values).then(
            ({ key }) => key,
            (error) => error.problem.code,
          )
        }),
      )
      expect(answers).toEqual(ids.map(outcomeOf))
      const written = await here.sql(`select id from customer where name like 'At once%' order by id`)
      const done = ids.filter((id) => outcomeOf(id) === String(id)).map(String)
      expect(written.rows.flat()).toEqual(done)
      const told = (await here.server.auditOf(here.admin.tenantId)).filter(({ payload }) =>
        JSON.stringify(payload).includes('At once'),
      )
      const names = told.map(({ payload, outcome }) => {
        const [{ after }] = (payload as { records: [{ after: { name: string } }] }).records
        return `${after.name} ${outcome === 'done'}`
      })
      expect(names.sort()).toEqual(ids.map((id) => `At once ${id} ${outcomeOf(id) === String(id)}`).sort())
      await here.sql(`delete from customer where name like 'At once%'`)
    })

    it('changes many or none', async () => {
      const { columns } = purchase
      const change = (total: string) => ({
        kind: 'create' as const,
        values: { [columns.customer_id!]: 1, [columns.total!]: total },
      })
      const call = (changes: ReturnType<typeof change>[]) =>
        here.admin.client.call(contract.changeRecords, { tableId: purchase.id, changes })
      const { records } = await call([change('1.10'), change('2.20')])
      expect(records.map((record) => record!.values[columns.total!])).toEqual(['1.10', '2.20'])
      const refused = await refusal(call([change('3.30'), change('-1')]))
      expect(refused).toMatchObject({ code: 'constraint_violated', params: { index: 1 } })
      expect((await here.sql('select count(*) from purchase where total = 3.30')).rows).toEqual([['0']])
      const late = await refusal(
        here.admin.client.call(contract.changeRecords, {
          tableId: purchase.id,
          changes: [
            change('4.40'),
            { kind: 'update', key: '1', values: { [columns.note!]: 'x' }, seen: { [columns.note!]: 'old' } },
          ],
        }),
      )
      expect(late).toMatchObject({ code: 'conflict', params: { index: 1 } })
      expect((await here.sql('select count(*) from purchase where total = 4.40')).rows).toEqual([['0']])
    })

    it('refuses this actor where the grant says read', async () => {
      const sales = await here.server.createPerson({ roles: ['sales'] })
      await here.grant(purchase, { role: 'sales' })
      const refused = await refusal(
        sales.client.call(contract.deleteRecord, { tableId: purchase.id, key: '1', seen: {} }),
      )
      expect(refused).toMatchObject({ code: 'forbidden' })
    })
  })

  describe('what happens meanwhile', () => {
    it('takes rights away within a second', async () => {
      await query(viewer, ['id'])
      await here.admin.client.call(removeGrant, { tableId: customer.id, role: 'viewer' })
      expect(await refusal(query(viewer, ['id']))).toMatchObject({ code: 'not_found' })
    })

    it('journals a read of a sensitive table before it answers', async () => {
      await here.admin.client.call(describeTable, { tableId: purchase.id, sensitive: true })
      expect(
        await refusal(here.admin.client.call(contract.listRecords, { tableId: purchase.id })),
      ).toMatchObject({
        code: 'not_found',
      })
      const sales = await here.server.createPerson({ roles: ['sales'] })
      await sales.client.call(contract.listRecords, { tableId: purchase.id })
      await here.server.runtime.relay.settle()
      const found = await here.server.query<{ n: number }>(
        `select count(*)::int as n from core.audit_entry where actor_id = $1 and operation = 'data/read-records'`,
        [sales.id],
      )
      expect(found).toEqual([{ n: 1 }])
    })

    it('tells the log of changes of a sensitive table, but no value, and of a refused one that it failed', async () => {
      const { columns } = purchase
      const secret = 'a diagnosis'
      const finance = await here.server.createPerson({ roles: ['finance'] })
      const operations = { read: true, create: true, update: true, delete: true }
      await here.grant(purchase, { role: 'finance', operations, otherColumns: { access: 'write' } })
      const values = { [columns.customer_id!]: 1, [columns.total!]: '3', [columns.note!]: secret }
      const { key } = await finance.client.call(contract.createRecord, { tableId: purchase.id, values })
      const change = (seen: string) =>
        finance.client.call(contract.updateRecord, {
          tableId: purchase.id,
          key,
          values: { [columns.note!]: `${secret} anew` },
          seen: { [columns.note!]: seen },
        })
      expect(await refusal(change('another'))).toMatchObject({ code: 'conflict' })
      await change(secret)
      const seen = { [columns.note!]: `${secret} anew` }
      await finance.client.call(contract.deleteRecord, { tableId: purchase.id, key, seen })
      const entries = (await here.server.auditOf(finance.tenantId)).filter(({ payload }) =>
        JSON.stringify(payload).includes(finance.id),
      )
      expect(JSON.stringify(entries)).not.toContain('diagnosis')
      const acts = entries.map(({ operation, outcome }) => `${operation} ${outcome}`)
      // Two journals are relayed, so their order is not that of the acts.
      expect(acts.filter((act) => /update|delete|create/.test(act)).sort()).toEqual([
        'data/create-record done',
        'data/delete-record done',
        'data/update-record done',
        `data/update-record ${kind === 'managed' ? 'failed' : 'refused'}`,
      ])
    })

    it('says that the source changed when a column is dropped under a query, and heals after a look', async () => {
      await query(here.admin, ['id', 'name'])
      await here.sql('alter table customer drop column name')
      const refused = await refusal(query(here.admin, ['id', 'name']))
      expect(refused).toMatchObject({
        code: 'source_failed',
        reason: 'source_changed',
        detail: expect.stringContaining('read the structure of the source again'),
      })
      await here.look()
      expect((await query(here.admin, ['id'])).rows.length).toBeGreaterThan(2)
      expect(await refusal(query(here.admin, ['id', 'name']))).toMatchObject({ code: 'invalid_input' })
    })
  })
})
