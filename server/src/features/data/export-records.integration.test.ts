import { newId } from '@flexoffice/base'
import { saveGrant } from '@flexoffice/contract/access'
import { describeTable } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/data'
import type { InputOf } from '@flexoffice/contract/operation'
import { changePerson, signOut } from '@flexoffice/contract/people'
import { saveSetting } from '@flexoffice/contract/settings'
import { ApiError, toRequest } from '@flexoffice/sdk/client'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import { readOn, slowDownloads } from '../../core/testing/slow-download.ts'
import type { TestPerson } from '../../core/testing/test-server.ts'
import type { DataServer, TestTable } from './testing/data-server.ts'
import { startDataServer } from './testing/data-server.ts'

type Input = InputOf<typeof contract.exportRecords>

const many = 100_000
const ddl = `
  create table customer (id int primary key, name text, country char(2) not null, phone text, email text,
    credit numeric(12,2), ok boolean, at timestamptz, score float8);
  insert into customer values
    (1, 'Ana "A"', 'BR', '+55 1', 'ana@example.com', -10.50, true, '2026-01-31 14:30:00.5Z', 0.1),
    (2, 'Bo', 'DE', '+49 2', 'bo@example.com', null, false, null, 'NaN'),
    (3, E'Cy\\nZ, other', 'BR', '+55 3', 'cy@example.com', 7.00, null, null, 1.5e300);
  create table formula (id int primary key, text text);
  insert into formula values (1, '=1+1'), (2, '+1+cmd'), (3, '-2+3'), (4, '@SUM(A1)'), (5, E'\\t=1'), (6, E'\\r=1'),
    (7, ''), (8, null), (9, '-5'), (10, '＝1');
  create table line (a int, b int, note text, primary key (a, b));
  insert into line select a, b, a || '/' || b from generate_series(1, 20) a, generate_series(1, 20) b;
  create table keyless (text text);
  insert into keyless values ('a'), ('b');
  create table big (id int primary key, text text);
  insert into big select n, repeat(md5(n::text), 20) from generate_series(1, ${many}) n`

let here: DataServer
let viewer: TestPerson
let customer: TestTable
let shift = 0
let download: ReturnType<typeof slowDownloads>

beforeAll(async () => {
  here = await startDataServer(ddl, 'managed', { clock: () => new Date(Date.now() + shift) })
  download = slowDownloads(here.server)
  customer = await here.table('customer')
  viewer = await here.server.createPerson({ roles: ['viewer'], attributes: { country: 'BR' }, name: 'Vera' })
  await here.grant(customer, {
    rows: 'row.country == user.country',
    columns: {
      [customer.columns.phone!]: { access: 'none' },
      [customer.columns.email!]: { access: 'read', mask: 'emailDomain' },
    },
  })
})
afterAll(() => here.stop())

