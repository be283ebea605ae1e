import * as catalogueContract from '@flexoffice/contract/catalogue'
import * as dataContract from '@flexoffice/contract/data'
import type { InputOf } from '@flexoffice/contract/operation'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { emptyPage } from '@flexoffice/contract/page-document'
import { createPage } from '@flexoffice/contract/pages'
import * as sourcesContract from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/uploaded-tables'
import { waitFor } from '@flexoffice/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { features } from '../../../features.ts'
import { workspaceDatabase } from '../../databases/api.ts'
import { goRound } from '../maintain-sources.ts'

let server: TestServer
let editor: TestPerson
let admin: TestPerson

beforeAll(async () => {
  server = await startTestServer(features)
  editor = await server.createPerson({ roles: ['editor'] })
  admin = await server.createPerson({ roles: ['admin'], name: 'Bia' })
})
afterAll(() => server.stop())

async function upload(content: Uint8Array | string, fileName = 'prices.csv', person = editor) {
  const body = (typeof content === 'string' ? Buffer.from(content) : content) as Uint8Array<ArrayBuffer>
  return person.client.call(sourcesContract.uploadFile, { fileName }, { body })
}

function waitForEnd(importId: string, person = editor) {
  const ended = async () => {
    const state = await person.client.call(sourcesContract.showImport, { importId })
    return ['waiting', 'running'].includes(state.state) ? null : state
  }
  return waitFor(ended, { timeoutSeconds: 50 })
}

/** A first import, as a person makes it. */
async function makeTable(content: Uint8Array | string, label: string, readers: string[] = []) {
  const preview = await upload(content)
  const columns = preview.columns.map(({ index, name, label, type }) => ({ index, name, label, type }))
  const input = { uploadId: preview.uploadId, tableLabel: label, columns, readers }
  const { id } = await editor.client.call(sourcesContract.importUpload, input)
  const state = await waitForEnd(id)
  expect(state).toMatchObject({ state: 'done', mode: 'create', changes: null })
  return state.tableId!
}

type ReloadInput = InputOf<typeof contract.reloadTable>

/** The choices that the preview offers, for a file that was just taken. */
async function prepare(
  tableId: string,
  content: Uint8Array | string,
  changes: Partial<ReloadInput> = {},
  person = editor,
) {
  const { uploadId } = await upload(content, 'newer.csv', person)
  const found = await person.client.call(contract.previewReload, { tableId, uploadId })
  const columns = found.matches.map(({ index, columnId }) => {
    const { label, type } = found.preview.columns.find((column) => column.index === index)!
    return { index, columnId, label, type }
  })
  const idOf = (label: string) => found.table.columns.find((column) => column.label === label)!.id
  return { found, idOf, input: { tableId, uploadId, columns, ...changes } satisfies ReloadInput }
}

async function reload(input: ReloadInput, person = editor) {
  const { id } = await person.client.call(contract.reloadTable, input)
  return waitForEnd(id, person)
}

async function inWorkspace(text: string) {
  const { pool } = await workspaceDatabase(server.runtime, editor.tenantId)
  return (await pool.query({ text })).rows
}

function show(tableId: string) {
  return admin.client.call(catalogueContract.showCatalogueTable, { tableId })
}

async function auditOf(tableId: string) {
  const entries = await server.auditOf(editor.tenantId)
  return entries.filter(({ payload }) => {
    const [record] = payload.records as { object?: { id: string } }[]
    return record?.object?.id === tableId
  })
}

const latin = (text: string) => Buffer.from(text, 'latin1')
const first = latin('Código;Município;Preço (R$)\r\nA1;São Paulo;1.234,56\r\nB2;Belém;0,50\r\n')

