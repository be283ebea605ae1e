/** How a CSV is written; the defaults open well in every program. */
export interface CsvFormat {
  delimiter: ',' | ';' | '\t'
  /** A byte-order mark lets Excel see that it is UTF-8. */
  mark: boolean
  lineEnd: '\r\n' | '\n'
}

/** Comma, no mark, line ends of RFC 4180. */
export const defaultCsvFormat: CsvFormat = { delimiter: ',', mark: false, lineEnd: '\r\n' }

/**
 * Puts an apostrophe before a text that a spreadsheet program would run as a formula: one that begins with = + - @, a tab or a
 * line end. Numbers keep their sign.
 */
export function escapeCsvCell(text: string): string {
  if (text === '') return text
  const code = text.charCodeAt(0)
  if (code === 61 || code === 64 || code === 9 || code === 13 || code === 10 || isWideSign(code))
    return `'${text}`
  if (code !== 43 && code !== 45) return text
  return /^[+-]?\d[\d.,]*(?:e[+-]?\d+)?%?$/i.test(text) ? text : `'${text}`
}

/** Writes one line of a CSV; null and undefined are empty, texts that could run as formulas are escaped. */
export function writeCsvRow(
  values: readonly (string | number | bigint | boolean | null | undefined)[],
  format: CsvFormat = defaultCsvFormat,
): string {
  let line = ''
  for (let at = 0; at < values.length; at++) {
    if (at > 0) line += format.delimiter
    const value = values[at]
    if (value === null || value === undefined) continue
    if (typeof value !== 'string') line += value
    else if (value === '') line += '""'
    else {
      const safe = escapeCsvCell(value)
      line += needsQuotes(safe, format.delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe
    }
  }
  return line + format.lineEnd
}

/** Writes a whole CSV in pieces of about 64 kB, only as fast as they are taken. */
export async function* writeCsv(
  header: string[],
  rows:
    | AsyncIterable<readonly (string | number | bigint | boolean | null)[]>
    | Iterable<readonly (string | number | bigint | boolean | null)[]>,
  format: CsvFormat = defaultCsvFormat,
): AsyncGenerator<string> {
  let piece = (format.mark ? '\ufeff' : '') + writeCsvRow(header, format)
  for await (const row of rows) {
    piece += writeCsvRow(row, format)
    if (piece.length < 64 * 1024) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** The full-width forms of = + - @, which Excel folds into the plain ones. */
function isWideSign(code: number): boolean {
  return code === 0xff1d || code === 0xff0b || code === 0xff0d || code === 0xff20
}

function needsQuotes(text: string, delimiter: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 10 || code === 13) return true
  }
  return text.includes(delimiter) || text.charCodeAt(0) === 32 || text.charCodeAt(text.length - 1) === 32
}
