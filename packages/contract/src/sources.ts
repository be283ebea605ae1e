import { valueTypes } from '@flexoffice/expression/types'
import { z } from 'zod'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

const sourceName = z.string().trim().min(1, 'name the source').max(80)
/**
 * The connector's own schema checks them; secrets go in and never come out. A pasted address may stand under `url`, fields
 * beside it count more. Problems name `/settings/<field>`.
 */
const settings = z.record(z.string().max(60), z.json())
/** Tables by what the source itself calls them. */
const identities = z.array(z.string().max(200)).max(5_000)
const roles = z.array(z.string().max(60)).max(50)

/** What went wrong when nobody waited for the answer: a code for words, and the sentence with the remedy in English. */
export const notedProblem = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
})
export type NotedProblem = z.infer<typeof notedProblem>

export const source = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `managed` is the workspace's own database. */
  kind: z.enum(['managed', 'postgres']),
  state: z.enum(['ready', 'failing']),
  /** Secrets appear as `{ "isSet": true }`. */
  settings: z.record(z.string(), z.unknown()),
  readOnly: z.boolean(),
  tables: z.int(),
  createdAt: z.string(),
  lastCheckedAt: z.string().nullable(),
  lastProblem: notedProblem.nullable(),
  abilities: z.object({ change: z.boolean() }),
})
export type Source = z.infer<typeof source>

export const listSources = defineOperation({
  name: 'sources/list-sources',
  kind: 'read',
  summary: 'Lists the data sources of the workspace.',
  input: z.strictObject({}),
  output: z.object({ sources: z.array(source) }),
})

const foundTable = z.object({
  identity: z.string(),
  schema: z.string(),
  name: z.string(),
  kind: z.string(),
  columns: z.int(),
  hasKey: z.boolean(),
  approximateRowCount: z.int().nullable(),
})
export type FoundTable = z.infer<typeof foundTable>

/** What was found behind a connection, before anything is kept. */
export const connectionReport = z.object({
  product: z.string(),
  version: z.string(),
  tls: z.string().nullable(),
  readOnly: z.boolean(),
  canWrite: z.boolean(),
  latencyMilliseconds: z.number(),
  tables: z.array(foundTable),
})
export type ConnectionReport = z.infer<typeof connectionReport>

export const testConnection = defineOperation({
  name: 'sources/test-connection',
  kind: 'effect',
  summary:
    'Tries a connection and looks at its tables; answers exactly what is wrong and which field mends it. Keeps nothing.',
  input: z.strictObject({
    connector: z.literal('postgres'),
    settings,
    /** With an existing source, a secret that is left out is the stored one, unless the host changed. */
    sourceId: z.uuid().optional(),
  }),
  output: connectionReport,
})

export const connectSource = defineOperation({
  name: 'sources/connect-source',
  kind: 'effect',
  summary:
    'Connects a database: its chosen tables become governed data, readable by the roles named and nobody else.',
  input: z.strictObject({
    name: sourceName,
    connector: z.literal('postgres'),
    settings,
    /** Identities from the connection test; absent = all. */
    tables: identities.optional(),
    /** Who may read all rows and columns of these tables; Admins and the creator always may. */
    readers: roles.default([]),
  }),
  output: source,
})

export const changeSource = defineOperation({
  name: 'sources/change-source',
  kind: 'effect',
  summary:
    'Changes a source’s name or settings after testing them; changing the host asks for the password again.',
  input: z.strictObject({ sourceId: z.uuid(), name: sourceName.optional(), settings: settings.optional() }),
  output: source,
})

export const removeSource = defineOperation({
  name: 'sources/remove-source',
  kind: 'write',
  summary: 'Disconnects a source: its tables, grants and secrets go; the database itself is not touched.',
  input: z.strictObject({ sourceId: z.uuid(), name: z.string().max(80) }),
  output: z.object({ removed: z.literal(true) }),
})