describe('replace', () => {
  it('puts a Brazilian file in place of all rows; ids, names, grants and relations stay', async () => {
    const tableId = await makeTable(first, 'Replaced', ['sales'])
    const before = await show(tableId)
    const next = latin('PREÇO (R$);município;Cor\r\n2.000,25;Maceió;azul\r\n7;Recife;\r\n1,5;Belém;verde\r\n')
    const { found, input } = await prepare(tableId, next)
    expect(found.preview.delimited).toEqual({ delimiter: ';', encoding: 'windows-1252', decimal: ',' })
    const nameOf = new Map(found.table.columns.map((column) => [column.id, column.label]))
    expect(found.matches.map(({ columnId }) => columnId && nameOf.get(columnId))).toEqual([
      'Preço (R$)',
      'Município',
      null,
    ])
    const state = await reload(input)
    expect(state).toMatchObject({
      state: 'done',
      mode: 'replace',
      tableId,
      rowsLoaded: 3,
      changes: { before: 2, added: 3, changed: 0, removed: 2 },
    })
    expect(await inWorkspace('select codigo, municipio, preco_r, cor from replaced order by id')).toEqual([
      [null, 'Maceió', '2000.25', 'azul'],
      [null, 'Recife', '7', null],
      [null, 'Belém', '1.5', 'verde'],
    ])
    const after = await show(tableId)
    expect(after.table).toEqual({ ...before.table, approximateRowCount: 3 })
    expect(after.columns.slice(0, 4)).toEqual(before.columns)
    expect(after.columns[4]).toMatchObject({ label: 'Cor', type: 'text', nullable: true, state: 'new' })
    const grants = await server.query('select role from access."grant" where table_id = $1', [tableId])
    expect(grants).toEqual([{ role: 'sales' }])
    const sales = await server.createPerson({ roles: ['sales'] })
    const seen = await sales.client.call(dataContract.listRecords, { tableId })
    expect(JSON.stringify(seen)).toContain('Maceió')
    expect(JSON.stringify(seen)).not.toContain('azul')
  })

  it('tells table, counts and address in the audit log', async () => {
    const tableId = await makeTable('n\n1\n2\n', 'Told')
    await reload((await prepare(tableId, 'n\n3\n')).input)
    const entries = await auditOf(tableId)
    expect(entries.map(({ operation }) => operation)).toEqual(['sources/reload-table', 'sources/load-upload'])
    expect(entries[1]!.payload).toMatchObject({
      ip: '127.0.0.1',
      actor: { id: editor.id },
      records: [
        {
          object: { type: 'table', id: tableId, name: 'Told' },
          before: { rows: 2 },
          after: { rows: 1 },
          detail: { mode: 'replace', rowsRead: 1, rowsFailed: 0, added: 1, changed: 0, removed: 2 },
        },
      ],
    })
    const ends = (await server.auditOf(editor.tenantId)).filter(
      (entry) => entry.operation === 'sources/end-import',
    )
    expect(ends.at(-1)!.payload).toMatchObject({
      ip: '127.0.0.1',
      actor: { kind: 'system', name: 'job sources/import-upload' },
      records: [{ detail: { requestedBy: editor.id } }],
    })
  })

  it('leaves out rows that fail and lists them, or keeps the old rows when it is to stop', async () => {
    const tableId = await makeTable('n,day\n1,2026-01-01\n', 'Failing')
    const content = 'n,day\n5,2026-02-01\nmany,2026-02-02\n7,never\n'
    const failures = [
      { row: 3, column: 'n', value: 'many', code: 'not_a_number' },
      { row: 4, column: 'day', value: 'never', code: 'not_a_date' },
    ]
    const { input } = await prepare(tableId, content, { onFailure: 'stop' })
    const stopped = await reload(input)
    expect(stopped).toMatchObject({
      state: 'failed',
      rowsFailed: 2,
      failures,
      problem: expect.anything(),
    })
    expect(await inWorkspace('select n from failing')).toEqual([['1']])
    const skipped = await reload({ ...input, onFailure: 'skip' })
    expect(skipped).toMatchObject({ state: 'done', rowsLoaded: 1, rowsFailed: 2, failures })
    expect(await inWorkspace('select n, day from failing')).toEqual([['5', '2026-02-01']])
  })

  it('reads dates in the order that the person chose, and lists those that do not fit it', async () => {
    const tableId = await makeTable('n,day\n1,2026-01-01\n', 'Ordered')
    const content = 'n,day\n5,03/05/2026\n6,31/12/2025\n'
    const { input } = await prepare(tableId, content, { dateOrder: 'monthFirst' })
    const { uploadId } = input
    const choice = { tableId, uploadId, dateOrder: 'monthFirst' } as const
    const { preview } = await editor.client.call(contract.previewReload, choice)
    expect(preview).toMatchObject({ dateOrder: 'monthFirst' })
    expect(preview.columns[1]!.warnings).toMatchObject([{ code: 'dates_in_other_order' }])
    expect(await reload(input)).toMatchObject({
      state: 'done',
      failures: [{ row: 3, column: 'day', value: '31/12/2025', code: 'not_a_date' }],
    })
    expect(await inWorkspace('select n, day from ordered')).toEqual([['5', '2026-03-05']])
    await reload({ ...input, dateOrder: 'dayFirst' })
    expect(await inWorkspace('select n, day from ordered order by n')).toEqual([
      ['5', '2026-05-03'],
      ['6', '2025-12-31'],
    ])
  })

  it('shows readers the old rows or the new, never a part or none', async () => {
    const rows = (from: number) => Array.from({ length: 10_000 }, (_, at) => `${from + at}`)
    const tableId = await makeTable(`n\n${rows(1).join('\n')}\n`, 'Watched')
    const seen = new Set<string>()
    let reading = true
    const watch = async () => {
      while (reading) {
        const [row] = await inWorkspace('select count(*), min(n), max(n) from watched')
        seen.add(row!.join(' '))
      }
    }
    const watching = [watch(), watch()]
    const changes = { before: 10_000, added: 10_000, changed: 0, removed: 10_000 }
    const same = await prepare(tableId, `n\n${rows(20_001).join('\n')}\n`)
    expect((await reload(same.input)).changes).toEqual(changes)
    const wider = await prepare(tableId, `n,also\n${rows(40_001).join(',x\n')},x\n`)
    expect((await reload(wider.input)).changes).toEqual(changes)
    reading = false
    await Promise.all(watching)
    expect([...seen].sort()).toEqual(['10000 1 10000', '10000 20001 30000', '10000 40001 50000'])
  })
})

