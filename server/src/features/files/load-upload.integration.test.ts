import { pipeline } from 'node:stream/promises'
import type { TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres } from '@flexoffice/testkit'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresType } from './columns/convert-cell.ts'
import type { PlannedColumn } from './convert-file.ts'
import { createFixtureFolder, refusalOf } from './file-fixtures.ts'
import type { UploadedFile } from './open-tabular.ts'
import { convertUpload, previewUpload } from './read-upload.ts'
import { copyStatement } from './write-copy.ts'

const fixtures = await createFixtureFolder()
let postgres: TestPostgres
let client: pg.Client

beforeAll(async () => {
  postgres = await startTestPostgres()
  const database = await postgres.createDatabase()
  client = new pg.Client(database.connection)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await postgres.stop()
  await fixtures.remove()
})

async function createTable(table: string, columns: PlannedColumn[]): Promise<void> {
  await client.query(
    `create table "${table}" (${columns.map(({ name, type }) => `"${name}" ${postgresType(type)}`).join(', ')})`,
  )
}

async function load(file: UploadedFile, table: string) {
  const { sheet, firstDataRow, columns } = await previewUpload(file)
  await createTable(table, columns)
  const { copy, result } = convertUpload(file, { sheet, firstDataRow, columns, onProblem: 'skip' })
  const names = columns.map((column) => column.name)
  await pipeline(copy, client.query(from(copyStatement('public', table, names))))
  return { columns, result: await result }
}

describe('loads uploads into PostgreSQL', () => {
  it('every type arrives as the value that was meant', async () => {
    const text = [
      'Número;Valor;Pct;Data;Quando;Instante;Hora;Sim?;Id;Texto;Sci',
      '1;R$ 1.234,56;12,5%;03/05/2026;31/12/2025 23:59;2026-05-03T10:00:00-03:00;10:30;Sim;1B4E28BA-2FA1-11D2-883F-0016D3CCA427;"tab\t and \\N back\\slash\r\n""quoted"" é😀";1.5e+10',
      '-42;(1,00);0%;29/02/2024;01/01/0001 00:00;9999-12-31T23:59:59Z;00:00;não;{1B4E28BA-2FA1-11D2-883F-0016D3CCA427};\\.;2e-300',
      '2;-;;;;;;;;"=1+1";',
    ].join('\r\n')
    const { columns, result } = await load(await fixtures.write('types.csv', text), 'types')
    expect(columns.map((column) => column.type)).toEqual([
      'integer',
      'decimal',
      'decimal',
      'date',
      'datetime',
      'timestamp',
      'time',
      'boolean',
      'uuid',
      'text',
      'float',
    ])
    expect(result).toMatchObject({ rowsWritten: 3, rowsFailed: 0 })
    await client.query(`set timezone = 'UTC'`)
    const { rows } = await client.query<{ cells: string[] }>(
      `select array[${columns.map(({ name }) => `"${name}"::text`).join(', ')}] as cells from types`,
    )
    expect(rows.map((row) => row.cells)).toEqual([
      [
        '1',
        '1234.56',
        '0.125',
        '2026-05-03',
        '2025-12-31 23:59:00',
        '2026-05-03 13:00:00+00',
        '10:30:00',
        'true',
        '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
        'tab\t and \\N back\\slash\n"quoted" é😀',
        '15000000000',
      ],
      [
        '-42',
        '-1.00',
        '0',
        '2024-02-29',
        '0001-01-01 00:00:00',
        '9999-12-31 23:59:59+00',
        '00:00:00',
        'false',
        '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
        '\\.',
        '2e-300',
      ],
      ['2', null, null, null, null, null, null, null, null, '=1+1', null],
    ])
  })

  it('a row of the widest table fits, whatever its values', async () => {
    const names = Array.from({ length: 250 }, (_, at) => `c${at}`)
    // Random, so that compression does not help; 24 bytes is the longest value that PostgreSQL keeps in the row.
    const row = (length: number) =>
      names
        .map(() => Array.from({ length }, () => String.fromCharCode(97 + Math.random() * 26)).join(''))
        .join()
    const lines = [names.join(), ...[20, 23, 24, 25, 26, 30, 100, 3000].map(row)]
    const { result } = await load(await fixtures.write('widest.csv', lines.join('\n')), 'widest')
    expect(result.rowsWritten).toBe(8)
  })

  it('a refusal in the middle leaves nothing behind', async () => {
    const file = await fixtures.write('broken.csv', `a,b\n${'1,2\n'.repeat(100_000)}${'x,'.repeat(300)}y\n`)
    const columns: PlannedColumn[] = [
      { index: 0, name: 'a', type: 'integer', numberStyle: 'point', dateOrder: 'dmy' },
    ]
    await createTable('broken', columns)
    const { copy } = convertUpload(file, { sheet: 'broken', firstDataRow: 2, columns, onProblem: 'skip' })
    const loading = pipeline(copy, client.query(from(copyStatement('public', 'broken', ['a']))))
    expect((await refusalOf(loading)).reason).toBe('file_too_many_columns')
    expect((await client.query('select count(*)::int as n from broken')).rows).toEqual([{ n: 0 }])
  })
})
