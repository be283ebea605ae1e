import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as catalogueContract from '@flexoffice/contract/catalogue'
import type { InputOf } from '@flexoffice/contract/operation'
import type { UploadPreview } from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/sources'
import { waitFor } from '@flexoffice/testkit'
import { writeXlsx } from 'hucre/xlsx'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { access } from '../access/index.ts'
import { audit } from '../audit/index.ts'
import { catalogue } from '../catalogue/index.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { databases } from '../databases/index.ts'
import { files } from '../files/index.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { sources } from './index.ts'
import { goRound } from './maintain-sources.ts'
import { makeBomb } from './testing/make-bomb.ts'

let server: TestServer
let editor: TestPerson

beforeAll(async () => {
  server = await startTestServer([tenants, people, catalogue, access, audit, files, databases, sources])
  editor = await server.createPerson({ roles: ['editor'] })
})
afterAll(() => server.stop())

function upload(fileName: string, content: Uint8Array | string, person = editor): Promise<UploadPreview> {
  const body = typeof content === 'string' ? Buffer.from(content) : content
  return person.client.call(contract.uploadFile, { fileName }, { body: body as Uint8Array<ArrayBuffer> })
}

type ImportInput = InputOf<typeof contract.importUpload>

function toInput(preview: UploadPreview, changes: Partial<ImportInput> = {}): ImportInput {
  const columns = preview.columns.map(({ index, name, label, type }) => ({ index, name, label, type }))
  return { uploadId: preview.uploadId, tableLabel: 'Imported', columns, ...changes }
}

async function load(preview: UploadPreview, changes: Partial<ImportInput> = {}) {
  const { id } = await editor.client.call(contract.importUpload, toInput(preview, changes))
  return waitForEnd(id)
}

function show(importId: string) {
  return editor.client.call(contract.showImport, { importId })
}

function waitForEnd(importId: string) {
  const ended = async () => {
    const state = await show(importId)
    return ['waiting', 'running'].includes(state.state) ? null : state
  }
  return waitFor(ended, { timeoutSeconds: 50 })
}

async function inWorkspace(text: string, values: (string | null)[] = []) {
  const { pool } = await workspaceDatabase(server.runtime, editor.tenantId)
  return (await pool.query({ text, values })).rows
}