describe('append', () => {
  it('adds the rows after those that are there, numbered by the database', async () => {
    const tableId = await makeTable(first, 'Appended')
    // A file of our own export brings the numbers of rows; they are not taken over.
    const { input } = await prepare(tableId, latin('Id;Código;Preço (R$)\r\n1;C3;9,75\r\n'), {
      mode: 'append',
    })
    const state = await reload(input)
    expect(state).toMatchObject({ state: 'done', changes: { before: 2, added: 1, changed: 0, removed: 0 } })
    expect(await inWorkspace('select id, codigo, municipio, preco_r from appended order by id')).toEqual([
      ['1', 'A1', 'São Paulo', '1234.56'],
      ['2', 'B2', 'Belém', '0.50'],
      ['3', 'C3', null, '9.75'],
    ])
  })
})

describe('update', () => {
  it('changes, adds and leaves rows by the columns that tell them apart', async () => {
    const tableId = await makeTable(first, 'Updated')
    const next = latin(
      'código;preço (r$);Cor\r\nB2;0,75;azul\r\nC3;3.000,00;\r\n;1,00;\r\nC3;4;\r\nA1;1234,56;\r\n',
    )
    const { input, idOf } = await prepare(tableId, next, { mode: 'update' })
    const state = await reload({ ...input, keyColumns: [idOf('Código')] })
    expect(state).toMatchObject({
      state: 'done',
      rowsRead: 5,
      rowsLoaded: 3,
      rowsFailed: 2,
      changes: { before: 2, added: 1, changed: 1, removed: 0 },
    })
    expect(state.failures).toEqual([
      { row: 4, column: 'codigo', value: '', code: 'required' },
      { row: 5, column: 'Código', value: 'C3', code: 'key_twice' },
    ])
    expect(await inWorkspace('select id, codigo, municipio, preco_r, cor from updated order by id')).toEqual([
      ['1', 'A1', 'São Paulo', '1234.56', null],
      ['2', 'B2', 'Belém', '0.75', 'azul'],
      ['3', 'C3', null, '3000.00', null],
    ])
  })

  it('tells rows by the table’s own key; a number that it does not have fails', async () => {
    const tableId = await makeTable('name\nAna\nBia\n', 'Numbered')
    const { input, idOf } = await prepare(tableId, 'id,name\n2,Beatriz\n,Caio\n77,Davi\n', { mode: 'update' })
    const state = await reload({ ...input, keyColumns: [idOf('Id')] })
    expect(state.changes).toEqual({ before: 2, added: 1, changed: 1, removed: 0 })
    expect(state.failures).toEqual([{ row: 4, column: 'Id', value: '77', code: 'key_unknown' }])
    expect(await inWorkspace('select id, name from numbered order by id')).toEqual([
      ['1', 'Ana'],
      ['2', 'Beatriz'],
      ['3', 'Caio'],
    ])
  })

  it('refuses columns that do not tell the rows of the table apart, and changes nothing', async () => {
    const tableId = await makeTable('team,points\nred,1\nred,2\nblue,3\n', 'Shared')
    const { input, idOf } = await prepare(tableId, 'team,points\nblue,9\nred,9\n', { mode: 'update' })
    const state = await reload({ ...input, keyColumns: [idOf('team')] })
    expect(state).toMatchObject({ state: 'failed', changes: null })
    expect(JSON.stringify(state.problem)).toContain('tell them apart')
    expect(await inWorkspace('select points from shared order by id')).toEqual([['1'], ['2'], ['3']])
  })
})

