import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import Papa from 'papaparse'
import type { FileLimits } from '../file-limits.ts'
import { maxTokenCharacters, refuseColumns, refuseFile, refuseRows } from '../file-limits.ts'
import type { CellValue, DelimitedFormat, TabularFile, TabularRow } from '../tabular.ts'
import { isErrorText } from '../tabular.ts'
import { detectDelimiter, readSeparatorLine } from './detect-delimiter.ts'
import { detectEncoding } from './detect-encoding.ts'

const chunkBytes = 256 * 1024

/** Opens a delimited text file. What `override` names is not detected. */
export async function openDelimited(
  path: string,
  name: string,
  limits: FileLimits,
  override: Partial<DelimitedFormat> = {},
): Promise<TabularFile> {
  const handle = await open(path)
  try {
    const encoding = override.encoding ?? (await detectEncoding(handle))
    const sample = await readSample(handle, encoding)
    const delimiter = override.delimiter ?? detectDelimiter(sample)
    const separatorLine = readSeparatorLine(sample) !== null
    const sheetName = name.replace(/\.[^.]*$/, '') || 'data'
    return {
      format: 'csv',
      delimited: { encoding, delimiter },
      sheets: [{ name: sheetName, hidden: false }],
      rows: (_sheet, onShare) => readRows(handle, { encoding, delimiter }, separatorLine, limits, onShare),
      mergedRanges: async () => [],
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function* readRows(
  handle: FileHandle,
  format: DelimitedFormat,
  separatorLine: boolean,
  limits: FileLimits,
  onShare?: (share: number) => void,
): AsyncGenerator<TabularRow[]> {
  const maxCharacters = maxTokenCharacters(limits) * 4
  let pending = ''
  let number = 0
  let skip = separatorLine ? 1 : 0
  for await (const { text, last } of readText(handle, format.encoding, onShare)) {
    pending += text
    const parser = new Papa.Parser({ delimiter: format.delimiter, newline: '\n' })
    const result = parser.parse(pending, 0, !last) as ParsedText
    checkQuotes(result, last, number)
    pending = pending.slice(result.meta.cursor)
    if (pending.length > maxCharacters) throw refuseOpenQuote(number + 1)
    const rows: TabularRow[] = []
    for (const fields of result.data) {
      number++
      if (skip > 0) {
        skip--
        continue
      }
      const cells = readFields(fields, limits)
      if (cells.length === 0) continue
      if (number > limits.maxRows) throw refuseRows(limits)
      rows.push({ number, cells })
    }
    if (rows.length > 0) yield rows
  }
}

interface ParsedText {
  data: string[][]
  errors: { type: string; code: string; row?: number }[]
  meta: { cursor: number }
}

/**
 * A quotation mark in the wrong place would silently swallow the lines after it. A fault in the last, unfinished row of a piece may
 * only mean that the piece ends there.
 */
function checkQuotes(result: ParsedText, last: boolean, rowsBefore: number): void {
  const fault = result.errors.find(
    (error) => error.type === 'Quotes' && (last || (error.row ?? 0) < result.data.length),
  )
  if (!fault) return
  const row = rowsBefore + (fault.row ?? 0) + 1
  if (fault.code === 'MissingQuotes') throw refuseOpenQuote(row)
  throw refuseFile(
    'unsupported_file',
    'file_quote_malformed',
    `Row ${row} has a quotation mark in the middle of a quoted value, so it is not certain where the value ends. Write each quotation mark inside a value twice, or save the sheet as .xlsx.`,
    { row },
  )
}

function readFields(fields: string[], limits: FileLimits): CellValue[] {
  let length = fields.length
  while (length > 0 && isBlank(fields[length - 1]!)) length--
  if (length > limits.maxColumns) throw refuseColumns(limits)
  const cells: CellValue[] = new Array(length)
  for (let at = 0; at < length; at++) {
    const field = fields[at]!
    cells[at] = field === '' ? null : isErrorText(field) ? { kind: 'error', text: field } : field
  }
  return cells
}

function isBlank(field: string): boolean {
  return field === '' || (field.charCodeAt(0) <= 32 && field.trim() === '')
}

/** Decoded text with `\n` as the only line end, in pieces; a `\r` at the end of a piece waits for the next. */
async function* readText(
  handle: FileHandle,
  encoding: DelimitedFormat['encoding'],
  onShare?: (share: number) => void,
) {
  const decoder = new TextDecoder(encoding)
  const { size } = await handle.stat()
  let position = 0
  let heldReturn = false
  for (;;) {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position)
    position += bytesRead
    const last = bytesRead === 0 || position >= size
    let text = decoder.decode(buffer.subarray(0, bytesRead), { stream: !last })
    if (heldReturn) text = `\r${text}`
    heldReturn = !last && text.endsWith('\r')
    if (heldReturn) text = text.slice(0, -1)
    yield { text: text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, last }
    onShare?.(size === 0 ? 1 : position / size)
    if (last) return
  }
}

async function readSample(handle: FileHandle, encoding: DelimitedFormat['encoding']): Promise<string> {
  for await (const { text, last } of readText(handle, encoding)) {
    // The last line of a sample is cut somewhere; it would count as a line with too few columns.
    return last ? text : text.slice(0, text.lastIndexOf('\n') + 1) || text
  }
  return ''
}

function refuseOpenQuote(row: number) {
  return refuseFile(
    'unsupported_file',
    'file_quote_never_ends',
    `A quoted value that begins near row ${row} does not end. Close the quotation mark there, or write each quotation mark inside a value twice.`,
    { row },
  )
}
