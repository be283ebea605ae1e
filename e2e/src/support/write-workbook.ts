import { zipFiles } from '@flexoffice/testkit'

/** What a cell may hold here. */
export type Cell = string | number | Date | null

const mainSpace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationSpace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageSpace = 'http://schemas.openxmlformats.org/package/2006'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const millisecondsOfADay = 86_400_000
const dayZero = Date.UTC(1899, 11, 30)

/** Writes a workbook (.xlsx) of one sheet from scratch, so that a test does not judge a reader by its own writer. */
export function writeWorkbook(
  sheet: string,
  rows: Iterable<readonly Cell[]>,
  merged: readonly string[] = [],
): Buffer {
  return packWorkbook(sheet, writeSheet(rows, merged))
}

/** A small file whose one sheet unpacks to 64 MB of nothing, as an attack would. */
export function writeBomb(): Buffer {
  return packWorkbook('Sheet', ' '.repeat(64 * 1024 * 1024))
}

function packWorkbook(sheet: string, content: string): Buffer {
  return zip({
    '[Content_Types].xml': `<Types xmlns="${packageSpace}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${mainSpace}" xmlns:r="${relationSpace}"><sheets><sheet name="${sheet}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    // Style 1 is a moment: the built-in format 22, date and time.
    'xl/styles.xml': `<styleSheet xmlns="${mainSpace}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': content,
  })
}

function writeSheet(rows: Iterable<readonly Cell[]>, merged: readonly string[]): string {
  const lines: string[] = []
  for (const row of rows) lines.push(`<row>${row.map(writeCell).join('')}</row>`)
  const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`)
  const merging =
    ranges.length > 0 ? `<mergeCells count="${ranges.length}">${ranges.join('')}</mergeCells>` : ''
  return `<worksheet xmlns="${mainSpace}"><sheetData>${lines.join('')}</sheetData>${merging}</worksheet>`
}

function writeCell(value: Cell): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (value instanceof Date) return `<c s="1"><v>${(value.getTime() - dayZero) / millisecondsOfADay}</v></c>`
  const text = value.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

function relations(targets: ReadonlyArray<readonly [kind: string, target: string]>): string {
  const inner = targets.map(
    ([kind, target], index) =>
      `<Relationship Id="r${index + 1}" Type="${relationSpace}/${kind}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${packageSpace}/relationships">${inner.join('')}</Relationships>`
}

function zip(parts: Record<string, string>): Buffer {
  const files = Object.entries(parts).map(([name, text]) => [name, Buffer.from(declaration + text)])
  return zipFiles(Object.fromEntries(files))
}
