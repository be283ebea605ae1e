import { writeCsvRow } from '@flexoffice/base/write-csv'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createFixtureFolder, refusalOf } from '../file-fixtures.ts'
import type { UploadedFile } from '../open-tabular.ts'
import { openTabular } from '../open-tabular.ts'
import { previewFile } from '../preview-file.ts'

const fixtures = await createFixtureFolder()
afterAll(() => fixtures.remove())

async function read(file: UploadedFile, limits = {}) {
  const tabular = await openTabular(file, { limits })
  const rows: unknown[][] = []
  try {
    for await (const batch of tabular.rows(tabular.sheets[0]!.name))
      for (const row of batch) rows.push(row.cells)
  } finally {
    await tabular.close()
  }
  return { ...tabular.delimited!, rows }
}

describe('reads delimited text', () => {
  it('reads a Brazilian export: Windows-1252, semicolons, decimal commas, day first', async () => {
    const text =
      'Código;Descrição;Preço;Emissão;CEP;Ativo\r\n1;Pão de açúcar – "especial";R$ 1.234,56;03/05/2026;01310-100;Sim\r\n2;"Ação; com ponto e vírgula\r\ne linha";-0,5;31/12/2025;00000-000;Não\r\n'
    const bytes = Buffer.from(
      [...text].map((character) => (character === '–' ? 0x96 : character.charCodeAt(0))),
    )
    const preview = await previewFile(await fixtures.write('vendas.csv', bytes))
    expect(preview.delimited).toEqual({ encoding: 'windows-1252', delimiter: ';' })
    expect(preview.columns.map(({ name, type }) => [name, type])).toEqual([
      ['codigo', 'integer'],
      ['descricao', 'text'],
      ['preco', 'decimal'],
      ['emissao', 'date'],
      ['cep', 'text'],
      ['ativo', 'boolean'],
    ])
    expect(preview.columns[2]).toMatchObject({ numberStyle: 'comma', label: 'Preço' })
    expect(preview.columns[3]).toMatchObject({ dateOrder: 'dmy', warnings: [] })
    expect(preview.rows[0]!.cells[1]).toBe('Pão de açúcar – "especial"')
    expect(preview.rows[1]!.cells[1]).toBe('Ação; com ponto e vírgula\ne linha')
  })

  it('finds every encoding', async () => {
    const text = 'a,b\ná,€\n'
    const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    const cases: [Buffer, string][] = [
      [Buffer.from(text), 'utf-8'],
      [Buffer.from(`\ufeff${text}`), 'utf-8'],
      [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
      [swapped, 'utf-16be'],
      [Buffer.from([97, 44, 98, 10, 0xe1, 44, 0x80, 10]), 'windows-1252'],
    ]
    for (const [bytes, encoding] of cases) {
      const found = await read(await fixtures.write('encoding.csv', bytes))
      expect(found.encoding).toBe(encoding)
      expect(found.rows).toEqual([
        ['a', 'b'],
        ['á', '€'],
      ])
    }
  })

  it('decides the encoding by the whole file, also across chunks', async () => {
    const late = Buffer.concat([
      Buffer.from(`a,b\n${'x,y\n'.repeat(300_000)}`),
      Buffer.from([0xe1, 44, 0xe7, 10]),
    ])
    const found = await read(await fixtures.write('late.csv', late))
    expect(found.encoding).toBe('windows-1252')
    expect(found.rows.at(-1)).toEqual(['á', 'ç'])
    const wide = await read(await fixtures.write('wide.csv', `a,b\n${'ação€,😀\n'.repeat(100_000)}`))
    expect(wide.encoding).toBe('utf-8')
    expect(new Set(wide.rows.slice(1).map((row) => row.join()))).toEqual(new Set(['ação€,😀']))
  })

  it('finds the delimiter, sep lines, ragged rows and a single column', async () => {
    const delimiterOf = async (text: string) => (await read(await fixtures.write('d.csv', text))).delimiter
    expect(await delimiterOf('a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n')).toBe(';')
    expect(await delimiterOf('a\tb\n1,2\t3\n')).toBe('\t')
    expect(await delimiterOf('a|b|c\n1|2|3\n')).toBe('|')
    expect(await delimiterOf('"a;b",c\n"x;y",2\n')).toBe(',')
    expect(await delimiterOf('name\nAna\nBia\n')).toBe(',')
    expect((await read(await fixtures.write('sep.csv', 'sep=;\r\na;b\r\n1,5;2\r\n'))).rows).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ])
    const ragged = await previewFile(await fixtures.write('ragged.csv', 'a,b\n1,2,3\n4\n\n5,6\n'))
    expect(ragged.rows.map((row) => row.cells)).toEqual([
      ['1', '2', '3'],
      ['4', null, null],
      ['5', '6', null],
    ])
    expect(ragged.warnings.map((warning) => warning.code)).toEqual(['unnamed_columns'])
    const late = await previewFile(await fixtures.write('ragged.csv', `a,b\n${'1,2\n'.repeat(300)}1,2,3\n`))
    expect(late.warnings.map((warning) => warning.code)).toEqual(['ragged_rows'])
    expect(late.columns[2]).toMatchObject({ name: 'column_3', nullable: true, type: 'integer' })
    expect(ragged.columns.map(({ name, nullable }) => [name, nullable])).toEqual([
      ['a', false],
      ['b', true],
      ['column_3', true],
    ])
  })

  it('refuses a quote that never ends, in bounded memory', async () => {
    const text = `a,b\n1,"open${'x'.repeat(12_000_000)}\n`
    expect((await refusalOf(read(await fixtures.write('open.csv', text)))).reason).toBe(
      'file_quote_never_ends',
    )
  })

  it('refuses a quotation mark that would swallow the lines after it, and names the row', async () => {
    const malformed = await fixtures.write('quote.csv', 'a,b\n1,2\n3,"x"y\n5,6\n')
    expect(await refusalOf(read(malformed))).toMatchObject({
      reason: 'file_quote_malformed',
      message: expect.stringContaining('Row 3'),
    })
    const open = await fixtures.write('last.csv', 'a,b\n1,2\n3,"x\n5,6\n')
    expect(await refusalOf(read(open))).toMatchObject({
      reason: 'file_quote_never_ends',
      message: expect.stringContaining('row 3'),
    })
    const long = await fixtures.write(
      'spaces.csv',
      'a,b\n'.repeat(40_000) + '"x" ,"5"" pipe"\n'.repeat(40_000),
    )
    expect((await read(long)).rows.at(-1)).toEqual(['x', '5" pipe'])
  })

  it('refuses too many columns and rows', async () => {
    expect((await refusalOf(read(await fixtures.write('c.csv', `${'a,'.repeat(300)}b\n`)))).reason).toBe(
      'file_too_many_columns',
    )
    expect(
      (await refusalOf(read(await fixtures.write('r.csv', 'a\n'.repeat(20)), { maxRows: 10 }))).reason,
    ).toBe('file_too_many_rows')
  })

  it('reads back what our own writer wrote, for any texts that are no formulas', async () => {
    const cell = fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((text) => !/^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20#]|[\0\r\ufeff\ud800-\udfff]/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1, maxLength: 10 }),
        async (rows) => {
          const text = writeCsvRow(['a', 'b', 'c']) + rows.map((row) => writeCsvRow(row)).join('')
          const found = await read(await fixtures.write('any.csv', text))
          expect(found.rows.slice(1)).toEqual(
            rows.map((row) => row.map((value) => (value === '' ? null : value))),
          )
        },
      ),
      { numRuns: 50 },
    )
  })
})
