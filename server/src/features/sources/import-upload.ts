import { invalidField, newId } from '@flexoffice/base'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import type { ImportState } from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/sources'
import { describeActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { JobRequest } from '../../core/jobs/jobs.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { UploadType } from '../files/api.ts'
import { toDatabaseNames, uploadTypes } from '../files/api.ts'
import { checkReaders } from './apply-schema.ts'
import type { ImportPlan, PlannedColumn } from './import-store.ts'
import { findImport, importTables, loadingChoices, showImportRow } from './import-store.ts'
import { sheetName } from './preview-upload.ts'
import type { UploadRow } from './upload-store.ts'
import { findUpload } from './upload-store.ts'

/** Queues the loading of an uploaded file; the table appears when all of it is loaded. */
export const importUpload = operation(contract.importUpload, {
  allow: 'sources.upload',
  async run(ctx, input) {
    await checkReaders(ctx.db, input.readers)
    const columns = readColumns(input.columns)
    const upload = await findUpload(ctx.db, input.uploadId, ctx.person.personId)
    const { onFailure, readers } = input
    const sheet = sheetName(upload, input.sheet)
    const plan: ImportPlan = { ...loadingChoices(input), sheet, columns, readers }
    const id = newId()
    ctx.record({
      object: { type: 'import', id, name: input.tableLabel },
      after: { file: upload.file_name, sheet, columns: columns.length, onFailure, readers },
    })
    return queueImport(ctx, { id, upload, label: input.tableLabel, plan })
  },
})

/** Keeps what is to be loaded, and lets a job begin with it. */
export async function queueImport(
  ctx: Context,
  { id, upload, label, plan }: { id: string; upload: UploadRow; label: string; plan: ImportPlan },
  db: Database = ctx.db,
): Promise<ImportState> {
  const { personId } = ctx.person
  await importTables(db)
    .insertInto('sources.import')
    .values({
      id,
      tenant_id: ctx.tenant,
      upload_id: upload.id,
      person_id: personId,
      actor: JSON.stringify(describeActor(ctx.actor)) as never,
      file_name: upload.file_name,
      table_label: label,
      mode: plan.target?.mode ?? 'create',
      plan: JSON.stringify(plan) as never,
      state: 'waiting',
      ip: ctx.http?.ip ?? null,
      started_at: ctx.now(),
    } as never)
    .execute()
  await ctx.runtime.jobs.enqueue(db, importJob(ctx.tenant, id))
  ctx.emit(contract.importProgressed, { importId: id }, [personId])
  return showImportRow(await findImport(db, id, personId))
}

/** The job that loads an import; of several at once one remains. */
export function importJob(tenantId: string, importId: string): JobRequest {
  return { job: 'sources/import-upload', tenantId, payload: { importId }, key: `import ${importId}` }
}

/** The columns to load, with safe names that differ from each other. */
function readColumns(given: ParsedInputOf<typeof contract.importUpload>['columns']): PlannedColumn[] {
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

/** Whether a column of a file can become this type. */
export function isUploadType(type: string): type is UploadType {
  return (uploadTypes as readonly string[]).includes(type)
}
