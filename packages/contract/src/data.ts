import { valueTypes } from '@flexoffice/expression/types'
import { querySchema } from '@flexoffice/query/structured-query'
import { z } from 'zod'
import { roleGrant } from './access.ts'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

/**
 * A value on the wire: text, boolean, integers within 2^53, floats as JSON numbers; decimals and larger integers as text so
 * that no digit is lost; dates and instants as ISO text; JSON columns as JSON.
 */
export const wireValue = z.json()

/** A column as the caller sees it: only those that they may read, with what they may do. */
export const dataColumn = z.object({
  id: z.uuid(),
  name: z.string(),
  label: z.string(),
  description: z.string(),
  type: z.enum(valueTypes),
  nullable: z.boolean(),
  hasDefault: z.boolean(),
  generated: z.boolean(),
  enumLabels: z.array(z.string()).nullable(),
  maximumLength: z.int().nullable(),
  isKey: z.boolean(),
  access: z.enum(['masked', 'read', 'write']),
})
export type DataColumn = z.infer<typeof dataColumn>

export const dataTable = z.object({
  id: z.uuid(),
  sourceId: z.uuid(),
  sourceName: z.string(),
  schema: z.string(),
  name: z.string(),
  label: z.string(),
  description: z.string(),
  approximateRowCount: z.int().nullable(),
  abilities: z.object({ create: z.boolean(), update: z.boolean(), delete: z.boolean() }),
  /** Why it is read-only, when it is: no key, a view, no grant. */
  readOnlyReason: z.enum(['no_key', 'source_read_only', 'not_granted']).nullable(),
})
export type DataTable = z.infer<typeof dataTable>

export const dataRelation = z.object({
  id: z.uuid(),
  name: z.string(),
  columns: z.array(z.uuid()),
  toTable: z.uuid(),
  toTableLabel: z.string(),
  toColumns: z.array(z.uuid()),
})

export const listTables = defineOperation({
  name: 'data/list-tables',
  kind: 'read',
  summary: 'Lists the tables of which the caller may read anything.',
  http: { method: 'GET', path: '/api/tables' },
  input: z.strictObject({}),
  output: z.object({ tables: z.array(dataTable) }),
})

export const showTable = defineOperation({
  name: 'data/show-table',
  kind: 'read',
  summary: 'Shows a table as the caller sees it: readable columns, relations to readable tables, abilities.',
  http: { method: 'GET', path: '/api/tables/:tableId' },
  input: z.strictObject({ tableId: z.uuid() }),
  output: z.object({ table: dataTable, columns: z.array(dataColumn), relations: z.array(dataRelation) }),
})

/** The answer of a query: rows as arrays in the order of `columns`. */
export const queryAnswer = z.object({
  /** The table that was asked; told to whom `data/show-table` shows it. */
  tableId: z.uuid().optional(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(valueTypes),
      /** The column of the table that this is, as it stands there: not calculated, grouped, related or disguised. */
      columnId: z.uuid().optional(),
    }),
  ),
  rows: z.array(z.array(wireValue)),
  /** A cursor for the next page (keyset paging), or null at the end. */
  next: z.string().nullable(),
  /** There are more rows behind these: the limit of the query cut them off. Exact, whatever the total says. */
  limited: z.boolean(),
  total: z.object({ count: z.int(), kind: z.enum(['exact', 'estimated', 'at_least']) }).nullable(),
})
export type QueryAnswer = z.infer<typeof queryAnswer>

export const queryRecords = defineOperation({
  name: 'data/query-records',
  kind: 'read',
  summary: 'Answers a structured query over the rows and columns that the caller may read.',
  http: { method: 'POST', path: '/api/tables/:tableId/query' },
  input: z.strictObject({ tableId: z.uuid(), query: querySchema.omit({ table: true }) }),
  output: queryAnswer,
})

const keyText = z.string().min(1).max(2_000)
/** Values by column id. */
export const recordValues = z.record(z.uuid(), wireValue)

/**
 * One record by column id, with its key as text for paths: the value itself for a key of one column, a JSON array for
 * several. `masked` columns hold the disguise.
 */
export const dataRecord = z.object({ key: z.string(), values: recordValues })
export type DataRecord = z.infer<typeof dataRecord>

export const listRecords = defineOperation({
  name: 'data/list-records',
  kind: 'read',
  summary: 'Lists records of a table: columns, filter, sort and page as JSON in the query string.',
  http: { method: 'GET', path: '/api/tables/:tableId/records' },
  input: z.strictObject({
    tableId: z.uuid(),
    /** Column ids; absent = all readable ones. */
    columns: z.array(z.uuid()).max(300).optional(),
    filter: querySchema.shape.filter,
    sort: querySchema.shape.sort,
    limit: z.int().min(1).max(10_000).default(50),
    after: z.string().max(20_000).optional(),
    total: querySchema.shape.total,
  }),
  output: z.object({
    records: z.array(dataRecord),
    next: z.string().nullable(),
    total: queryAnswer.shape.total,
  }),
})

