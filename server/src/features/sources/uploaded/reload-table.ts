import { AppError, invalidField, newId } from '@flexoffice/base'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import * as contract from '@flexoffice/contract/uploaded-tables'
import { operation } from '../../../core/operation.ts'
import type { UploadType } from '../../files/api.ts'
import type { ImportPlan, PlannedColumn } from '../import-store.ts'
import { loadingChoices } from '../import-store.ts'
import { isUploadType, queueImport } from '../import-upload.ts'
import { sheetName } from '../preview-upload.ts'
import { findUpload } from '../upload-store.ts'
import type { ColumnRow, UploadedTableRow } from './uploaded-table.ts'
import { isFillable, openUploadedTable } from './uploaded-table.ts'

type Input = ParsedInputOf<typeof contract.reloadTable>

/** Queues the loading of a file into a table that is there; its rows change at once, when all of the file is read. */
export const reloadTable = operation(contract.reloadTable, {
  allow: 'sources.upload',
  async run(ctx, input) {
    const found = await openUploadedTable(ctx, ctx.db, input.tableId)
    const upload = await findUpload(ctx.db, input.uploadId, ctx.person.personId)
    const columns = readColumns(input, found)
    const { mode, onFailure } = input
    const key = mode === 'update' ? input.keyColumns : []
    const sheet = sheetName(upload, input.sheet)
    const target = { tableId: found.table.id, mode, key }
    const plan: ImportPlan = { ...loadingChoices(input), sheet, columns, readers: [], target }
    ctx.record({
      object: { type: 'table', id: found.table.id, name: found.table.label },
      after: { file: upload.file_name, sheet, mode, key, columns: columns.length, onFailure },
    })
    return queueImport(ctx, { id: newId(), upload, label: found.table.label, plan })
  },
})

/** What each column of the file fills; with `update` also the columns by which rows are told. */
function readColumns(input: Input, found: UploadedTableRow): PlannedColumn[] {
  const known = new Map(found.columns.map((column) => [column.id, column]))
  const key = new Set(input.mode === 'update' ? input.keyColumns : [])
  checkKey(input, known)
  const seen = new Set<number | string>()
  const columns = input.columns.flatMap((given, at): PlannedColumn[] => {
    for (const one of [given.index, given.columnId]) {
      if (one !== null && seen.has(one))
        throw invalidField(`/columns/${at}`, 'This column is named twice.', 'column_twice')
      if (one !== null) seen.add(one)
    }
    if (!given.include) return []
    if (given.columnId === null) return [newColumn(given, at)]
    const column = known.get(given.columnId)
    if (!column)
      throw invalidField(`/columns/${at}/columnId`, 'The table has no such column.', 'unknown_column')
    return fillColumn(column, given.index, at, key.has(column.id))
  })
  const filled = new Set(columns.map((column) => column.columnId ?? null))
  const lost = input.keyColumns.findIndex((id) => key.has(id) && !filled.has(id))
  if (lost >= 0)
    throw invalidField(
      `/keyColumns/${lost}`,
      'The file has no such column, so its rows cannot be told by it. Choose another.',
      'key_not_in_file',
    )
  if (columns.every(({ columnId }) => columnId != null && key.has(columnId)))
    throw invalidField('/columns', 'Choose at least one column to load.', 'columns_missing')
  return columns
}

function checkKey({ mode, keyColumns }: Input, known: ReadonlyMap<string, ColumnRow>): void {
  if (mode !== 'update') return
  if (keyColumns.length === 0)
    throw invalidField('/keyColumns', 'Choose the columns that tell the rows apart.', 'key_missing')
  const stranger = keyColumns.findIndex((id) => !known.has(id))
  if (stranger >= 0)
    throw invalidField(`/keyColumns/${stranger}`, 'The table has no such column.', 'unknown_column')
}

function newColumn(given: Input['columns'][number], at: number): PlannedColumn {
  if (!isUploadType(given.type))
    throw invalidField(
      `/columns/${at}/type`,
      'A column of a file cannot become this type. Choose another.',
      'column_type',
    )
  const label = given.label.trim()
  return { index: given.index, columnId: null, name: label, label, type: given.type }
}

/** A column numbered by the database is never filled; it may tell rows apart, and is left out otherwise. */
function fillColumn(column: ColumnRow, index: number, at: number, isKey: boolean): PlannedColumn[] {
  const { id: columnId, name, label } = column
  const planned = { index, columnId, name, label, type: column.type as UploadType }
  if (column.generated && !isKey) return []
  if (!isFillable(column) && !(isKey && isUploadType(column.type))) {
    const words = `No file can fill the column “${label}”. Leave it out.`
    throw new AppError('invalid_input', {
      public: words,
      fields: [{ path: `/columns/${at}/columnId`, message: words, code: 'column_not_fillable' }],
      reason: 'column_not_fillable',
      params: { column: label },
    })
  }
  return [{ ...planned, required: isKey && !column.generated, generated: column.generated }]
}
