import type { CellProblem, CellTarget } from './columns/convert-cell.ts'
import { convertCell } from './columns/convert-cell.ts'
import type { FileLimits } from './file-limits.ts'
import { limitsOf } from './file-limits.ts'
import type { UploadedFile } from './open-tabular.ts'
import { openTabular } from './open-tabular.ts'
import type { ReadProgress } from './preview-file.ts'
import type { DelimitedFormat, TabularRow } from './tabular.ts'
import { describeCell } from './tabular.ts'
import { writeCopyRow } from './write-copy.ts'

/** One column to load: where it is in the file and what it becomes. */
export interface PlannedColumn extends CellTarget {
  index: number
  name: string
  /** Refuse rows in which it is empty. */
  required?: boolean
}

/** What to load, as previewed and corrected. Columns that are left out are not loaded. */
export interface ConversionPlan {
  sheet: string
  firstDataRow: number
  columns: PlannedColumn[]
  /** `skip` leaves the whole row out; `empty` loads it with the failing cells empty. Both list it. */
  onProblem: 'skip' | 'empty'
  /** Puts the number of each row in the file before its values. */
  rowNumbers?: boolean
  delimited?: Partial<DelimitedFormat>
  limits?: Partial<FileLimits>
}

/** One cell that did not fit its column. */
export interface RowFailure {
  row: number
  column: string
  value: string
  code: CellProblem['code'] | 'required'
  message: string
}

/** What came of a conversion. */
export interface ConversionResult {
  rowsRead: number
  rowsWritten: number
  /** Rows with at least one cell that did not fit, whether left out or loaded with empty cells. */
  rowsFailed: number
  cellsFailed: number
  failedByColumn: Record<string, number>
  /** The first failures; all are counted above. */
  failures: RowFailure[]
}

/** Receives pieces of COPY text; reading waits until it resolves. */
export type CopySink = (piece: Buffer, progress: ReadProgress) => Promise<void> | void

const pieceCharacters = 64 * 1024

/** Reads the planned columns and hands them over in PostgreSQL's COPY text format. */
export async function convertFile(
  file: UploadedFile,
  plan: ConversionPlan,
  sink: CopySink,
): Promise<ConversionResult> {
  const tabular = await openTabular(file, plan)
  const converter = createRowConverter(plan, limitsOf(plan.limits))
  let share = 0
  let piece = ''
  const flush = async () => {
    const full = Buffer.from(piece)
    piece = ''
    await sink(full, { rows: converter.result.rowsRead, share })
  }
  try {
    for await (const batch of tabular.rows(plan.sheet, (part) => (share = part))) {
      for (const row of batch) {
        if (row.number < plan.firstDataRow) continue
        const values = converter.convert(row)
        if (values && plan.rowNumbers) values.unshift(String(row.number))
        if (values) piece += writeCopyRow(values)
        if (piece.length >= pieceCharacters) await flush()
      }
    }
    share = 1
    await flush()
    return converter.result
  } finally {
    await tabular.close()
  }
}

function createRowConverter(plan: ConversionPlan, limits: FileLimits) {
  const result: ConversionResult = {
    rowsRead: 0,
    rowsWritten: 0,
    rowsFailed: 0,
    cellsFailed: 0,
    failedByColumn: {},
    failures: [],
  }
  const fail = (row: TabularRow, column: PlannedColumn, code: RowFailure['code'], message: string) => {
    result.cellsFailed++
    result.failedByColumn[column.name] = (result.failedByColumn[column.name] ?? 0) + 1
    if (result.failures.length >= limits.maxReportedFailures) return
    result.failures.push({
      row: row.number,
      column: column.name,
      value: describeCell(row.cells[column.index] ?? null),
      code,
      message,
    })
  }
  const convert = (row: TabularRow): (string | null)[] | null => {
    result.rowsRead++
    let failed = false
    let required = false
    const values = plan.columns.map((column) => {
      const { text, problem } = convertCell(row.cells[column.index] ?? null, column, limits.maxCellCharacters)
      if (problem) fail(row, column, problem.code, problem.message)
      else if (text === null && column.required)
        fail(row, column, 'required', 'is empty, but the column must have a value')
      else return text
      failed = true
      required ||= column.required === true
      return null
    })
    if (failed) result.rowsFailed++
    if (failed && (required || plan.onProblem === 'skip')) return null
    result.rowsWritten++
    return values
  }
  return { result, convert }
}