/** What changed at the source since it was last looked at. */
export const sourceDrift = z.object({
  tablesAdded: z.array(z.string()),
  tablesMissing: z.array(z.string()),
  columnsAdded: z.array(z.string()),
  columnsMissing: z.array(z.string()),
  columnsRenamed: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type SourceDrift = z.infer<typeof sourceDrift>

export const refreshSource = defineOperation({
  name: 'sources/refresh-source',
  kind: 'effect',
  summary: 'Looks at the source again and reports what changed; new columns are granted to nobody.',
  input: z.strictObject({ sourceId: z.uuid() }),
  output: z.object({ source, drift: sourceDrift }),
})

/** A table that a source shows, and what was decided on it. */
export const sourceTable = foundTable.extend({
  /** `new`: nobody decided on it yet. */
  state: z.enum(['taken', 'left', 'new']),
  /** It was taken before: when it is taken again, it comes back with the access it had. */
  keepsAccess: z.boolean(),
})
export type SourceTable = z.infer<typeof sourceTable>

export const listSourceTables = defineOperation({
  name: 'sources/list-source-tables',
  kind: 'read',
  summary: 'Looks at a connected source and lists its tables: which are taken, left out, or new.',
  input: z.strictObject({ sourceId: z.uuid() }),
  output: z.object({
    tables: z.array(sourceTable),
    /** Whether the next look takes tables that appear later; only Admins and whoever connected the source see them then. */
    takesLater: z.boolean(),
  }),
})

/** Who would miss a table. */
const tableUses = z.object({
  identity: z.string(),
  label: z.string(),
  /** Pages that ask this table, as far as the caller may know of them. */
  pages: z.array(z.object({ id: z.uuid(), title: z.string() })),
  otherPages: z.int(),
  /** The labels of tables whose relations lead here. */
  relatedTables: z.array(z.string()),
})
export type TableUses = z.infer<typeof tableUses>

export const showTableUses = defineOperation({
  name: 'sources/show-table-uses',
  kind: 'read',
  summary: 'Tells what uses some of the tables taken from a source, before they are left out.',
  input: z.strictObject({ sourceId: z.uuid(), tables: identities }),
  output: z.object({ tables: z.array(tableUses) }),
})

export const chooseTables = defineOperation({
  name: 'sources/choose-tables',
  kind: 'effect',
  summary:
    'Takes or leaves tables of a connected source. Those never taken before are readable by the roles named; those taken again come back with the access they had.',
  input: z.strictObject({
    sourceId: z.uuid(),
    /** Identities as the source lists them. */
    take: identities.default([]),
    leave: identities.default([]),
    /** Whether tables that appear later are taken, with no readers; absent = as before. */
    takesLater: z.boolean().optional(),
    /** Who may read all rows and columns of the tables never taken before. */
    readers: roles.default([]),
  }),
  output: source,
})

export const uploadColumn = z.object({
  /** Position in the file, from 0. */
  index: z.int(),
  /** The safe database name and the label as the file has it. */
  name: z.string(),
  label: z.string(),
  type: z.enum(valueTypes),
  nullable: z.boolean(),
  examples: z.array(z.string()),
  warnings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()).optional() })),
})
export type UploadColumn = z.infer<typeof uploadColumn>

/** Whether 03/05 is 3 May or March 5, in every column of dates. */
const dateOrder = z.enum(['dayFirst', 'monthFirst'])
export type DateOrder = z.infer<typeof dateOrder>

export const uploadPreview = z.object({
  uploadId: z.uuid(),
  fileName: z.string(),
  size: z.int(),
  sheets: z.array(z.object({ name: z.string(), index: z.int() })),
  sheet: z.int(),
  /** How a delimited text is read; null for workbooks. */
  delimited: z
    .object({ delimiter: z.string(), encoding: z.string(), decimal: z.enum(['.', ',']) })
    .nullable(),
  /** The order of day and month that was asked for; null = each column is read as its values speak for. */
  dateOrder: dateOrder.nullable(),
  /** Position of the row with the names of the columns, from 0; null when there is none. */
  headerRow: z.int().nullable(),
  columns: z.array(uploadColumn),
  /** The first rows, as the file shows them. */
  rows: z.array(z.array(z.string().nullable())),
  rowsSeen: z.int(),
  warnings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()).optional() })),
})
export type UploadPreview = z.infer<typeof uploadPreview>

