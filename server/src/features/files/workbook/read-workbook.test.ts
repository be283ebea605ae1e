import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, describe, expect, it } from 'vitest'
import { createFixtureFolder, makeWorkbookParts, makeZip, refusalOf } from '../file-fixtures.ts'
import type { FileLimits } from '../file-limits.ts'
import type { UploadedFile } from '../open-tabular.ts'
import { openTabular } from '../open-tabular.ts'
import { previewFile } from '../preview-file.ts'
import type { CellValue, TabularRow } from '../tabular.ts'
import { momentOfSerial } from './read-cells.ts'
import { momentOfFormat } from './workbook-parts.ts'

const fixtures = await createFixtureFolder()
afterAll(() => fixtures.remove())

async function readRows(file: UploadedFile, limits: Partial<FileLimits> = {}): Promise<TabularRow[]> {
  const tabular = await openTabular(file, { limits })
  const rows: TabularRow[] = []
  try {
    for await (const batch of tabular.rows(tabular.sheets[0]!.name)) rows.push(...batch)
  } finally {
    await tabular.close()
  }
  return rows
}

function writeByHand(name: string, sheetData: string, extra = {}) {
  return fixtures.write(name, makeZip(makeWorkbookParts(sheetData, extra)))
}

describe('reads workbooks', () => {
  it('reads texts, numbers, booleans and dates as another program wrote them', async () => {
    const when = new Date(Date.UTC(2026, 4, 3, 14, 30, 7))
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            ['Nome', 'n', 'b', 'd'],
            ['São José & <b>', 0.1 + 0.2, true, when],
            [null, -7, false, new Date(Date.UTC(1999, 11, 31))],
          ],
        },
        { name: 'B', rows: [['x']], hidden: true },
      ],
    })
    const file = await fixtures.write('kinds.xlsx', bytes)
    const rows = await readRows(file)
    expect(rows[1]!.cells).toEqual([
      'São José & <b>',
      0.3,
      true,
      { kind: 'datetime', text: '2026-05-03T14:30:07' },
    ])
    const day = rows[2]!.cells[3] as { text: string }
    expect(rows[2]!.cells.slice(0, 3)).toEqual([null, -7, false])
    expect(day.text.slice(0, 10)).toBe('1999-12-31')
    const tabular = await openTabular(file)
    expect(tabular.sheets).toEqual([
      { name: 'A', hidden: false },
      { name: 'B', hidden: true },
    ])
    await tabular.close()
  })

  it('gives formulas by their stored result and errors as errors', async () => {
    const file = await writeByHand(
      'formulas.xlsx',
      '<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>a&lt;b&#233;</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="d"><v>2026-05-03T00:00:00Z</v></c><c r="F1"><v>12345678901234567890</v></c></row><row/><row r="9"><c t="inlineStr"><is><r><t>rich </t></r><r><t>_x0041_text</t></r><rPh><t>no</t></rPh></is></c><c t="inlineStr"><is><t><![CDATA[a&b]]></t></is></c></row>',
    )
    expect(await readRows(file)).toEqual([
      {
        number: 1,
        cells: [
          'a<bé',
          2,
          null,
          { kind: 'error', text: '#N/A' },
          { kind: 'datetime', text: '2026-05-03T00:00:00' },
          '12345678901234567890',
        ],
      },
      { number: 9, cells: ['rich Atext', 'a&b'] },
    ])
  })

  it('reads dates by their format, both day counts and times of day', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>'
    const file = await writeByHand(
      'dates.xlsx',
      '<row><c s="0"><v>46145</v></c><c s="1"><v>46145</v></c><c s="2"><v>0.60417</v></c><c s="1"><v>46145.99999999</v></c></row>',
      { styles },
    )
    expect((await readRows(file))[0]!.cells).toEqual([
      46145,
      { kind: 'date', text: '2026-05-03' },
      { kind: 'time', text: '14:30:00' },
      { kind: 'date', text: '2026-05-04' },
    ])
    expect(momentOfSerial(1, 'date', false)?.text).toBe('1900-01-01')
    expect(momentOfSerial(61, 'date', false)?.text).toBe('1900-03-01')
    expect(momentOfSerial(0, 'date', true)?.text).toBe('1904-01-01')
    expect(
      [
        'General',
        '0.00',
        '#,##0 "dias"',
        '[Red]0',
        'mm/yy',
        'h:mm AM/PM',
        '[h]:mm',
        'yyyy-mm-dd\\Thh:mm',
        '"R$" #,##0.00',
      ].map(momentOfFormat),
    ).toEqual([null, null, null, null, 'date', 'time', 'time', 'datetime', null])
  })

  it('reads a cell of 16,000 characters and one of 32,767', async () => {
    const long = 'é<&>'.repeat(4000)
    const longest = 'x'.repeat(32_767)
    const file = await fixtures.write(
      'long.xlsx',
      await writeXlsx({
        sheets: [
          {
            name: 'A',
            rows: [
              ['t', 'u'],
              [long, longest],
            ],
          },
        ],
      }),
    )
    expect((await readRows(file))[1]!.cells).toEqual([long, longest])
  })

  it('reads back what was written, for any cells', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((value) => /^[^\p{Cc}\p{Cs}\p{Cn}_]+$/u.test(value) && value.trim() === value && value !== '')
    const cell = fc.oneof(
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => Number(value.toPrecision(15))),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const file = await fixtures.write('any.xlsx', await writeXlsx({ sheets: [{ name: 'A', rows }] }))
          const read = await readRows(file)
          const expected = rows
            .map((cells, at) => ({
              number: at + 1,
              cells: trimNulls(cells.map((value) => (Object.is(value, -0) ? 0 : value))),
            }))
            .filter((row) => row.cells.length > 0)
          expect(
            read.map((row) => ({
              ...row,
              cells: row.cells.map((value) => (Object.is(value, -0) ? 0 : value)),
            })),
          ).toEqual(expected)
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('refuses hostile and unsuitable workbooks', () => {
  it('refuses a bomb that declares its size before inflating anything', async () => {
    const parts = makeWorkbookParts('')
    parts.push({ name: 'xl/worksheets/bomb.xml', data: Buffer.alloc(40 * 1024 * 1024) })
    const refusal = await refusalOf(readRows(await fixtures.write('bomb.xlsx', makeZip(parts))))
    expect(refusal).toMatchObject({ reason: 'file_inflates_too_far', status: 413 })
    expect(refusal.message).toContain('zip bomb')
  })

  it('refuses a bomb that lies about its size while inflating', async () => {
    const parts = makeWorkbookParts(`<row><c><v>1</v></c></row>${' '.repeat(30 * 1024 * 1024)}`).map(
      (part) => (part.name.includes('first') ? { ...part, declaredBytes: 1000 } : part),
    )
    const refusal = await refusalOf(readRows(await fixtures.write('liar.xlsx', makeZip(parts))))
    expect(refusal.reason).toBe('file_damaged')
    expect(refusal.message).toContain('larger than it declares')
  })

  it('refuses entities, overlapping parts, cut files and values without end', async () => {
    const prolog = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    expect(
      (
        await refusalOf(
          readRows(await writeByHand('entities.xlsx', '<row><c><v>&b;</v></c></row>', { prolog })),
        )
      ).reason,
    ).toBe('file_has_entities')
    const whole = makeZip(makeWorkbookParts('<row><c><v>1</v></c></row>'))
    expect(
      (await refusalOf(readRows(await fixtures.write('cut.xlsx', whole.subarray(0, whole.length - 300)))))
        .reason,
    ).toBe('file_damaged')
    const overlapping = Buffer.from(whole)
    const second = overlapping.indexOf('504b0102', overlapping.indexOf('504b0102', 0, 'hex') + 4, 'hex')
    overlapping.writeUInt32LE(0, second + 42)
    expect((await refusalOf(readRows(await fixtures.write('overlap.xlsx', overlapping)))).reason).toBe(
      'file_damaged',
    )
    const endless = await writeByHand(
      'endless.xlsx',
      `<row><c t="str"><v>${'x'.repeat(3_000_000)}</v></c></row>`,
    )
    expect((await refusalOf(readRows(endless))).reason).toBe('file_damaged')
  })

  it('refuses 300 columns and names the limit; allows 250', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`)
    const wide = await fixtures.write(
      'wide.xlsx',
      await writeXlsx({ sheets: [{ name: 'A', rows: [names(300), names(300)] }] }),
    )
    const refusal = await refusalOf(previewFile(wide))
    expect(refusal).toMatchObject({ reason: 'file_too_many_columns', status: 413 })
    expect(refusal.message).toContain('250')
    const fitting = await fixtures.write(
      'fits.xlsx',
      await writeXlsx({ sheets: [{ name: 'A', rows: [names(250), names(250)] }] }),
    )
    expect((await previewFile(fitting)).columns).toHaveLength(250)
    const far = await writeByHand('far.xlsx', '<row r="1"><c r="XFD1"><v>1</v></c></row>')
    expect((await refusalOf(readRows(far))).reason).toBe('file_too_many_columns')
  })

  it('refuses too many rows, too large a file and an empty one', async () => {
    const file = await writeByHand('rows.xlsx', '<row r="11"><c><v>1</v></c></row>')
    expect((await refusalOf(readRows(file, { maxRows: 10 }))).reason).toBe('file_too_many_rows')
    expect((await refusalOf(readRows(file, { maxFileBytes: 100 }))).message).toContain('100 bytes')
    expect((await refusalOf(readRows(await fixtures.write('empty.xlsx', '')))).reason).toBe('file_empty')
    expect((await refusalOf(previewFile(await writeByHand('no-cells.xlsx', '')))).reason).toBe('sheet_empty')
  })

  it('refuses old, protected and foreign files with their remedy', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const refusals: [string, Buffer | string, string][] = [
      ['old.xls', ole, 'file_is_xls'],
      ['secret.xlsx', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'file_encrypted'],
      ['page.xls', '<html><table><tr><td>1</td></tr></table></html>', 'file_kind_not_read'],
      ['paper.csv', '%PDF-1.7 ...', 'file_kind_not_read'],
      ['text.xlsx', 'a,b\n1,2\n', 'file_not_a_workbook'],
      ['binary.csv', Buffer.from([97, 44, 98, 10, 1, 0, 0, 2, 9, 9, 9, 9]), 'file_not_text'],
      ['other.zip', makeZip([{ name: 'a.txt', data: 'hello' }]), 'file_damaged'],
    ]
    for (const [name, content, reason] of refusals)
      expect((await refusalOf(readRows(await fixtures.write(name, content)))).reason, name).toBe(reason)
  })
})

function trimNulls(cells: CellValue[]): CellValue[] {
  let length = cells.length
  while (length > 0 && cells[length - 1] === null) length--
  return cells.slice(0, length)
}
