import * as contract from '@flexoffice/contract/uploaded-tables'
import { operation } from '../../../core/operation.ts'
import { readPreview } from '../preview-upload.ts'
import { findUpload } from '../upload-store.ts'
import { matchColumns } from './match-columns.ts'
import { showHead } from './show-uploaded-tables.ts'
import { openUploadedTable, showColumns } from './uploaded-table.ts'

/** Reads an uploaded file and says where each of its columns would go in a table that is there already. */
export const previewReload = operation(contract.previewReload, {
  allow: 'sources.upload',
  store: 'none',
  async run(ctx, { tableId, uploadId, ...choice }) {
    const { found, upload } = await ctx.transaction(async (db) => ({
      found: await openUploadedTable(ctx, db, tableId),
      upload: await findUpload(db, uploadId, ctx.person.personId),
    }))
    const preview = await readPreview(ctx, upload, choice)
    return {
      preview,
      table: { ...showHead(found.table), columns: showColumns(found) },
      matches: matchColumns(preview.columns, found.columns),
    }
  },
})