export const uploadFile = defineOperation({
  name: 'sources/upload-file',
  kind: 'effect',
  summary: 'Takes an .xlsx or .csv file as the body, and answers a preview with the columns detected.',
  streamsBody: true,
  input: z.strictObject({ fileName: z.string().min(1).max(255) }),
  output: uploadPreview,
})

/** How a file is to be read; everything absent is detected. */
export const readingInput = {
  sheet: z.int().min(0).optional(),
  headerRow: z.int().min(0).max(1_000).nullable().optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  dateOrder: dateOrder.optional(),
}

/** How the rows of a file are loaded: read as it was previewed. */
export const loadingInput = {
  sheet: z.int().min(0).default(0),
  headerRow: readingInput.headerRow,
  delimiter: readingInput.delimiter,
  encoding: readingInput.encoding,
  decimal: readingInput.decimal,
  dateOrder: readingInput.dateOrder,
  /** `skip` loads the good rows and lists the others; `stop` loads nothing when one fails. */
  onFailure: z.enum(['skip', 'stop']).default('skip'),
}

export const previewUpload = defineOperation({
  name: 'sources/preview-upload',
  kind: 'read',
  summary:
    'Previews another sheet of an uploaded file, or the same read otherwise (delimiter, encoding, header row, order of day and month).',
  input: z.strictObject({ uploadId: z.uuid(), ...readingInput }),
  output: uploadPreview,
})

/** What an import does: it makes a table, or fills one that an earlier import made. */
export const loadMode = z.enum(['create', 'replace', 'append', 'update'])
export type LoadMode = z.infer<typeof loadMode>

export const importState = z.object({
  id: z.uuid(),
  fileName: z.string(),
  tableId: z.uuid().nullable(),
  tableLabel: z.string(),
  mode: loadMode,
  /** A step of greater work, which tells of its end itself. */
  isStep: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  rowsRead: z.int(),
  rowsLoaded: z.int(),
  rowsFailed: z.int(),
  /** Share of the file that was read, 0 to 1. */
  progress: z.number(),
  /** The first rows that could not be loaded (`row` counts from 1, as a spreadsheet program shows it), with the reason. */
  failures: z.array(z.object({ row: z.int(), column: z.string(), value: z.string(), code: z.string() })),
  /** What became of the rows of a table that was loaded again. */
  changes: z.object({ before: z.int(), added: z.int(), changed: z.int(), removed: z.int() }).nullable(),
  problem: notedProblem.nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
})
export type ImportState = z.infer<typeof importState>

export const importUpload = defineOperation({
  name: 'sources/import-upload',
  kind: 'write',
  summary:
    'Loads an uploaded file as a new table of the workspace’s own database, in the background, with the columns as corrected.',
  input: z.strictObject({
    uploadId: z.uuid(),
    ...loadingInput,
    tableLabel: z.string().trim().min(1, 'name the table').max(120),
    columns: z
      .array(
        z.strictObject({
          index: z.int().min(0),
          name: z.string().max(63),
          label: z.string().max(500),
          type: z.enum(valueTypes),
          include: z.boolean().default(true),
        }),
      )
      .min(1)
      .max(2_000),
    readers: roles.default([]),
  }),
  output: importState,
})

export const showImport = defineOperation({
  name: 'sources/show-import',
  kind: 'read',
  summary: 'Tells how far an import is, and which rows failed.',
  input: z.strictObject({ importId: z.uuid() }),
  output: importState,
})

export const listImports = defineOperation({
  name: 'sources/list-imports',
  kind: 'read',
  summary: 'Lists the caller’s imports, newest first.',
  input: z.strictObject({}),
  output: z.object({ imports: z.array(importState) }),
})

export const cancelImport = defineOperation({
  name: 'sources/cancel-import',
  kind: 'write',
  summary: 'Stops a running import; nothing of it stays.',
  input: z.strictObject({ importId: z.uuid() }),
  output: importState,
})

export const sourceChanged = defineEvent({
  name: 'sources/source-changed',
  summary: 'A source was connected, changed, checked or removed.',
  payload: z.object({ sourceId: z.uuid() }),
})

export const importProgressed = defineEvent({
  name: 'sources/import-progressed',
  summary: 'An import moved on or ended.',
  payload: z.object({ importId: z.uuid() }),
})
