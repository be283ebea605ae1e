import { notFound } from '@flexoffice/base'
import type { Generated, Selectable } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import type { FilePreview } from '../files/api.ts'

/** What the first look at a file found, as far as an import needs it. */
export interface Detected {
  sheets: string[]
  reading: Reading
}

/** How the cells of one sheet are read. */
export interface Reading {
  sheet: string
  /** From 0; null = none. */
  headerRow: number | null
  delimiter?: string
  encoding?: string
  firstDataRow: number
  columns: Pick<FilePreview['columns'][number], 'numberStyle' | 'dateOrder'>[]
}

interface UploadTable {
  id: string
  tenant_id: string
  person_id: string
  file_name: string
  size: string
  detected: Detected
  created_at: Generated<Date>
}

type UploadTables = { 'sources.upload': UploadTable }

/** A row of `sources.upload`. */
export type UploadRow = Selectable<UploadTable>

/** The uploads in the transaction of a tenant. */
export function uploadTables(db: Database) {
  return db.withTables<UploadTables>()
}

/** Finds a person's own upload; those of others are not there. */
export async function findUpload(db: Database, uploadId: string, personId: string): Promise<UploadRow> {
  const row = await uploadTables(db)
    .selectFrom('sources.upload')
    .selectAll()
    .where('id', '=', uploadId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) throw notFound(`upload ${uploadId}`)
  return row
}

/** The part of a preview by which an import reads the same sheet again. */
export function readingOf(preview: FilePreview): Reading {
  return {
    sheet: preview.sheet,
    headerRow: preview.headerRow === null ? null : preview.headerRow - 1,
    delimiter: preview.delimited?.delimiter,
    encoding: preview.delimited?.encoding,
    firstDataRow: preview.firstDataRow,
    columns: preview.columns.map(({ numberStyle, dateOrder }) => ({ numberStyle, dateOrder })),
  }
}