describe('reload-table', () => {
  it('refuses what it cannot do, naming the field', async () => {
    const tableId = await makeTable('a,b\n1,2\n', 'Refusing')
    const { input, idOf } = await prepare(tableId, 'a,c\n1,2\n')
    const [a, c] = input.columns
    const cases: [Partial<ReloadInput>, string][] = [
      [{ mode: 'update' }, '/keyColumns'],
      [{ mode: 'update', keyColumns: [idOf('b')] }, '/keyColumns/0'],
      [{ mode: 'update', keyColumns: [tableId] }, '/keyColumns/0'],
      [{ columns: [a!, { ...c!, columnId: a!.columnId }] }, '/columns/1'],
      [{ columns: [a!, { ...a!, columnId: null }] }, '/columns/1'],
      [{ columns: [{ ...a!, columnId: tableId }] }, '/columns/0/columnId'],
      [{ columns: [{ ...c!, type: 'json' }] }, '/columns/0/type'],
      [{ columns: [{ ...a!, include: false }] }, '/columns'],
      [{ sheet: 4 }, '/sheet'],
    ]
    for (const [changes, path] of cases) {
      const loading = editor.client.call(contract.reloadTable, { ...input, ...changes })
      expect(await refusal(loading)).toMatchObject({ code: 'invalid_input', fields: [{ path }] })
    }
  })

  it('takes whoever brought the table in and those who govern data; a sensitive one only who governs access', async () => {
    const tableId = await makeTable('a\n1\n', 'Governed')
    const [developer, colleague, viewer] = await Promise.all(
      ['developer', 'editor', 'viewer'].map((role) => server.createPerson({ roles: [role] })),
    )
    const names = async (person: TestPerson) =>
      (await person.client.call(contract.listUploadedTables, {})).tables.map(({ label }) => label)
    const shown = (person: TestPerson) => person.client.call(contract.showUploadedTable, { tableId })
    for (const person of [editor, developer!, admin]) expect(await names(person)).toContain('Governed')
    expect(await names(colleague!)).toEqual([])
    expect(await refusal(shown(colleague!))).toMatchObject({ code: 'not_found' })
    expect(await refusal(names(viewer!))).toMatchObject({ code: 'forbidden' })
    expect((await reload((await prepare(tableId, 'a\n5\n', {}, developer!)).input, developer!)).state).toBe(
      'done',
    )
    await admin.client.call(catalogueContract.describeTable, { tableId, sensitive: true })
    for (const person of [editor, developer!])
      expect(await refusal(shown(person))).toMatchObject({ code: 'not_found' })
    expect(await shown(admin)).toMatchObject({ rows: 1, label: 'Governed' })
  })

  it('does not know the tables and files of another tenant or of others', async () => {
    const tableId = await makeTable('a\n1\n', 'Ours')
    const { input } = await prepare(tableId, 'a\n2\n')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId: await server.createTenant('B') })
    const own = await upload('a\n3\n', 'own.csv', stranger)
    for (const changes of [{}, { uploadId: own.uploadId }])
      expect(
        await refusal(stranger.client.call(contract.reloadTable, { ...input, ...changes })),
      ).toMatchObject({ code: 'not_found' })
    const { uploadId } = input
    for (const call of [
      () => stranger.client.call(contract.previewReload, { tableId, uploadId }),
      () => stranger.client.call(contract.showUploadedTable, { tableId }),
      () => stranger.client.call(contract.dropUploadedTable, { tableId, label: 'Ours' }),
      () => admin.client.call(contract.reloadTable, input),
      () => editor.client.call(contract.reloadTable, { ...input, uploadId: own.uploadId }),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'not_found' })
    expect((await stranger.client.call(contract.listUploadedTables, {})).tables).toEqual([])
    expect(await inWorkspace('select a from ours')).toEqual([['1']])
  })

  it('leaves tables alone that no upload made', async () => {
    await inWorkspace('create table handmade (id int primary key)')
    const { sources } = await admin.client.call(sourcesContract.listSources, {})
    const managed = sources.find((source) => source.kind === 'managed')!
    await admin.client.call(sourcesContract.refreshSource, { sourceId: managed.id })
    const { tables } = await admin.client.call(catalogueContract.listCatalogue, {})
    const tableId = tables.find((table) => table.name === 'handmade')!.id
    const dropping = admin.client.call(contract.dropUploadedTable, { tableId, label: 'Handmade' })
    expect(await refusal(dropping)).toMatchObject({ code: 'not_found' })
    const { uploadId } = await upload('id\n1\n', 'a.csv', admin)
    const looking = admin.client.call(contract.previewReload, { tableId, uploadId })
    expect(await refusal(looking)).toMatchObject({ code: 'not_found' })
  })
})