/** How a CSV is written. Excel opens it by a double click when separator and decimals are those of its language. */
export const csvFormat = z.strictObject({
  delimiter: z.enum([',', ';', '\t']).default(','),
  decimals: z.enum(['.', ',']).default('.'),
  /** Begins the file with a byte-order mark, by which Excel sees that it is UTF-8. */
  mark: z.boolean().default(true),
})

export const exportRecords = defineOperation({
  name: 'data/export-records',
  kind: 'effect',
  summary:
    'Exports the records that the caller may read as CSV, after columns, filter, sort or keys; `x-record-count` tells how many.',
  http: { method: 'POST', path: '/api/tables/:tableId/export' },
  input: z.strictObject({
    tableId: z.uuid(),
    /** Column ids in the order of the file; absent = all readable ones. */
    columns: z.array(z.uuid()).min(1).max(300).optional(),
    filter: querySchema.shape.filter,
    sort: querySchema.shape.sort,
    /** Only these records of those that the filter finds. */
    keys: z.array(keyText).min(1).max(1_000).optional(),
    format: csvFormat.prefault({}),
  }),
  output: z.string(),
  answers: 'text/csv',
})

export const getRecord = defineOperation({
  name: 'data/get-record',
  kind: 'read',
  summary: 'Gets one record by its key.',
  http: { method: 'GET', path: '/api/tables/:tableId/records/:key' },
  input: z.strictObject({ tableId: z.uuid(), key: keyText }),
  output: dataRecord,
})

export const createRecord = defineOperation({
  name: 'data/create-record',
  kind: 'write',
  summary: 'Creates a record; the caller’s write rules are checked on the new row.',
  http: { method: 'POST', path: '/api/tables/:tableId/records', status: 201 },
  input: z.strictObject({ tableId: z.uuid(), values: recordValues }),
  output: dataRecord,
})

export const updateRecord = defineOperation({
  name: 'data/update-record',
  kind: 'write',
  summary:
    'Changes fields of a record; each changed field carries the value its author saw, else 409 with the differences.',
  http: { method: 'PATCH', path: '/api/tables/:tableId/records/:key' },
  input: z.strictObject({ tableId: z.uuid(), key: keyText, values: recordValues, seen: recordValues }),
  output: dataRecord,
})

export const deleteRecord = defineOperation({
  name: 'data/delete-record',
  kind: 'write',
  summary: 'Deletes a record as its author saw it, else 409 with the differences.',
  http: { method: 'DELETE', path: '/api/tables/:tableId/records/:key' },
  input: z.strictObject({ tableId: z.uuid(), key: keyText, seen: recordValues.default({}) }),
  output: z.object({ deleted: z.literal(true) }),
})

export const changeRecords = defineOperation({
  name: 'data/change-records',
  kind: 'write',
  summary: 'Creates, changes and deletes up to 1,000 records of a table: all or nothing.',
  http: { method: 'POST', path: '/api/tables/:tableId/records/bulk' },
  input: z.strictObject({
    tableId: z.uuid(),
    changes: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('create'), values: recordValues }),
          z.strictObject({
            kind: z.literal('update'),
            key: keyText,
            values: recordValues,
            seen: recordValues,
          }),
          z.strictObject({ kind: z.literal('delete'), key: keyText, seen: recordValues.default({}) }),
        ]),
      )
      .min(1)
      .max(1_000),
  }),
  output: z.object({ records: z.array(dataRecord.nullable()) }),
})

export const previewAccess = defineOperation({
  name: 'data/preview-access',
  kind: 'read',
  summary:
    'Shows the first rows of a table as another person would see them, also with a grant that is not saved yet.',
  input: z.strictObject({
    tableId: z.uuid(),
    personId: z.uuid(),
    draft: roleGrant.optional(),
    limit: z.int().min(1).max(100).default(20),
  }),
  output: z.object({
    columns: z.array(
      z.object({ id: z.uuid(), name: z.string(), label: z.string(), type: z.enum(valueTypes) }),
    ),
    rows: z.array(z.array(wireValue)),
    visibleRows: z.object({ count: z.int(), kind: z.enum(['exact', 'at_least']) }),
  }),
})

export const recordsChanged = defineEvent({
  name: 'data/records-changed',
  summary:
    'Records of a table changed; whoever shows it may read it again. Tells no key: keys can be secret.',
  payload: z.object({ tableId: z.uuid() }),
})
