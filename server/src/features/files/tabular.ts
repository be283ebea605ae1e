/** A moment as a workbook stores it: no zone. `text` is ISO (`2026-05-03`, `14:30:00` or `2026-05-03T14:30:00`). */
export interface MomentCell {
  kind: 'date' | 'time' | 'datetime'
  text: string
}

/** A formula that ended in an error, such as `#N/A`. */
export interface ErrorCell {
  kind: 'error'
  text: string
}

/** What a cell holds before a type is decided. Formulas are represented by their stored result. */
export type CellValue = null | string | number | boolean | MomentCell | ErrorCell

/** One row that holds at least one value; `number` counts from 1 as a spreadsheet program shows it. */
export interface TabularRow {
  number: number
  cells: CellValue[]
}

/** Merged cells, all positions from 0, both ends included. */
export interface MergedRange {
  top: number
  left: number
  bottom: number
  right: number
}

/** A sheet of a workbook, or the one sheet of a delimited file. */
export interface TabularSheet {
  name: string
  hidden: boolean
}

/** How a text file was understood. */
export interface DelimitedFormat {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  delimiter: string
}

/** An opened file: rows come in batches, read only as fast as they are taken. */
export interface TabularFile {
  format: 'xlsx' | 'csv'
  delimited?: DelimitedFormat
  sheets: TabularSheet[]
  /** `onShare` hears how much of the sheet has been read, 0 to 1. */
  rows(sheet: string, onShare?: (share: number) => void): AsyncIterable<TabularRow[]>
  /** Needs a pass over the sheet. */
  mergedRanges(sheet: string): Promise<MergedRange[]>
  close(): Promise<void>
}

const errorTexts = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NULL!',
  '#NUM!',
  '#SPILL!',
  '#CALC!',
  '#N/D',
  '#VALOR!',
  '#NOME?',
  '#NÚM!',
  '#NULO!',
])

/** Whether a text is one of the errors that spreadsheet programs write, in English or Portuguese. */
export function isErrorText(text: string): boolean {
  return text.charCodeAt(0) === 35 && errorTexts.has(text)
}

/** A cell as a person would recognise it, cut to a length that fits a message. */
export function describeCell(cell: CellValue, maxCharacters = 80): string {
  if (cell === null) return ''
  const text = typeof cell === 'object' ? cell.text.replace('T', ' ') : String(cell)
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters - 1)}…` : text
}
