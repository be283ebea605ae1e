import { AppError, invalidField, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
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
      const detected = { sheets: preview.sheets.map((sheet) => sheet.name), reading: readingOf(preview) }
      const keep = async (db: Database) => {
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
      await settleEffect(ctx, keep, { policies: false })
      return showPreview({ id, file_name: fileName, size }, preview)
    } catch (error) {
      await removeFile(ctx.runtime, id)
      throw error
    }
  },
})

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
