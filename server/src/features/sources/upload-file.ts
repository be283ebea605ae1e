import type { Readable } from 'node:stream'
import { AppError, invalidField, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { FilePreview } from '../files/api.ts'
import { checkSize, limitsOf, previewUpload } from '../files/api.ts'
import { inReadingLine } from './reading-line.ts'
import { settleEffect } from './settle-effect.ts'
import { showPreview } from './show-preview.ts'
import { receiveFile, removeFile, uploadPath } from './upload-folder.ts'
import { fileLimits, storedBytesLimit } from './upload-settings.ts'
import { readingOf, uploadTables } from './upload-store.ts'

/** Takes a file and previews it. A file that cannot be read is not kept. */
export const uploadFile = operation(contract.uploadFile, {
  allow: 'sources.upload',
  async run(ctx, { fileName }) {
    const body = ctx.http?.body
    if (!body) throw invalidField('/file', 'Send the file as the body of the request.', 'file_missing')
    const taken = await takeFile(ctx, fileName, body)
    try {
      await settleEffect(ctx, (db) => keepFile(ctx, db, taken), { policies: false })
      return showPreview({ id: taken.id, file_name: fileName, size: taken.size }, taken.preview)
    } catch (error) {
      await removeFile(ctx.runtime, taken.id)
      throw error
    }
  },
})

/** A file that lies in the folder of uploads, with what was found in it; the store does not know it yet. */
export interface TakenFile {
  id: string
  fileName: string
  size: number
  preview: FilePreview
}

/** Writes a file to disk and looks into it. One that is too large or cannot be read is not kept. */
export async function takeFile(ctx: Context, fileName: string, body: Readable): Promise<TakenFile> {
  await refuseFullStore(ctx)
  const limits = limitsOf(await fileLimits(ctx.runtime, ctx.tenant))
  const id = newId()
  const size = await receiveFile(ctx.runtime, id, body, (bytes) => checkSize(bytes, limits))
  try {
    checkSize(size, limits)
    const file = { path: uploadPath(ctx.runtime, id), name: fileName, size }
    const preview = await inReadingLine(ctx.runtime, () =>
      previewUpload(file, { limits }, { signal: ctx.http?.signal }),
    )
    return { id, fileName, size, preview }
  } catch (error) {
    await removeFile(ctx.runtime, id)
    throw error
  }
}

/** Notes a file as an upload of the caller, in the transaction of whoever took it. */
export async function keepFile(ctx: Context, db: Database, taken: TakenFile): Promise<void> {
  const { id, fileName, size, preview } = taken
  const detected = { sheets: preview.sheets.map((sheet) => sheet.name), reading: readingOf(preview) }
  await uploadTables(db)
    .insertInto('sources.upload')
    .values({
      id,
      tenant_id: ctx.tenant,
      person_id: ctx.person.personId,
      file_name: fileName,
      size: String(size),
      detected: JSON.stringify(detected) as never,
    })
    .execute()
  ctx.record({ object: { type: 'upload', id, name: fileName }, detail: { size } })
}

async function refuseFullStore(ctx: Context): Promise<void> {
  const limit = await storedBytesLimit(ctx.runtime, ctx.tenant)
  const { stored } = await ctx.transaction((db) =>
    uploadTables(db)
      .selectFrom('sources.upload')
      .select((build) => build.fn.sum<string | null>('size').as('stored'))
      .executeTakeFirstOrThrow(),
  )
  if (Number(stored ?? 0) < limit) return
  throw new AppError('too_large', {
    public:
      'The workspace keeps as many uploaded files as it may; each is removed a day after it came. Try again later, or ask an Admin to raise the limit.',
    reason: 'uploads_full',
    params: { limit },
  })
}
