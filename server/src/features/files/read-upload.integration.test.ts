import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { writeXlsxStream } from 'hucre/xlsx'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversionPlan } from './convert-file.ts'
import { createFixtureFolder, makeWorkbookParts, makeZip, refusalOf } from './file-fixtures.ts'
import type { UploadedFile } from './open-tabular.ts'
import type { FilePreview } from './preview-file.ts'
import { convertUpload, previewUpload } from './read-upload.ts'

const fixtures = await createFixtureFolder()
let flights: UploadedFile
let original: { date: Date; delay: bigint; distance: bigint; origin: string; destination: string }[]

beforeAll(async () => {
  const data = join(
    dirname(createRequire(import.meta.url).resolve('vega-datasets')),
    '../data/flights-3m.parquet',
  )
  original = (await parquetReadObjects({
    file: await asyncBufferFromFile(data),
    compressors,
    rowStart: 0,
    rowEnd: 50_000,
  })) as typeof original
  const rows = original.map((row) => [
    row.date,
    Number(row.delay),
    Number(row.distance),
    row.origin,
    row.destination,
  ])
  const path = join(fixtures.folder, 'flights.xlsx')
  await writeFile(
    path,
    writeXlsxStream(rows, {
      name: 'Flights',
      columns: ['date', 'delay', 'distance', 'origin', 'destination'].map((header) => ({ header })),
    }),
  )
  flights = { path, name: 'flights.xlsx', size: 1_000_000 }
})
afterAll(() => fixtures.remove())

function planOf(preview: FilePreview, change: Partial<ConversionPlan> = {}): ConversionPlan {
  return {
    sheet: preview.sheet,
    firstDataRow: preview.firstDataRow,
    columns: preview.columns,
    onProblem: 'skip',
    ...change,
  }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const piece of stream) text += piece
  return text
}