/** The file and what came with it, or the refusal as the client throws it. */
async function exportAs(person: TestPerson, input: Input) {
  const { path, headers, body } = toRequest(contract.exportRecords, input)
  const answer = await fetch(here.server.url + path, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${person.token}` },
    body,
  })
  if (!answer.ok) throw new ApiError(answer.status, (await answer.json()) as never)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())
  return { text, headers: answer.headers }
}

const plain = { delimiter: ',', decimals: '.', mark: false } as const
const textOf = async (person: TestPerson, input: Input) =>
  (await exportAs(person, { format: plain, ...input })).text
const column = (name: string, table = customer) => table.columns[name]!
const columns = (...names: string[]) => names.map((name) => column(name))

describe('works', () => {
  it('gives each the rows and cells that they may see: no hidden column, masks as masks', async () => {
    const { text, headers } = await exportAs(viewer, { tableId: customer.id, format: plain })
    expect(text).toBe(
      [
        'Id,Name,Country,Email,Credit,Ok,At,Score',
        '1,"Ana ""A""",BR,•••@example.com,-10.50,true,2026-01-31 14:30:00.5Z,0.1',
        '3,"Cy\nZ, other",BR,•••@example.com,7.00,,,1.5e+300',
        '',
      ].join('\r\n'),
    )
    expect(headers.get('x-record-count')).toBe('2')
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="Customer-\d{4}-\d\d-\d\d\.csv"/,
    )
    const whole = await textOf(here.admin, { tableId: customer.id })
    expect(whole).toContain('+49 2')
    expect(whole).toContain('bo@example.com')
  })

  it('keeps columns, filter, search, order and chosen records as asked', async () => {
    const sort = [{ field: { column: column('id') }, direction: 'descending' as const }]
    const ask = (rest: Partial<Input>) =>
      textOf(viewer, { tableId: customer.id, columns: columns('country', 'id'), sort, ...rest })
    expect(await ask({})).toBe('Country,Id\r\nBR,3\r\nBR,1\r\n')
    expect(await ask({ filter: { kind: 'search', text: 'other' } })).toBe('Country,Id\r\nBR,3\r\n')
    // Bo is of another country, and number 9 is not there.
    expect(await ask({ keys: ['1', '2', '9'] })).toBe('Country,Id\r\nBR,1\r\n')
  })

  it('takes records by keys of several columns', async () => {
    const line = await here.table('line')
    const keys = ['["1","2"]', '["3","4"]']
    expect(await textOf(here.admin, { tableId: line.id, keys })).toBe('A,B,Note\r\n1,2,1/2\r\n3,4,3/4\r\n')
    const tooMany = Array.from({ length: 66 }, (_, index) => `["1","${index}"]`)
    expect(await refusal(exportAs(here.admin, { tableId: line.id, keys: tooMany }))).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: '/keys', code: 'too_many_keys', message: expect.stringContaining('at most 65') }],
    })
    expect(await textOf(here.admin, { tableId: line.id, keys: tooMany.slice(1) })).toContain('1,20,1/20')
  })

  it('writes separators and decimals as asked, with a mark for Excel', async () => {
    const format = { delimiter: ';', decimals: ',' } as const
    const { text } = await exportAs(viewer, {
      tableId: customer.id,
      columns: columns('name', 'credit', 'score'),
      format,
    })
    expect(text).toBe('\ufeffName;Credit;Score\r\n"Ana ""A""";-10,50;0,1\r\n"Cy\nZ, other";7,00;1,5e+300\r\n')
  })

  it('lets no text run as a formula', async () => {
    const formula = await here.table('formula')
    await here.admin.client.call(describeTable, {
      tableId: formula.id,
      label: 'Prova "São/1"',
      columns: [{ id: formula.columns.text!, label: '=Text' }],
    })
    const { text, headers } = await exportAs(here.admin, { tableId: formula.id, format: plain })
    expect(text).toBe(
      [
        "Id,'=Text",
        "1,'=1+1",
        "2,'+1+cmd",
        "3,'-2+3",
        "4,'@SUM(A1)",
        "5,'\t=1",
        '6,"\'\r=1"',
        '7,""',
        '8,',
        '9,-5',
        "10,'＝1",
        '',
      ].join('\r\n'),
    )
    expect(headers.get('content-disposition')).toMatch(
      /filename="Prova Sao 1-[\d-]{10}\.csv"; filename\*=UTF-8''Prova%20S%C3%A3o%201-/,
    )
  })

  it('writes down who took how many rows of what, before and after', async () => {
    await textOf(viewer, { tableId: customer.id, columns: columns('id') })
    const mine = async () =>
      (await here.server.auditOf(here.admin.tenantId)).filter(
        ({ operation, payload }) =>
          ['data/export-records', 'data/end-export'].includes(operation) &&
          JSON.stringify(payload).includes(viewer.email),
      )
    await waitFor(async () => (await mine()).at(-1)?.operation === 'data/end-export')
    const [begun, ended] = (await mine()).slice(-2)
    const object = { type: 'table', id: customer.id }
    expect(begun).toMatchObject({
      operation: 'data/export-records',
      outcome: 'done',
      payload: { records: [{ object, detail: { rows: 2, columns: columns('id'), format: plain } }] },
    })
    expect(ended).toMatchObject({
      operation: 'data/end-export',
      outcome: 'done',
      payload: { records: [{ object, detail: { rows: 2 } }] },
    })
  })
})

describe('a long export', () => {
  let big: TestTable
  const lastEnd = async () => {
    const entries = await here.server.auditOf(here.admin.tenantId)
    return entries.filter(({ operation }) => operation === 'data/end-export').at(-1)!
  }
  const ends = async () =>
    (await here.server.auditOf(here.admin.tenantId)).filter(
      ({ operation }) => operation === 'data/end-export',
    ).length
  beforeAll(async () => {
    big = await here.table('big')
    await here.grant(big, { otherColumns: { access: 'read' } })
  })
  const begin = (person: TestPerson) => download(person, contract.exportRecords, { tableId: big.id })

  it('gives 100,000 records in small pieces, no faster than they are taken', async () => {
    const before = await ends()
    const { answer } = await begin(here.admin)
    expect(answer.headers['x-record-count']).toBe(String(many))
    const { end, lines, largestPiece } = await readOn(answer)
    expect([end, lines]).toEqual(['clean', many + 1])
    expect(largestPiece).toBeLessThan(1_000_000)
    await waitFor(async () => (await ends()) > before)

    // Who does not read holds the server back: what was taken from the database is what the buffers on the way hold.
    const { answer: unread } = await begin(here.admin)
    await here.server.runtime.relay.settle()
    unread.destroy()
    await waitFor(async () => (await ends()) > before + 1)
    const { outcome, payload } = await lastEnd()
    const { detail } = (payload as { records: { detail: { rows: number } }[] }).records[0]!
    expect(outcome).toBe('failed')
    expect(detail.rows).toBeLessThan(many / 4)
  })

  it('breaks off when its person signs out', async () => {
    const person = await here.server.createPerson({ roles: ['viewer'] })
    const { answer, socket } = await begin(person)
    await person.client.call(signOut, {})
    await waitFor(() => socket.destroyed)
    expect((await readOn(answer)).end).toBe('broken')
  })

  it.each([
    ['the grant of the role changes', () => here.grant(big, { rows: 'row.id > 5' })],
    ['a column is hidden', () => here.grant(big, { columns: { [big.columns.text!]: { access: 'none' } } })],
  ])('breaks off when %s', async (_, change) => {
    await here.grant(big, {})
    const person = await here.server.createPerson({ roles: ['viewer'] })
    const { answer, socket } = await begin(person)
    await change()
    await waitFor(() => socket.destroyed)
    expect((await readOn(answer)).end).toBe('broken')
  })

  it('breaks off when the person gets another role or attribute, and goes on when rights stay', async () => {
    await here.grant(big, {})
    const person = await here.server.createPerson({ roles: ['viewer'], attributes: { country: 'BR' } })
    const first = await begin(person)
    const second = await begin(person)
    await here.admin.client.call(saveGrant, {
      tableId: customer.id,
      grant: {
        role: 'support',
        operations: { read: true, create: false, update: false, delete: false },
        rows: null,
        columns: {},
        otherColumns: { access: 'read' },
      },
    })
    expect((await readOn(first.answer)).end).toBe('clean')
    await here.admin.client.call(changePerson, { personId: person.id, attributes: { country: 'DE' } })
    await waitFor(() => second.socket.destroyed)
    expect((await readOn(second.answer)).end).toBe('broken')
  })

  it('lets three run at a time, and another one when one has ended', async () => {
    const running = [await begin(here.admin), await begin(here.admin), await begin(viewer)]
    const refused = await refusal(exportAs(here.admin, { tableId: customer.id }))
    expect(refused).toMatchObject({ code: 'too_many_requests', reason: 'export_busy', params: { count: 3 } })
    for (const { answer } of running) answer.destroy()
    await waitFor(() =>
      exportAs(here.admin, { tableId: customer.id }).then(
        () => true,
        () => false,
      ),
    )
  })

  it('is refused beyond the limit of the workspace, with the remedy', async () => {
    const limit = (value: number | null) =>
      here.admin.client.call(saveSetting, { name: 'data.exportMaximumRows', value })
    await limit(2)
    expect(await refusal(exportAs(here.admin, { tableId: customer.id }))).toMatchObject({
      code: 'too_large',
      reason: 'export_too_large',
      params: { maximum: 2 },
      detail: expect.stringContaining('data.exportMaximumRows'),
    })
    expect(await textOf(viewer, { tableId: customer.id, columns: columns('id') })).toBe('Id\r\n1\r\n3\r\n')
    await limit(null)
  })
})

describe('refuses bad input', () => {
  it('by field', async () => {
    const keyless = await here.table('keyless')
    const refusals = await Promise.all(
      [
        { tableId: customer.id, unheardOf: 1 },
        { tableId: customer.id, format: { delimiter: '|' } },
        { tableId: customer.id, columns: [] },
        { tableId: keyless.id, keys: ['a'] },
        { tableId: customer.id, columns: [column('id'), newId()] },
      ].map((input) => refusal(exportAs(here.admin, input as never))),
    )
    expect(refusals.map(({ fields }) => fields?.[0]?.path)).toEqual([
      '/unheardOf',
      '/format/delimiter',
      '/columns',
      '/keys',
      '/columns/1',
    ])
  })

  it('names a hidden column like one that never was', async () => {
    const ask = async (id: string) => ({
      ...(await refusal(exportAs(viewer, { tableId: customer.id, columns: [id] }))),
      reference: '',
    })
    expect(await ask(column('phone'))).toEqual(await ask(newId()))
  })
})

describe('refuses this actor and the other tenant', () => {
  it('without the permission, and with one answer for what is not there and what may not be read', async () => {
    const nobody = await here.server.createPerson({ roles: [] })
    expect(await refusal(exportAs(nobody, { tableId: customer.id }))).toMatchObject({ code: 'forbidden' })
    const sales = await here.server.createPerson({ roles: ['sales'] })
    const other = await here.server.createPerson({
      roles: ['admin'],
      tenantId: await here.server.createTenant('Other'),
    })
    const missing = await refusal(exportAs(sales, { tableId: newId() }))
    expect(missing).toMatchObject({ code: 'not_found', status: 404 })
    expect(await refusal(exportAs(sales, { tableId: customer.id }))).toEqual(missing)
    expect(await refusal(exportAs(other, { tableId: customer.id }))).toEqual(missing)
  })
})

// Last: the access tokens of before run out with it.
describe('an export that nobody takes', () => {
  it('breaks off after minutes, and gives its place back', async () => {
    const { id: tableId } = await here.table('big')
    const { answer, socket } = await download(here.admin, contract.exportRecords, { tableId })
    // More than once, because what the buffers on the way took counts as taken; never as long as a session may idle.
    for (const minutes of [6, 12, 18]) {
      shift = minutes * 60_000
      await waitFor(() => socket.destroyed, { timeoutSeconds: 3 }).catch(() => {})
    }
    expect(socket.destroyed).toBe(true)
    expect((await readOn(answer)).end).toBe('broken')
  })
})
