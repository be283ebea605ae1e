import type { ErrorCode } from '@flexoffice/base'
import { AppError } from '@flexoffice/base'

/** What one uploaded file may cost. The operator sets these; the defaults are Excel's own ceilings where it has one. */
export interface FileLimits {
  maxFileBytes: number
  maxRows: number
  /**
   * 250: PostgreSQL keeps a row in one page of 8 kB and can move only values above 24 bytes out of it, so about 320 columns
   * are the most for which every row is certain to fit. 250 leaves room for columns that are added later.
   */
  maxColumns: number
  maxCellCharacters: number
  /** All parts of an .xlsx together, once inflated. */
  maxUncompressedBytes: number
  /** Inflated size over stored size of one part above 16 MB; ordinary sheets stay below 50. */
  maxCompressionRatio: number
  /** The texts of a workbook lie in one part that must stay in memory while a sheet is read. */
  maxSharedTextBytes: number
  /** JavaScript heap of the thread that reads the file. */
  maxMemoryMegabytes: number
  previewTimeoutSeconds: number
  importTimeoutSeconds: number
  /** Failing rows kept in the report; all are counted. */
  maxReportedFailures: number
}

/** The limits that hold when the operator sets none. */
export const defaultFileLimits: FileLimits = {
  maxFileBytes: 100 * 1024 * 1024,
  maxRows: 1_048_576,
  maxColumns: 250,
  maxCellCharacters: 32_767,
  maxUncompressedBytes: 2 * 1024 * 1024 * 1024,
  maxCompressionRatio: 200,
  maxSharedTextBytes: 256 * 1024 * 1024,
  maxMemoryMegabytes: 384,
  previewTimeoutSeconds: 120,
  importTimeoutSeconds: 1800,
  maxReportedFailures: 200,
}

/** The limits of a request over the defaults. */
export function limitsOf(limits: Partial<FileLimits> | undefined): FileLimits {
  return { ...defaultFileLimits, ...limits }
}

/** The longest stretch without a tag or a line end: eight of the longest cells, each character written as an entity. */
export function maxTokenCharacters(limits: FileLimits): number {
  return Math.max(1024 * 1024, limits.maxCellCharacters * 64)
}

/** A refusal of a whole file: one sentence with the remedy, and a reason for programs. */
export function refuseFile(
  code: ErrorCode,
  reason: string,
  message: string,
  params: Record<string, unknown> = {},
): AppError {
  return new AppError(code, {
    public: message,
    reason,
    params,
    fields: [{ path: '/file', message, code: reason }],
  })
}

/** The refusal of a sheet that is wider than the limit; how wide it is stays unread. */
export function refuseColumns(limits: FileLimits): AppError {
  return refuseFile(
    'too_large',
    'file_too_many_columns',
    `The sheet has more than ${limits.maxColumns} columns. Remove those that you do not need, or split the sheet into several tables that share a key.`,
    { limit: limits.maxColumns },
  )
}

/** The refusal of a sheet that is longer than the limit. */
export function refuseRows(limits: FileLimits): AppError {
  return refuseFile(
    'too_large',
    'file_too_many_rows',
    `The sheet has more than ${limits.maxRows} rows, the most that is allowed. Split it into several files and load them one after the other.`,
    { limit: limits.maxRows },
  )
}

/** The refusal of a file that cannot be understood. */
export function refuseDamaged(detail: string): AppError {
  return refuseFile(
    'unsupported_file',
    'file_damaged',
    `The file is damaged or is not a real .xlsx workbook (${detail}). Open it in your spreadsheet program, save it again as .xlsx and upload it again.`,
    { detail },
  )
}

/** A size as people read it. */
export function describeBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`
  return `${Math.round(bytes / 1024 / 1024)} MB`
}
