import type { DetectedColumn } from './columns/detect-columns.ts'
import { detectColumns } from './columns/detect-columns.ts'
import type { FileWarning, SheetHeader } from './columns/find-header.ts'
import { findHeader, findMergedData } from './columns/find-header.ts'
import type { DateOrder } from './columns/parse-values.ts'
import type { ColumnProfile } from './columns/profile-column.ts'
import { addToProfile, createColumnProfile } from './columns/profile-column.ts'
import { toDatabaseNames } from './columns/table-name.ts'
import type { FileLimits } from './file-limits.ts'
import { refuseFile } from './file-limits.ts'
import type { UploadedFile } from './open-tabular.ts'
import { openTabular } from './open-tabular.ts'
import type { DelimitedFormat, TabularFile, TabularRow, TabularSheet } from './tabular.ts'
import { describeCell } from './tabular.ts'

/** What the person has chosen so far; everything absent is detected. */
export interface PreviewRequest {
  sheet?: string
  headerRow?: number | 'none'
  delimited?: Partial<DelimitedFormat>
  language?: string
  dateOrder?: DateOrder
  limits?: Partial<FileLimits>
}

/** How far the reading is. */
export interface ReadProgress {
  rows: number
  /** 0 to 1, of the sheet's bytes. */
  share: number
}

/** What an upload holds, for the person to check and correct before it is loaded. */
export interface FilePreview {
  format: 'xlsx' | 'csv'
  delimited?: DelimitedFormat
  sheets: TabularSheet[]
  sheet: string
  headerRow: number | null
  firstDataRow: number
  /** Rows with data in the whole sheet. */
  rowCount: number
  columns: DetectedColumn[]
  /** The first rows as shown in the file, cut to short texts. */
  rows: { number: number; cells: (string | null)[] }[]
  warnings: FileWarning[]
}

const shownRows = 100
const headRows = 200
const fullyProfiledRows = 10_000
const sampleEvery = 10

/**
 * Reads one sheet to its end: the first 10,000 rows and then every tenth tell the types, every row is counted. What the sample
 * missed shows while loading, as rows that fail.
 */
export async function previewFile(
  file: UploadedFile,
  request: PreviewRequest = {},
  onProgress?: (progress: ReadProgress) => void,
): Promise<FilePreview> {
  const tabular = await openTabular(file, request)
  try {
    const sheet = request.sheet ?? chooseSheet(tabular.sheets)
    const merges = await tabular.mergedRanges(sheet)
    const seen = await profileSheet(
      tabular,
      sheet,
      (head) => findHeader(head, merges, request.headerRow),
      onProgress,
    )
    const { header, profiles } = seen
    const labels = header.labels.concat(extraLabels(header.labels.length, profiles.length))
    const hints = {
      delimiter: tabular.delimited?.delimiter,
      language: request.language,
      dateOrder: request.dateOrder,
    }
    return {
      format: tabular.format,
      delimited: tabular.delimited,
      sheets: tabular.sheets,
      sheet,
      headerRow: header.headerRow,
      firstDataRow: header.firstDataRow,
      rowCount: seen.rowCount,
      columns: detectColumns(labels, toDatabaseNames(labels), profiles, hints),
      rows: seen.shown.map((row) => ({
        number: row.number,
        cells: labels.map((_, at) => showCell(row, at)),
      })),
      warnings: [
        ...header.warnings,
        ...findMergedData(merges, header.firstDataRow),
        ...raggedWarning(header, profiles, seen.shortRows),
      ],
    }
  } finally {
    await tabular.close()
  }
}

async function profileSheet(
  tabular: TabularFile,
  sheet: string,
  toHeader: (head: TabularRow[]) => SheetHeader,
  onProgress?: (progress: ReadProgress) => void,
) {
  let header: SheetHeader | undefined
  let head: TabularRow[] = []
  const profiles: ColumnProfile[] = []
  const shown: TabularRow[] = []
  let rowCount = 0
  let shortRows = 0
  let share = 0
  const take = (row: TabularRow) => {
    if (row.number < header!.firstDataRow) return
    rowCount++
    if (shown.length < shownRows) shown.push(row)
    if (row.cells.length < header!.labels.length) shortRows++
    while (profiles.length < Math.max(header!.labels.length, row.cells.length))
      profiles.push(createLateProfile(rowCount - 1))
    const sampled = rowCount <= fullyProfiledRows || rowCount % sampleEvery === 0
    for (let at = 0; at < profiles.length; at++) {
      const cell = row.cells[at] ?? null
      if (sampled || cell === null) addToProfile(profiles[at]!, cell, row.number)
    }
  }
  for await (const batch of tabular.rows(sheet, (part) => (share = part))) {
    if (header) batch.forEach(take)
    else {
      head = head.concat(batch)
      if (head.length < headRows) continue
      header = toHeader(head)
      head.forEach(take)
    }
    onProgress?.({ rows: rowCount, share })
  }
  if (!header) {
    if (head.length === 0) throw refuseSheetEmpty(sheet)
    header = toHeader(head)
    head.forEach(take)
  }
  while (profiles.length < header.labels.length) profiles.push(createColumnProfile())
  return { header, profiles, shown, rowCount, shortRows }
}

/** A column that begins below is empty above. */
function createLateProfile(emptyRows: number): ColumnProfile {
  const profile = createColumnProfile()
  profile.empty = emptyRows
  return profile
}

function chooseSheet(sheets: TabularSheet[]): string {
  return (sheets.find((sheet) => !sheet.hidden) ?? sheets[0]!).name
}

function extraLabels(from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => `Column ${from + at + 1}`)
}

function showCell(row: TabularRow, at: number): string | null {
  const cell = row.cells[at] ?? null
  return cell === null ? null : describeCell(cell, 200)
}

function raggedWarning(header: SheetHeader, profiles: ColumnProfile[], shortRows: number): FileWarning[] {
  if (profiles.length <= header.labels.length) return []
  const extra = profiles.length - header.labels.length
  return [
    {
      code: 'ragged_rows',
      message: `Some rows have ${extra} more values than there are column names; the extra columns were numbered.${shortRows > 0 ? ' Shorter rows are filled with empty values.' : ''}`,
      params: { extra, shortRows },
    },
  ]
}

function refuseSheetEmpty(sheet: string) {
  return refuseFile(
    'unprocessable',
    'sheet_empty',
    `The sheet "${sheet}" has no values. Choose another sheet, or fill it and upload the file again.`,
    { sheet },
  )
}