describe('a load that is cut off', { timeout: 60_000 }, () => {
  const lines = Array.from({ length: 150_000 }, (_, at) => `${at},some text of row ${at},${at}.5`)
  const large = `n,text,amount\n${lines.join('\n')}\n`
  const small = 'n,text,amount\n-1,old,0.5\n'

  async function startLarge(label: string, changes: Partial<ReloadInput> = {}) {
    const tableId = await makeTable(small, label)
    const { input } = await prepare(tableId, large, changes)
    const { id } = await editor.client.call(contract.reloadTable, input)
    const state = () => editor.client.call(sourcesContract.showImport, { importId: id })
    await waitFor(async () => (await state()).rowsRead > 0, { timeoutSeconds: 20 })
    return { tableId, id, state }
  }

  it('keeps the old rows when it is cancelled', async () => {
    const { id, state } = await startLarge('Cancelled')
    await editor.client.call(sourcesContract.cancelImport, { importId: id })
    await waitFor(async () => (await sessionsOf(id)).length === 0)
    expect((await state()).state).toBe('cancelled')
    expect(await inWorkspace('select n, text from cancelled')).toEqual([['-1', 'old']])
  })

  it('lets go of the table when it is cancelled while it waits for it', async () => {
    const tableId = await makeTable('a\n1\n', 'Waited for')
    const { input } = await prepare(tableId, 'a\n2\n')
    const { connection } = await workspaceDatabase(server.runtime, editor.tenantId)
    const holder = new pg.Client(connection)
    await holder.connect()
    try {
      await holder.query('begin')
      await holder.query('lock table waited_for in row exclusive mode')
      const { id } = await editor.client.call(contract.reloadTable, input)
      await waitFor(async () => {
        const found = await onServer(
          `select 1 from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`,
          [`FlexOffice import ${id}`],
        )
        return found.length > 0
      })
      await editor.client.call(sourcesContract.cancelImport, { importId: id })
      await waitFor(async () => (await sessionsOf(id)).length === 0)
      expect(await waitForEnd(id)).toMatchObject({ state: 'cancelled', changes: null })
    } finally {
      await holder.end()
    }
    expect(await inWorkspace('select a from waited_for')).toEqual([['1']])
  })

  it('keeps the old rows when the person’s role is taken away meanwhile', async () => {
    const { id } = await startLarge('Demoted')
    const setRoles = (roles: string[]) =>
      server.query('update people.person set roles = $2 where id = $1', [editor.id, roles])
    await setRoles(['viewer'])
    try {
      const [row] = await waitFor(
        async () => {
          const rows = await server.query<{ state: string; problem: string }>(
            `select state, problem::text from sources.import where id = $1 and ended_at is not null`,
            [id],
          )
          return rows.length > 0 ? rows : null
        },
        { timeoutSeconds: 50 },
      )
      expect(row!.state).toBe('failed')
      expect(row!.problem).toContain('may not load into this table any more')
    } finally {
      await setRoles(['editor'])
    }
    expect(await inWorkspace('select n, text from demoted')).toEqual([['-1', 'old']])
  })

  it('keeps the old rows when its connection dies, and the next try loads the new ones once', async () => {
    const { id } = await startLarge('Killed', { mode: 'append' })
    const [session] = await waitFor(() => sessionsOf(id))
    await onServer('select pg_terminate_backend($1)', [session])
    expect(await inWorkspace('select count(*) from killed')).toEqual([['1']])
    expect(await waitForEnd(id)).toMatchObject({ state: 'done', rowsLoaded: 150_000 })
    expect(await inWorkspace('select count(*) from killed')).toEqual([['150001']])
  })

  it('is found done when the process died between the rows and the note of them', async () => {
    const tableId = await makeTable('a\n1\n', 'Noted')
    const done = await reload((await prepare(tableId, 'a,b\n2,3\n', { mode: 'append' })).input)
    await server.query(
      `update sources.import set state = 'running', run_id = gen_random_uuid(), held_until = now() - interval '1 second',
         changes = null, closing = true, ended_at = null where id = $1`,
      [done.id],
    )
    await goRound(server.runtime)
    expect(await waitForEnd(done.id)).toMatchObject({ state: 'done', changes: done.changes })
    expect(await inWorkspace('select a, b from noted order by id')).toEqual([
      ['1', null],
      ['2', '3'],
    ])
  })
})

