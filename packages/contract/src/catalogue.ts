import { valueTypes } from '@flexoffice/expression/types'
import { z } from 'zod'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

/** A column as those who govern the data see it. The id is ours and stable: a column dropped and made again is another. */
export const catalogueColumn = z.object({
  id: z.uuid(),
  name: z.string(),
  label: z.string(),
  description: z.string(),
  type: z.enum(valueTypes),
  databaseType: z.string(),
  nullable: z.boolean(),
  generated: z.boolean(),
  hasDefault: z.boolean(),
  enumLabels: z.array(z.string()).nullable(),
  maximumLength: z.int().nullable(),
  isKey: z.boolean(),
  /** `missing`: the source has it no longer. `new`: found by the last look at the source, granted to nobody yet. */
  state: z.enum(['active', 'new', 'missing']),
})
export type CatalogueColumn = z.infer<typeof catalogueColumn>

export const catalogueRelation = z.object({
  id: z.uuid(),
  name: z.string(),
  columns: z.array(z.uuid()),
  toTable: z.uuid(),
  toColumns: z.array(z.uuid()),
  origin: z.enum(['source', 'person']),
})
export type CatalogueRelation = z.infer<typeof catalogueRelation>

export const catalogueTable = z.object({
  id: z.uuid(),
  sourceId: z.uuid(),
  schema: z.string(),
  name: z.string(),
  label: z.string(),
  description: z.string(),
  kind: z.enum(['table', 'partitioned', 'foreign', 'view', 'materialized-view']),
  /** Even an Admin reads a sensitive table only when granted, and each read is journalled before it is answered. */
  sensitive: z.boolean(),
  key: z.array(z.uuid()),
  approximateRowCount: z.int().nullable(),
  /** `missing`: the source has it no longer. `left`: whoever connects sources left it out. */
  state: z.enum(['active', 'missing', 'left']),
  createdBy: z.uuid().nullable(),
})
export type CatalogueTable = z.infer<typeof catalogueTable>

/** A table with its parts: its columns, the ways from it, and the ways that lead to it from other tables. */
export const tableStructure = z.object({
  table: catalogueTable,
  columns: z.array(catalogueColumn),
  relations: z.array(catalogueRelation),
  incoming: z.array(catalogueRelation.extend({ fromTable: z.uuid() })),
})
export type TableStructure = z.infer<typeof tableStructure>

const label = z.string().trim().min(1).max(120)
const description = z.string().max(2_000)

/** What the author saw of what is changed. Another author’s change in between is a conflict; left out, the last one wins. */
const seenWords = z
  .strictObject({ label: z.string().optional(), description: z.string().optional() })
  .optional()

const relationParts = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'use lower-case letters, digits and _'),
  columns: z.array(z.uuid()).min(1).max(8),
  toTable: z.uuid(),
  toColumns: z.array(z.uuid()).min(1).max(8),
})

export const listCatalogue = defineOperation({
  name: 'catalogue/list-catalogue',
  kind: 'read',
  summary:
    'Lists every table of the workspace for those who govern access or sources; structure only, no rows.',
  input: z.strictObject({ sourceId: z.uuid().optional() }),
  output: z.object({ tables: z.array(catalogueTable) }),
})

export const showCatalogueTable = defineOperation({
  name: 'catalogue/show-catalogue-table',
  kind: 'read',
  summary: 'Shows a table’s columns and relations for those who govern access or sources.',
  input: z.strictObject({ tableId: z.uuid() }),
  output: tableStructure,
})

export const describeTable = defineOperation({
  name: 'catalogue/describe-table',
  kind: 'write',
  summary: 'Changes labels and descriptions of a table and its columns, or marks it sensitive.',
  input: z.strictObject({
    tableId: z.uuid(),
    label: label.optional(),
    description: description.optional(),
    sensitive: z.boolean().optional(),
    seen: seenWords,
    columns: z
      .array(
        z.strictObject({
          id: z.uuid(),
          label: label.optional(),
          description: description.optional(),
          seen: seenWords,
        }),
      )
      .max(2_000)
      .default([]),
  }),
  output: tableStructure,
})

export const saveRelation = defineOperation({
  name: 'catalogue/save-relation',
  kind: 'write',
  summary: 'Declares that columns of a table name a row of another table of the same source.',
  input: relationParts.extend({
    tableId: z.uuid(),
    relationId: z.uuid().optional(),
    /** The relation as its author saw it; changed by somebody else in between, it is a conflict. */
    seen: relationParts.optional(),
  }),
  output: catalogueRelation,
})

export const removeRelation = defineOperation({
  name: 'catalogue/remove-relation',
  kind: 'write',
  summary: 'Removes a relation that a person declared.',
  input: z.strictObject({ tableId: z.uuid(), relationId: z.uuid() }),
  output: z.object({ removed: z.literal(true) }),
})

export const catalogueChanged = defineEvent({
  name: 'catalogue/catalogue-changed',
  summary: 'Tables, columns or relations of a source changed.',
  payload: z.object({ sourceId: z.uuid(), tableId: z.uuid().optional() }),
})