describe('reads uploads in a thread', () => {
  it('previews and converts 50,000 real rows without losing one', async () => {
    const shares: number[] = []
    const preview = await previewUpload(flights, {}, { onProgress: ({ share }) => shares.push(share) })
    expect(preview).toMatchObject({ format: 'xlsx', sheet: 'Flights', headerRow: 1, rowCount: 50_000 })
    expect(preview.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'date datetime',
      'delay integer',
      'distance integer',
      'origin text',
      'destination text',
    ])
    expect(preview.rows).toHaveLength(100)
    expect(shares.length).toBeGreaterThan(0)
    const { copy, result } = convertUpload(flights, planOf(preview))
    const lines = (await readAll(copy)).split('\n')
    expect(await result).toMatchObject({ rowsRead: 50_000, rowsWritten: 50_000, rowsFailed: 0, failures: [] })
    expect(lines).toHaveLength(50_001)
    const expected = original.map((row) =>
      [
        row.date.toISOString().slice(0, 19).replace('T', ' '),
        row.delay,
        row.distance,
        row.origin,
        row.destination,
      ].join('\t'),
    )
    expect(lines.slice(0, -1)).toEqual(expected)
  })

  it('lists rows that do not fit the corrected type, and counts all of them', async () => {
    const file = await fixtures.write(
      'mixed.csv',
      `id,amount\n${Array.from({ length: 1000 }, (_, at) => `${at},${at % 100 === 7 ? 'abc' : at}`).join('\n')}\n`,
    )
    const preview = await previewUpload(file)
    expect(preview.columns[1]).toMatchObject({ type: 'text' })
    const columns = preview.columns.map((column) => ({ ...column, type: 'integer' as const }))
    const skipping = convertUpload(file, planOf(preview, { columns, limits: { maxReportedFailures: 3 } }))
    expect((await readAll(skipping.copy)).split('\n')).toHaveLength(991)
    const result = await skipping.result
    expect(result).toMatchObject({
      rowsRead: 1000,
      rowsWritten: 990,
      rowsFailed: 10,
      cellsFailed: 10,
      failedByColumn: { amount: 10 },
    })
    expect(result.failures).toHaveLength(3)
    expect(result.failures[0]).toEqual({
      row: 9,
      column: 'amount',
      value: 'abc',
      code: 'not_a_number',
      message: 'is not a number',
    })
    const emptying = convertUpload(file, planOf(preview, { columns, onProblem: 'empty' }))
    expect(await readAll(emptying.copy)).toContain('7\t\\N\n8\t8\n')
    expect(await emptying.result).toMatchObject({ rowsWritten: 1000, rowsFailed: 10 })
  })

  it('refuses across the thread with the reason, through the promise and the stream', async () => {
    const wide = await fixtures.write('wide.csv', `${'a,'.repeat(300)}b\n`)
    expect(await refusalOf(previewUpload(wide))).toMatchObject({
      reason: 'file_too_many_columns',
      status: 413,
    })
    const plan: ConversionPlan = { sheet: 'wide', firstDataRow: 1, columns: [], onProblem: 'skip' }
    const { copy, result } = convertUpload(wide, plan)
    expect((await refusalOf(readAll(copy))).reason).toBe('file_too_many_columns')
    expect((await refusalOf(result)).reason).toBe('file_too_many_columns')
  })

  it('stops at the limits of time and memory', async () => {
    expect((await refusalOf(previewUpload(flights, { limits: { previewTimeoutSeconds: 0.2 } }))).reason).toBe(
      'file_too_slow',
    )
    const wideRow = `<row>${'<c t="str"><v>abcdefgh</v></c>'.repeat(200)}</row>`
    const hungry = await fixtures.write('hungry.xlsx', makeZip(makeWorkbookParts(wideRow.repeat(20))))
    expect((await refusalOf(previewUpload(hungry, { limits: { maxMemoryMegabytes: 4 } }))).reason).toBe(
      'file_needs_too_much_memory',
    )
  })

  it('stops when asked, and when nobody reads on', async () => {
    const controller = new AbortController()
    const reading = previewUpload(flights, {}, { signal: controller.signal })
    controller.abort()
    expect((await refusalOf(reading)).reason).toBe('file_reading_stopped')
    // Enough text that the reader has to wait for us, so it cannot be done before we leave.
    const columns = Array.from({ length: 30 }, (_, index) => ({
      index: 0,
      name: `c${index}`,
      type: 'text' as const,
      numberStyle: 'point' as const,
      dateOrder: 'dmy' as const,
    }))
    const { copy, result } = convertUpload(flights, {
      sheet: 'Flights',
      firstDataRow: 2,
      columns,
      onProblem: 'skip',
    })
    await new Promise((resolve) => copy.once('readable', resolve))
    copy.destroy()
    expect((await refusalOf(result)).reason).toBe('file_reading_stopped')
  })

  it('reads on only as fast as it is taken', async () => {
    const path = join(fixtures.folder, 'big.csv')
    const line = `${'some text,'.repeat(9)}end\n`
    await writeFile(path, line.repeat(200_000))
    const columns = Array.from({ length: 10 }, (_, index) => ({
      index,
      name: `c${index}`,
      type: 'text' as const,
      numberStyle: 'point' as const,
      dateOrder: 'dmy' as const,
    }))
    let rows = 0
    const { copy, result } = convertUpload(
      { path, name: 'big.csv', size: line.length * 200_000 },
      { sheet: 'big', firstDataRow: 1, columns, onProblem: 'skip' },
      { onProgress: (progress) => (rows = progress.rows) },
    )
    await new Promise((resolve) => copy.once('readable', resolve))
    await wait(500)
    expect(rows).toBeGreaterThan(0)
    expect(rows).toBeLessThan(20_000)
    let bytes = 0
    for await (const piece of copy) bytes += (piece as Buffer).length
    expect(bytes).toBe(line.length * 200_000)
    expect((await result).rowsWritten).toBe(200_000)
  })
})
