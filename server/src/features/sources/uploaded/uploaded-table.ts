import { forbidden, notFound } from '@flexoffice/base'
import type { Permission } from '@flexoffice/contract/permissions'
import type { UploadedColumn } from '@flexoffice/contract/uploaded-tables'
import type { Actor } from '../../../core/actor.ts'
import type { Context } from '../../../core/context.ts'
import type { Database } from '../../../core/store/management-store.ts'
import { catalogueTables, findTable } from '../../catalogue/api.ts'
import { uploadTypes } from '../../files/api.ts'
import { importTables } from '../import-store.ts'
import { sourceTables } from '../source-store.ts'

type FoundTable = Awaited<ReturnType<typeof findTable>>
export type TableRow = FoundTable['table']
export type ColumnRow = FoundTable['columns'][number]

/** A table that an upload made and that still stands, with the columns it has now. */
export interface UploadedTableRow {
  table: TableRow
  columns: ColumnRow[]
}

/** Whose rights on an uploaded table are asked for. */
export interface Loader {
  personId: string
  permissions: ReadonlySet<Permission>
}

/**
 * Whether somebody may load a table again or drop it: whoever brought it in and those who govern data. With a sensitive
 * table only who governs access may, because what a load counts tells of rows that the loader may not read.
 */
export function governsTable({ personId, permissions }: Loader, table: TableRow): boolean {
  if (!permissions.has('sources.upload')) return false
  if (permissions.has('access.manage')) return true
  return !table.sensitive && (permissions.has('sources.connect') || table.created_by === personId)
}

/** The caller as a loader; refused without the permission to upload. */
export function loaderOf(actor: Actor): Loader {
  if (actor.kind !== 'person' || !actor.permissions.has('sources.upload')) throw forbidden('sources.upload')
  return actor
}

/** Every table of the workspace that an upload made and that stands now; by label. */
export async function listUploaded(db: Database): Promise<TableRow[]> {
  const made = importTables(db)
    .selectFrom('sources.import')
    .select('table_id')
    .where('mode', '=', 'create')
    .where('state', '=', 'done')
    .where('table_id', 'is not', null)
  const managed = sourceTables(db).selectFrom('sources.source').select('id').where('kind', '=', 'managed')
  return catalogueTables(db)
    .selectFrom('catalogue.table')
    .selectAll()
    .where('state', '=', 'active')
    .where('kind', '=', 'table')
    .where('source_id', 'in', managed)
    .where('id', 'in', made as never)
    .orderBy('label')
    .orderBy('id')
    .execute()
}

/** Finds an uploaded table that the loader governs, else the same notFound as for anything that cannot be seen. */
export async function findUploadedTable(
  db: Database,
  loader: Loader,
  tableId: string,
): Promise<UploadedTableRow> {
  const table = (await listUploaded(db)).find((row) => row.id === tableId)
  if (!table || !governsTable(loader, table)) throw notFound(`uploaded table ${tableId}`)
  const { columns } = await findTable(db, tableId)
  return { table, columns: columns.filter((column) => column.state !== 'missing') }
}

/** The same for the caller. */
export function openUploadedTable(ctx: Context, db: Database, tableId: string): Promise<UploadedTableRow> {
  return findUploadedTable(db, loaderOf(ctx.actor), tableId)
}

/** The columns as shown; those that nothing can fill are shown too. */
export function showColumns({ table, columns }: UploadedTableRow): UploadedColumn[] {
  return columns.map((column) => ({
    id: column.id,
    name: column.name,
    label: column.label,
    type: column.type,
    isKey: table.key.includes(column.id),
    generated: column.generated,
    fillable: isFillable(column),
  }))
}

/** Whether a column of a file can fill this one as a first import would. */
export function isFillable(column: ColumnRow): boolean {
  const known = (uploadTypes as readonly string[]).includes(column.type)
  return known && !column.generated && column.enum_labels === null
}
