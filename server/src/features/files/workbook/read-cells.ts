import type { FileLimits } from '../file-limits.ts'
import { refuseColumns, refuseDamaged, refuseRows } from '../file-limits.ts'
import type { CellValue, MergedRange, MomentCell, TabularRow } from '../tabular.ts'
import type { XmlHandler } from './scan-xml.ts'
import { createXmlScanner, decodeEntities, decodeExcelEscapes, readAttribute } from './scan-xml.ts'
import type { SharedTexts } from './shared-texts.ts'
import type { StyleMoments } from './workbook-parts.ts'

/** What is needed to understand the cells of a sheet. */
export interface CellContext {
  texts: SharedTexts
  moments: StyleMoments
  from1904: boolean
  limits: FileLimits
  maxTokenCharacters: number
}

/** Takes the XML of a sheet in pieces and gives the rows that each piece completes; rows without a value are left out. */
export function createCellReader(context: CellContext): { feed(piece: string): TabularRow[]; end(): void } {
  let rows: TabularRow[] = []
  const scanner = createXmlScanner(
    createHandler(context, (row) => rows.push(row)),
    context.maxTokenCharacters,
  )
  return {
    feed(piece) {
      scanner.feed(piece)
      const done = rows
      rows = []
      return done
    },
    end: () => scanner.end(),
  }
}

/** Finds the merged cells of a sheet without reading its values. */
export async function findMergedRanges(pieces: AsyncIterable<string>): Promise<MergedRange[]> {
  const ranges: MergedRange[] = []
  let carried = ''
  for await (const piece of pieces) {
    const text = carried + piece
    let consumed = 0
    for (const match of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)) {
      consumed = match.index + match[0].length
      if (ranges.length < 10_000) {
        ranges.push({
          left: columnOf(match[1]!),
          top: Number(match[2]) - 1,
          right: columnOf(match[3]!),
          bottom: Number(match[4]) - 1,
        })
      }
    }
    carried = text.slice(Math.max(consumed, text.length - 200))
  }
  return ranges
}

/** Excel's day number as a moment, rounded to the second; null where it lies outside the years 1900 to 9999. */
export function momentOfSerial(
  serial: number,
  kind: MomentCell['kind'],
  from1904: boolean,
): MomentCell | null {
  let seconds = Math.round(serial * 86_400)
  if (kind === 'time' && seconds >= 0 && seconds < 86_400)
    return { kind: 'time', text: new Date(seconds * 1000).toISOString().slice(11, 19) }
  if (kind === 'time') return null
  // Excel counts a 29 February 1900 that never was, so the days before it are one off.
  const days = from1904 ? 24_107 : serial < 60 ? 25_568 : 25_569
  seconds -= days * 86_400
  if (serial < 0 || seconds >= 253_402_300_800) return null
  const text = new Date(seconds * 1000).toISOString()
  if (kind === 'date' && seconds % 86_400 === 0) return { kind: 'date', text: text.slice(0, 10) }
  return { kind: 'datetime', text: text.slice(0, 19) }
}

function createHandler(context: CellContext, push: (row: TabularRow) => void): XmlHandler {
  const { limits } = context
  let inData = false
  let rowNumber = 0
  let cells: CellValue[] = []
  let column = -1
  let type = ''
  let style = ''
  let value = ''
  let capturing = false
  let inline = false
  let phonetic = 0
  const startCell = (attributes: string) => {
    const reference = readAttribute(attributes, 'r')
    column = reference ? columnOf(reference) : column + 1
    type = readAttribute(attributes, 't') ?? 'n'
    style = readAttribute(attributes, 's') ?? ''
    value = ''
  }
  const endCell = () => {
    if (value === '') return
    const cell = readCell(value, type, style, context)
    if (cell === null) return
    if (column >= limits.maxColumns) throw refuseColumns(limits)
    while (cells.length < column) cells.push(null)
    cells[column] = cell
  }
  return {
    open(name, attributes) {
      if (name === 'sheetData') inData = true
      if (!inData) return
      if (name === 'c') startCell(attributes)
      else if (name === 'v') capturing = true
      else if (name === 't') capturing = inline && phonetic === 0
      else if (name === 'is') inline = true
      else if (name === 'rPh') phonetic++
      else if (name === 'row') {
        const written = Number(readAttribute(attributes, 'r') ?? rowNumber + 1)
        rowNumber = Number.isInteger(written) && written > 0 ? written : rowNumber + 1
        cells = []
        column = -1
      }
    },
    close(name) {
      if (!inData) return
      if (name === 'c') endCell()
      else if (name === 'v' || name === 't') capturing = false
      else if (name === 'is') inline = false
      else if (name === 'rPh') phonetic--
      else if (name === 'row') {
        if (cells.length === 0) return
        if (rowNumber > limits.maxRows) throw refuseRows(limits)
        push({ number: rowNumber, cells })
      } else if (name === 'sheetData') inData = false
    },
    text(raw, literal) {
      if (!capturing) return
      value += literal ? raw : decodeEntities(raw)
      if (value.length > context.maxTokenCharacters)
        throw refuseDamaged('a value in it is far longer than a cell can be')
    },
  }
}

function readCell(value: string, type: string, style: string, context: CellContext): CellValue {
  if (type === 's') return emptyToNull(context.texts.at(Number(value)))
  if (type === 'inlineStr' || type === 'str') return emptyToNull(decodeExcelEscapes(value))
  if (type === 'b') return value === '1' || value === 'true'
  if (type === 'e') return { kind: 'error', text: value }
  if (type === 'd') return readIsoMoment(value)
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  const moment = style === '' ? null : (context.moments[Number(style)] ?? null)
  if (moment) return momentOfSerial(number, moment, context.from1904) ?? number
  if (/^-?\d{16,}$/.test(value)) return value
  // Excel calculates with 15 digits and writes 17: 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3.
  return Number.isInteger(number) ? number : Number(number.toPrecision(15))
}

function readIsoMoment(value: string): CellValue {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(value)
  if (!match) return value
  return match[2] ? { kind: 'datetime', text: `${match[1]}T${match[2]}` } : { kind: 'date', text: match[1]! }
}

function emptyToNull(text: string | null): string | null {
  return text === '' ? null : text
}

/** `BC12` is 54: the letters of a reference as a position from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code >= 97 && code <= 122) column = column * 26 + code - 96
    else if (code >= 65 && code <= 90) column = column * 26 + code - 64
    else break
  }
  return column - 1
}
