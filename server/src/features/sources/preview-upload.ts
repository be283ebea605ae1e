import { AppError, invalidField } from '@flexoffice/base'
import type { DateOrder, UploadPreview } from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { DelimitedFormat } from '../files/api.ts'
import { previewUpload as previewFile } from '../files/api.ts'
import { inReadingLine } from './reading-line.ts'
import { showPreview } from './show-preview.ts'
import { uploadPath } from './upload-folder.ts'
import { fileLimits } from './upload-settings.ts'
import type { UploadRow } from './upload-store.ts'
import { findUpload } from './upload-store.ts'

/** How a person asked for a file to be read; everything absent is detected. */
export interface ReadingChoice {
  /** From 0; null = the file has no names of columns. */
  headerRow?: number | null
  delimiter?: string
  encoding?: DelimitedFormat['encoding']
  dateOrder?: DateOrder
}

/** Reads an uploaded file otherwise. No transaction is open meanwhile. */
export const previewUpload = operation(contract.previewUpload, {
  allow: 'sources.upload',
  store: 'none',
  async run(ctx, { uploadId, ...choice }) {
    const upload = await ctx.transaction((db) => findUpload(db, uploadId, ctx.person.personId))
    return readPreview(ctx, upload, choice)
  },
})

/** Reads an uploaded file as the person asked; a read of store `none` waits for its turn without a transaction. */
export async function readPreview(
  ctx: Context,
  upload: UploadRow,
  { sheet, decimal, ...choice }: ReadingChoice & { sheet?: number; decimal?: '.' | ',' },
): Promise<UploadPreview> {
  const limits = await fileLimits(ctx.runtime, ctx.tenant)
  const size = Number(upload.size)
  const file = { path: uploadPath(ctx.runtime, upload.id), name: upload.file_name, size }
  const request = { ...previewRequest(upload, sheet, choice), limits }
  const preview = await inReadingLine(ctx.runtime, () =>
    previewFile(file, request, { signal: ctx.http?.signal }),
  ).catch((error) => {
    throw goneFile(error) ?? error
  })
  return showPreview({ id: upload.id, file_name: upload.file_name, size }, preview, {
    decimal,
    dateOrder: choice.dateOrder,
  })
}

/** The choices in the words of the reader of files. */
export function previewRequest(upload: UploadRow, sheet: number | undefined, choice: ReadingChoice) {
  const { headerRow, delimiter, encoding, dateOrder } = choice
  return {
    sheet: sheet === undefined ? undefined : sheetName(upload, sheet),
    headerRow: headerRow === null ? ('none' as const) : headerRow === undefined ? undefined : headerRow + 1,
    delimited: {
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(encoding === undefined ? {} : { encoding }),
    },
    dateOrder: readDateOrder(dateOrder),
  }
}

/** A chosen order of day and month in the words of the reader of files. */
export function readDateOrder(order: DateOrder | undefined) {
  return order && (order === 'dayFirst' ? ('dmy' as const) : ('mdy' as const))
}

/** The name of a sheet by its place; refused when the workbook has fewer. */
export function sheetName(upload: UploadRow, sheet: number): string {
  const name = upload.detected.sheets[sheet]
  if (name === undefined) throw invalidField('/sheet', 'The file has no such sheet.', 'sheet_unknown')
  return name
}

/** The answer when a file is gone from the disk, though the store still knows it. */
export function goneFile(error: unknown): AppError | null {
  if (!/ENOENT/.test(error instanceof Error ? error.message : '')) return null
  return new AppError('gone', {
    public: 'The uploaded file is no longer here: files are kept for a day. Upload it again.',
    reason: 'upload_gone',
  })
}
