import type { CsvFormat } from '@flexoffice/base/write-csv'
import type { csvFormat } from '@flexoffice/contract/data'
import type { ResultColumn } from '@flexoffice/query'
import type { TextRow } from '@flexoffice/sdk/connector'
import type { z } from 'zod'

type Decimals = z.output<typeof csvFormat>['decimals']

/** The format as the writer of CSV takes it. */
export function toCsvFormat({ delimiter, mark }: z.output<typeof csvFormat>): CsvFormat {
  return { delimiter, mark, lineEnd: '\r\n' }
}

/** Makes rows, as the database wrote them, into cells: dates as ISO 8601 with a space, instants in UTC with a Z. */
export function cellWriter(
  columns: readonly Pick<ResultColumn, 'type'>[],
  decimals: Decimals,
): (row: TextRow) => TextRow {
  const writers = columns.map(({ type }) => writerOf(type, decimals))
  return (row) =>
    writers.map((write, index) => {
      const text = row[index] ?? null
      return text === null || write === null ? text : write(text)
    })
}

/** Null: the text stays as it is. */
function writerOf(type: ResultColumn['type'], decimals: Decimals): ((text: string) => string) | null {
  switch (type) {
    case 'boolean':
      return (text) => (text === 't' || text === 'true' ? 'true' : 'false')
    case 'decimal':
    case 'float':
      return decimals === '.' ? null : (text) => text.replace('.', ',')
    case 'timestamp':
      // The session's zone is UTC, so an instant ends with `+00`.
      return (text) => text.replace(/\+00$/, 'Z')
    default:
      return null
  }
}
