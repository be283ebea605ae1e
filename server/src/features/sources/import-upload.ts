import { invalidField, newId } from '@flexoffice/base'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import * as contract from '@flexoffice/contract/sources'
import { describeActor } from '../../core/actor.ts'
import { operation } from '../../core/operation.ts'
import type { UploadType } from '../files/api.ts'
import { toDatabaseNames, uploadTypes } from '../files/api.ts'
import { checkReaders } from './apply-schema.ts'
import type { ImportPlan } from './import-store.ts'
import { findImport, importTables, showImportRow } from './import-store.ts'
import { sheetName } from './preview-upload.ts'
import { findUpload } from './upload-store.ts'

/** Queues the loading of an uploaded file; the table appears when all of it is loaded. */
export const importUpload = operation(contract.importUpload, {
  allow: 'sources.upload',
  async run(ctx, input) {
    checkReaders(input.readers)
    const columns = readColumns(input.columns)
    const upload = await findUpload(ctx.db, input.uploadId, ctx.person.personId)
    const { headerRow, delimiter, encoding, decimal, onFailure, readers } = input
    const sheet = sheetName(upload, input.sheet)
    const plan: ImportPlan = { sheet, columns, headerRow, delimiter, encoding, decimal, onFailure, readers }
    const id = newId()
    await importTables(ctx.db)
      .insertInto('sources.import')
      .values({
        id,
        tenant_id: ctx.tenant,
        upload_id: upload.id,
        person_id: ctx.person.personId,
        actor: JSON.stringify(describeActor(ctx.actor)) as never,
        file_name: upload.file_name,
        table_label: input.tableLabel,
        plan: JSON.stringify(plan) as never,
        state: 'waiting',
        started_at: ctx.now(),
      } as never)
      .execute()
    await ctx.enqueue('sources/import-upload', { importId: id }, { key: `import ${id}` })
    ctx.record({
      object: { type: 'import', id, name: input.tableLabel },
      after: { file: upload.file_name, sheet, columns: columns.length, onFailure, readers },
    })
    ctx.emit(contract.importProgressed, { importId: id }, [ctx.person.personId])
    return showImportRow(await findImport(ctx.db, id, ctx.person.personId))
  },
})

/** The columns to load, with safe names that differ from each other. */
function readColumns(given: ParsedInputOf<typeof contract.importUpload>['columns']): ImportPlan['columns'] {
  const seen = new Set<number>()
  for (const [at, column] of given.entries()) {
    if (seen.has(column.index))
      throw invalidField(`/columns/${at}/index`, 'This column of the file is named twice.', 'column_twice')
    seen.add(column.index)
    if (!isUploadType(column.type))
      throw invalidField(
        `/columns/${at}/type`,
        'A column of a file cannot become this type. Choose another.',
        'column_type',
      )
  }
  const included = given.filter((column) => column.include)
  if (included.length === 0)
    throw invalidField('/columns', 'Choose at least one column to load.', 'columns_missing')
  const names = toDatabaseNames(included.map((column) => column.name.trim() || column.label))
  return included.map((column, at) => ({
    index: column.index,
    name: names[at]!,
    label: column.label.trim() || names[at]!,
    type: column.type as UploadType,
  }))
}

function isUploadType(type: string): type is UploadType {
  return (uploadTypes as readonly string[]).includes(type)
}
