import { valueTypes } from '@flexoffice/expression/types'
import { z } from 'zod'
import { defineOperation } from './operation.ts'
import { importState, loadingInput, loadMode, readingInput, uploadPreview } from './sources.ts'

/** A table that an upload made, to whoever may load it again or drop it. */
const uploadedTableHead = z.object({ id: z.uuid(), label: z.string(), name: z.string() })

export const uploadedColumn = z.object({
  id: z.uuid(),
  name: z.string(),
  label: z.string(),
  type: z.enum(valueTypes),
  isKey: z.boolean(),
  /** Numbered by the database: no file fills it, but the rows of a file can be told by it. */
  generated: z.boolean(),
  /** Whether a column of a file can fill it. */
  fillable: z.boolean(),
})
export type UploadedColumn = z.infer<typeof uploadedColumn>

export const listUploadedTables = defineOperation({
  name: 'sources/list-uploaded-tables',
  kind: 'read',
  summary: 'Lists the tables made by uploads that the caller may load again or drop.',
  input: z.strictObject({}),
  output: z.object({ tables: z.array(uploadedTableHead) }),
})

export const showUploadedTable = defineOperation({
  name: 'sources/show-uploaded-table',
  kind: 'read',
  summary: 'Shows a table made by an upload: its columns, how many rows it has, and what uses it.',
  input: z.strictObject({ tableId: z.uuid() }),
  output: uploadedTableHead.extend({
    rows: z.int(),
    columns: z.array(uploadedColumn),
    /** Pages that ask this table, as far as the caller may know of them. */
    pages: z.array(z.object({ id: z.uuid(), title: z.string() })),
    otherPages: z.int(),
    /** The labels of tables whose relations lead here. */
    relatedTables: z.array(z.string()),
  }),
})
export type UploadedTable = z.infer<typeof showUploadedTable.output>

export const previewReload = defineOperation({
  name: 'sources/preview-reload',
  kind: 'read',
  summary:
    'Previews an uploaded file against a table made by an earlier upload: which columns are the same, new or missing.',
  input: z.strictObject({ tableId: z.uuid(), uploadId: z.uuid(), ...readingInput }),
  output: z.object({
    preview: uploadPreview,
    table: uploadedTableHead.extend({ columns: z.array(uploadedColumn) }),
    /** For each column of the file the column of the table of the same name; null = there is none. */
    matches: z.array(z.object({ index: z.int(), columnId: z.uuid().nullable() })),
  }),
})
export type ReloadPreview = z.infer<typeof previewReload.output>

export const reloadTable = defineOperation({
  name: 'sources/reload-table',
  kind: 'write',
  summary:
    'Loads an uploaded file into a table made by an earlier upload, in the background: in place of its rows, after them, or by key.',
  input: z.strictObject({
    tableId: z.uuid(),
    uploadId: z.uuid(),
    ...loadingInput,
    mode: loadMode.exclude(['create']).default('replace'),
    /** With `update`: the columns of the table that tell its rows apart. */
    keyColumns: z.array(z.uuid()).max(8).default([]),
    columns: z
      .array(
        z.strictObject({
          index: z.int().min(0),
          /** The column of the table that this one fills; null = it becomes a new one of `label` and `type`. */
          columnId: z.uuid().nullable(),
          label: z.string().max(500).default(''),
          type: z.enum(valueTypes).default('text'),
          include: z.boolean().default(true),
        }),
      )
      .min(1)
      .max(2_000),
  }),
  output: importState,
})

export const dropUploadedTable = defineOperation({
  name: 'sources/drop-uploaded-table',
  kind: 'effect',
  summary: 'Drops a table that an upload made, with its rows. Its label must be typed.',
  input: z.strictObject({ tableId: z.uuid(), label: z.string().max(120) }),
  output: z.object({ dropped: z.literal(true), rows: z.int() }),
})