async function tablesOf(label: string) {
  return inWorkspace(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like $1`,
    [label],
  )
}

describe('upload-file', () => {
  it('takes a workbook and finds its types', async () => {
    const rows = [
      ['Order', 'Amount', 'Paid', 'When'],
      [1, 10.5, true, new Date(Date.UTC(2026, 4, 3))],
      [2, 11, false, new Date(Date.UTC(2026, 4, 4))],
    ]
    const second = { name: 'Second', rows: [['City'], ['Recife']] }
    const preview = await upload(
      'orders.xlsx',
      await writeXlsx({ sheets: [{ name: 'First', rows }, second] }),
    )
    expect(preview).toMatchObject({
      fileName: 'orders.xlsx',
      sheet: 0,
      headerRow: 0,
      rowsSeen: 2,
      delimited: null,
    })
    expect(preview.sheets).toEqual([
      { name: 'First', index: 0 },
      { name: 'Second', index: 1 },
    ])
    expect(preview.columns.map((column) => column.type)).toEqual(['integer', 'decimal', 'boolean', 'date'])
    const other = await editor.client.call(contract.previewUpload, { uploadId: preview.uploadId, sheet: 1 })
    expect(other).toMatchObject({ sheet: 1, rows: [['Recife']] })
    const state = await load(preview, {
      sheet: 1,
      tableLabel: 'Cities',
      columns: [{ index: 0, name: 'city', label: 'City', type: 'text' }],
    })
    expect(state).toMatchObject({ state: 'done', rowsLoaded: 1 })
    expect(await inWorkspace('select id, city from cities')).toEqual([['1', 'Recife']])
  })

  it('refuses a file above the limit while it arrives, and keeps nothing of it', async () => {
    const small = await server.createTenant('Small')
    await server.query(
      `insert into core.setting (tenant_id, name, value) values ($1, 'sources.uploadMaximumMegabytes', '1')`,
      [small],
    )
    const person = await server.createPerson({ roles: ['admin'], tenantId: small })
    const folder = join(server.runtime.config.dataFolder, 'files')
    const before = existsSync(folder) ? readdirSync(folder).length : 0
    const problem = await refusal(upload('big.csv', Buffer.alloc(6 * 1024 * 1024, 'a,b\n'), person))
    expect(problem).toMatchObject({
      status: 413,
      reason: 'file_too_large',
      detail: expect.stringContaining('1 MB'),
    })
    expect(readdirSync(folder)).toHaveLength(before)
  })

  it('refuses hostile and unreadable files with the remedy, and keeps none of them', async () => {
    const wide = Array.from({ length: 300 }, (_, at) => `c${at}`)
    const cases: [string, Uint8Array | string, string, RegExp][] = [
      ['wide.csv', `${wide.join()}\n${wide.join()}\n`, 'file_too_many_columns', /Remove those/],
      ['bomb.xlsx', makeBomb(), 'file_inflates_too_far', /[Ss]ave/],
      ['empty.csv', '', 'file_empty', /upload/],
      ['paper.csv', '%PDF-1.7 and more', 'file_kind_not_read', /[Ss]ave/],
    ]
    const folder = join(server.runtime.config.dataFolder, 'files')
    const before = readdirSync(folder).length
    for (const [name, content, reason, remedy] of cases) {
      const problem = await refusal(upload(name, content))
      expect(problem).toMatchObject({ reason, detail: expect.stringMatching(remedy) })
      expect(problem.status).toBeLessThan(500)
    }
    expect(readdirSync(folder)).toHaveLength(before)
  })

  it('refuses who may not upload, and shows an upload to its owner only', async () => {
    const viewer = await server.createPerson({ roles: ['viewer'] })
    expect(await refusal(upload('a.csv', 'a\n1\n', viewer))).toMatchObject({ code: 'forbidden' })
    const { uploadId } = await upload('a.csv', 'a\n1\n')
    const colleague = await server.createPerson({ roles: ['editor'] })
    const stranger = await server.createPerson({
      roles: ['editor'],
      tenantId: await server.createTenant('B'),
    })
    for (const { client } of [colleague, stranger]) {
      const columns = [{ index: 0, name: 'a', label: 'a', type: 'integer' as const }]
      const importing = client.call(contract.importUpload, { uploadId, tableLabel: 'X', columns })
      expect(await refusal(importing)).toMatchObject({ code: 'not_found' })
      const previewing = client.call(contract.previewUpload, { uploadId })
      expect(await refusal(previewing)).toMatchObject({ code: 'not_found' })
    }
  })
})

describe('import-upload', () => {
  it('loads Windows-1252 with semicolons and decimal commas, labels and grants the table', async () => {
    const text =
      'Nº;Município;Preço (R$);Data\r\n1;São Paulo;1.234,56;03/05/2026\r\n2;Belém;0,5;31/12/2025\r\n'
    const preview = await upload('preços.csv', Buffer.from(text, 'latin1'))
    expect(preview.delimited).toEqual({ delimiter: ';', encoding: 'windows-1252', decimal: ',' })
    expect(preview.columns.map((column) => column.type)).toEqual(['integer', 'text', 'decimal', 'date'])
    const state = await load(preview, { tableLabel: 'Preços de 2026', readers: ['sales'] })
    expect(state).toMatchObject({
      state: 'done',
      rowsRead: 2,
      rowsLoaded: 2,
      rowsFailed: 0,
      progress: 1,
      problem: null,
    })
    expect(await inWorkspace('select * from precos_de_2026 order by id')).toEqual([
      ['1', '1', 'São Paulo', '1234.56', '2026-05-03'],
      ['2', '2', 'Belém', '0.5', '2025-12-31'],
    ])
    const admin = await server.createPerson({ roles: ['admin'] })
    const shown = await admin.client.call(catalogueContract.showCatalogueTable, { tableId: state.tableId! })
    expect(shown.table).toMatchObject({ label: 'Preços de 2026', createdBy: editor.id })
    expect(shown.table.key).toHaveLength(1)
    expect(shown.columns.map((column) => column.label)).toEqual([
      'Id',
      'Nº',
      'Município',
      'Preço (R$)',
      'Data',
    ])
    const grants = await server.query('select role from access."grant" where table_id = $1', [state.tableId])
    expect(grants).toEqual([{ role: 'sales' }])
    const { sources: listed } = await editor.client.call(contract.listSources, {})
    expect(listed.filter((source) => source.kind === 'managed')).toHaveLength(1)
    const entries = (await server.auditOf(editor.tenantId)).filter(
      (entry) => entry.operation === 'sources/load-upload',
    )
    expect(entries.at(-1)!.payload).toMatchObject({
      actor: { id: editor.id },
      records: [{ after: { table: 'precos_de_2026', rowsRead: 2, rowsWritten: 2, rowsFailed: 0 } }],
    })
  })

  it('reads a file otherwise when the person says so', async () => {
    const preview = await upload('odd.csv', 'Report of May\nname;amount\nAna;1,5\nBia;2,25\n')
    const { uploadId } = preview
    const choice = { headerRow: 1, delimiter: ';', decimal: ',' } as const
    const again = await editor.client.call(contract.previewUpload, { uploadId, ...choice })
    expect(again).toMatchObject({ headerRow: 1, rowsSeen: 2, delimited: { delimiter: ';', decimal: ',' } })
    expect(again.columns.map((column) => column.name)).toEqual(['name', 'amount'])
    const state = await load(again, { ...choice, tableLabel: 'Odd' })
    expect(state).toMatchObject({ state: 'done', rowsLoaded: 2 })
    expect(await inWorkspace('select name, amount from odd order by id')).toEqual([
      ['Ana', '1.5'],
      ['Bia', '2.25'],
    ])
    const bare = await editor.client.call(contract.previewUpload, { uploadId, headerRow: null })
    expect(bare).toMatchObject({ headerRow: null, rowsSeen: 4 })
  })

  it('reads dates in the order that the person chose, and lists those that do not fit it', async () => {
    const preview = await upload('dates.csv', 'n,when\n1,03/05/2026\n2,04/06/2026\n')
    expect(preview).toMatchObject({ dateOrder: null })
    expect(preview.columns[1]!.warnings).toMatchObject([
      { code: 'ambiguous_dates', params: { dateOrder: 'dmy' } },
    ])
    const { uploadId } = preview
    const choice = { dateOrder: 'monthFirst' } as const
    const again = await editor.client.call(contract.previewUpload, { uploadId, ...choice })
    expect(again).toMatchObject({ dateOrder: 'monthFirst' })
    expect(again.columns[1]).toMatchObject({ type: 'date', warnings: [] })
    await load(preview, { tableLabel: 'Day first' })
    await load(again, { ...choice, tableLabel: 'Month first' })
    const days = (table: string) => inWorkspace(`select "when" from ${table} order by id`)
    expect(await days('day_first')).toEqual([['2026-05-03'], ['2026-06-04']])
    expect(await days('month_first')).toEqual([['2026-03-05'], ['2026-04-06']])

    const telling = await upload('telling.csv', 'n,when\n1,31/12/2025\n2,04/06/2026\n')
    const other = { uploadId: telling.uploadId, ...choice }
    const wrong = await editor.client.call(contract.previewUpload, other)
    expect(wrong.columns[1]).toMatchObject({ type: 'date', warnings: [{ code: 'dates_in_other_order' }] })
    const state = await load(wrong, { ...choice, tableLabel: 'Telling' })
    expect(state).toMatchObject({ state: 'done', rowsLoaded: 1, rowsFailed: 1 })
    expect(state.failures).toEqual([{ row: 2, column: 'when', value: '31/12/2025', code: 'not_a_date' }])
    expect(await days('telling')).toEqual([['2026-04-06']])
  })

  it('reads dates in the chosen order when another run takes the import over', async () => {
    const preview = await upload('taken.csv', 'when\n03/05/2026\n')
    const first = await load(preview, { dateOrder: 'monthFirst', tableLabel: 'Order kept' })
    await inWorkspace('drop table order_kept')
    // A plan of which nothing was loaded yet, and whose run died.
    const [{ id }] = (await server.query(
      `update sources.import set id = gen_random_uuid(), state = 'running', run_id = gen_random_uuid(),
         table_id = null, ended_at = null, held_until = now() - interval '1 second', closing = false
       where id = $1 returning id`,
      [first.id],
    )) as [{ id: string }]
    await goRound(server.runtime)
    expect(await waitForEnd(id)).toMatchObject({ state: 'done', rowsLoaded: 1 })
    expect(await inWorkspace('select "when" from order_kept')).toEqual([['2026-03-05']])
  })

  it('keeps a column named id, long cells, and two tables of one label apart', async () => {
    const long = 'x'.repeat(16_000)
    const preview = await upload('long.csv', `id,text\n7,${long}\n`)
    const [first, second] = await Promise.all([
      load(preview, { tableLabel: 'Long' }),
      load(preview, { tableLabel: 'Long' }),
    ])
    expect([first.state, second.state]).toEqual(['done', 'done'])
    expect((await tablesOf('long%')).flat().sort()).toEqual(['long', 'long_2'])
    expect(await inWorkspace('select row_id, id, length(text) from long_2')).toEqual([['1', '7', '16000']])
  })

  it('lists the rows that do not fit: left out, or nothing loaded', async () => {
    const preview = await upload(
      'mixed.csv',
      'n,when\n1,2026-01-01\nmany,2026-01-02\n3,never\n4,2026-01-04\n',
    )
    const columns: ImportInput['columns'] = [
      { index: 0, name: 'n', label: 'n', type: 'integer' },
      { index: 1, name: 'when', label: 'when', type: 'date' },
    ]
    const skipped = await load(preview, { columns, tableLabel: 'Skipped' })
    expect(skipped).toMatchObject({ state: 'done', rowsRead: 4, rowsLoaded: 2, rowsFailed: 2 })
    expect(skipped.failures).toEqual([
      { row: 3, column: 'n', value: 'many', code: 'not_a_number' },
      { row: 4, column: 'when', value: 'never', code: 'not_a_date' },
    ])
    const stopped = await load(preview, { columns, tableLabel: 'Stopped', onFailure: 'stop' })
    expect(stopped).toMatchObject({
      state: 'failed',
      tableId: null,
      rowsFailed: 2,
      problem: { code: 'import_rows_do_not_fit', params: { rows: 2 } },
    })
    expect(await tablesOf('stopped%')).toEqual([])
  })

  it('refuses what it cannot do, naming the field', async () => {
    const preview = await upload('a.csv', 'a,b\n1,2\n')
    const [a, b] = toInput(preview).columns
    const cases: [Partial<ImportInput>, string][] = [
      [{ columns: [{ ...a!, type: 'json' }] }, '/columns/0/type'],
      [{ columns: [a!, a!] }, '/columns/1/index'],
      [{ columns: [{ ...b!, include: false }] }, '/columns'],
      [{ sheet: 5 }, '/sheet'],
      [{ readers: ['kings'] }, '/readers/0'],
      [{ tableLabel: ' ' }, '/tableLabel'],
    ]
    for (const [changes, path] of cases) {
      const importing = editor.client.call(contract.importUpload, toInput(preview, changes))
      expect(await refusal(importing)).toMatchObject({ code: 'invalid_input', fields: [{ path }] })
    }
  })

  it('loads several at once, each in its turn', async () => {
    const preview = await upload('turn.csv', 'a\n1\n2\n')
    const states = await Promise.all(
      [1, 2, 3, 4, 5].map((turn) => load(preview, { tableLabel: `Turn ${turn}` })),
    )
    expect(states.map((state) => [state.state, state.rowsLoaded])).toEqual(Array(5).fill(['done', 2]))
  })

  it('keeps sight of every table when several end at once', async () => {
    const starts = Array.from({ length: 6 }, async (_, at) => {
      const preview = await upload(`twin-${at}.csv`, 'a\n1\n')
      return editor.client.call(contract.importUpload, toInput(preview, { tableLabel: `Twin ${at}` }))
    })
    for (const { id } of await Promise.all(starts))
      expect(await waitForEnd(id)).toMatchObject({ state: 'done' })
    const states = await server.query(`select state from catalogue."table" where label like 'Twin %'`)
    expect(states).toEqual(Array.from({ length: 6 }, () => ({ state: 'active' })))
  })

  it('keeps sight of a table that comes while somebody looks at the database again', async () => {
    await load(await upload('known.csv', 'a\n1\n'), { tableLabel: 'Known' })
    const developer = await server.createPerson({ roles: ['developer'] })
    const { sources: listed } = await developer.client.call(contract.listSources, {})
    const { pool } = await workspaceDatabase(server.runtime, editor.tenantId)
    await server.query('begin')
    await server.query('select from sources.source where tenant_id = $1 for update', [editor.tenantId])
    const looking = developer.client.call(contract.refreshSource, { sourceId: listed[0]!.id })
    await waitFor(async () => (await server.query('select from pg_locks where not granted')).length > 0)
    await pool.query({ text: 'create table come_meanwhile (id int primary key)' })
    await server.query('commit')
    expect((await looking).drift).toMatchObject({ tablesAdded: ['come_meanwhile'], tablesMissing: [] })
  })

  it('loads 50,000 rows and tells how far it is', async () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `${at},name ${at},${at}.25,2026-01-01`)
    const preview = await upload('many.csv', `n,name,amount,day\n${lines.join('\n')}\n`)
    expect(preview.rowsSeen).toBe(50_000)
    const state = await load(preview, { tableLabel: 'Many' })
    expect(state).toMatchObject({ state: 'done', rowsLoaded: 50_000 })
    expect(await inWorkspace('select count(*), sum(amount), max(id) from many')).toEqual([
      ['50000', '1249987500.00', '50000'],
    ])
  })
})

describe('an import that is cut off', { timeout: 60_000 }, () => {
  const lines = Array.from({ length: 400_000 }, (_, at) => `${at},some text of row ${at},${at}.5`)
  const large = `n,text,amount\n${lines.join('\n')}\n`

  it('leaves nothing when it is cancelled', async () => {
    const preview = await upload('large.csv', large)
    const { id } = await editor.client.call(
      contract.importUpload,
      toInput(preview, { tableLabel: 'Cancelled' }),
    )
    await waitFor(async () => (await show(id)).rowsRead > 0, { timeoutSeconds: 20 })
    const cancelled = await editor.client.call(contract.cancelImport, { importId: id })
    expect(cancelled.state).toBe('cancelled')
    await waitFor(async () => (await sessionsOf(id)).length === 0)
    expect((await show(id)).state).toBe('cancelled')
    expect([...(await tablesOf('cancelled%')), ...(await tablesOf('import%'))]).toEqual([])
    const again = await editor.client.call(contract.cancelImport, { importId: id })
    expect(again.state).toBe('cancelled')
  })

  it('is loaded by the next try when its connection dies', async () => {
    const preview = await upload('large.csv', large)
    const { id } = await editor.client.call(
      contract.importUpload,
      toInput(preview, { tableLabel: 'Retried' }),
    )
    await waitFor(async () => (await show(id)).rowsRead > 0, { timeoutSeconds: 20 })
    const [session] = await waitFor(() => sessionsOf(id))
    await onServer('select pg_terminate_backend($1)', [session])
    expect(await waitForEnd(id)).toMatchObject({ state: 'done', rowsLoaded: 400_000 })
    expect((await tablesOf('retried%')).flat()).toEqual(['retried'])
    expect(await inWorkspace('select count(*), max(id) from retried')).toEqual([['400000', '400000']])
    expect(await tablesOf('import%')).toEqual([])
  })

  it('is found done when the process died between the table and the note of it', async () => {
    const done = await load(await upload('small.csv', 'a\n1\n'), { tableLabel: 'Found' })
    await server.query(
      `update sources.import set state = 'running', run_id = gen_random_uuid(), held_until = now() - interval '1 second',
         table_id = null, closing = true, ended_at = null where id = $1`,
      [done.id],
    )
    await goRound(server.runtime)
    const again = await waitForEnd(done.id)
    expect(again).toMatchObject({ state: 'done', tableId: done.tableId, rowsLoaded: 1 })
    expect((await tablesOf('found%')).flat()).toEqual(['found'])
  })

  it('cannot be cancelled once its table is being put in place, nor by somebody else', async () => {
    const done = await load(await upload('small.csv', 'a\n1\n'))
    const late = editor.client.call(contract.cancelImport, { importId: done.id })
    expect(await refusal(late)).toMatchObject({ code: 'conflict', reason: 'import_ended' })
    const colleague = await server.createPerson({ roles: ['editor'] })
    const strange = colleague.client.call(contract.cancelImport, { importId: done.id })
    expect(await refusal(strange)).toMatchObject({ code: 'not_found' })
    expect((await colleague.client.call(contract.listImports, {})).imports).toEqual([])
    expect((await editor.client.call(contract.listImports, {})).imports[0]!.id).toBe(done.id)
  })

  it('files go a day after they came, and an import of a file that is gone says so', async () => {
    const preview = await upload('old.csv', 'a\n1\n')
    const path = join(server.runtime.config.dataFolder, 'files', preview.uploadId)
    expect(existsSync(path)).toBe(true)
    await server.query(`update sources.upload set created_at = now() - interval '25 hours' where id = $1`, [
      preview.uploadId,
    ])
    await goRound(server.runtime)
    await waitFor(() => !existsSync(path))
    await waitFor(
      async () =>
        (await server.query('select 1 from sources.upload where id = $1', [preview.uploadId])).length === 0,
    )
    const gone = editor.client.call(contract.previewUpload, { uploadId: preview.uploadId })
    expect([404, 410]).toContain((await refusal(gone)).status)
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