describe('drop-uploaded-table', () => {
  it('drops the table when its name is typed, and tells of it', async () => {
    const tableId = await makeTable('a\n1\n2\n', 'Dropped')
    expect(await editor.client.call(contract.showUploadedTable, { tableId })).toMatchObject({
      rows: 2,
      pages: [],
      otherPages: 0,
      relatedTables: [],
    })
    const drop = (label: string) => editor.client.call(contract.dropUploadedTable, { tableId, label })
    expect(await refusal(drop('dropped'))).toMatchObject({ fields: [{ path: '/label' }] })
    expect(await drop('Dropped')).toEqual({ dropped: true, rows: 2 })
    expect(await inWorkspace(`select to_regclass('public.dropped')`)).toEqual([[null]])
    expect((await show(tableId)).table.state).toBe('missing')
    const reading = editor.client.call(dataContract.listRecords, { tableId })
    expect(await refusal(reading)).toMatchObject({ code: 'not_found' })
    expect(await refusal(drop('Dropped'))).toMatchObject({ code: 'not_found' })
    // Who read it afterwards, in vain, is told too.
    const entries = (await auditOf(tableId)).filter(({ operation }) => operation.startsWith('sources/'))
    expect(entries.at(-1)).toMatchObject({
      operation: 'sources/drop-uploaded-table',
      outcome: 'done',
      payload: {
        ip: '127.0.0.1',
        actor: { id: editor.id },
        records: [{ object: { type: 'table', id: tableId, name: 'Dropped' }, before: { rows: 2 } }],
      },
    })
  })

  it('names the pages that ask the table, and only counts those that the caller may not open', async () => {
    const tableId = await makeTable('a\n1\n', 'Shown')
    const { columns } = await show(tableId)
    const query = {
      table: tableId,
      select: [{ as: 'a', field: { column: columns[1]!.id } }],
      page: { kind: 'offset' as const, offset: 0, limit: 5 },
    }
    const shownQuery = {
      id: 'q1',
      name: 'shown',
      kind: 'structured' as const,
      query,
      runs: 'manual' as const,
    }
    const document: PageDocument = { ...emptyPage('Board'), queries: { q1: shownQuery } }
    const page = await editor.client.call(createPage, { title: 'Board', document })
    await editor.client.call(createPage, { title: 'Other' })
    const shown = (person: TestPerson) => person.client.call(contract.showUploadedTable, { tableId })
    const developer = await server.createPerson({ roles: ['developer'] })
    expect(await shown(editor)).toMatchObject({ pages: [{ id: page.id, title: 'Board' }], otherPages: 0 })
    expect(await shown(developer)).toMatchObject({ pages: [], otherPages: 1 })
  })

  it('keeps a table on which others stand, and names those that lead to it', async () => {
    const tableId = await makeTable('a\n1\n', 'Parent')
    const childId = await makeTable('parent\n1\n', 'Child')
    await inWorkspace('alter table child add foreign key (parent) references parent')
    const { table } = await show(childId)
    await admin.client.call(sourcesContract.refreshSource, { sourceId: table.sourceId })
    const shown = await editor.client.call(contract.showUploadedTable, { tableId })
    expect(shown.relatedTables).toEqual(['Child'])
    const dropping = editor.client.call(contract.dropUploadedTable, { tableId, label: 'Parent' })
    expect(await refusal(dropping)).toMatchObject({ code: 'conflict', reason: 'table_depended_on' })
    expect((await show(tableId)).table.state).toBe('active')
    expect((await auditOf(tableId)).at(-1)).toMatchObject({ outcome: 'failed' })
  })
})

async function sessionsOf(importId: string): Promise<string[]> {
  const rows = await onServer('select pid from pg_stat_activity where application_name = $1', [
    `FlexOffice import ${importId}`,
  ])
  return rows.map((row) => String(row.pid))
}

async function onServer(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.runtime.tenantsServer!)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
