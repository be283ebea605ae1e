import { valueTypes } from '@flexoffice/expression/types'
import { z } from 'zod'

/** One column as the catalogue knows it. `id` is stable; `name` is only ever written into SQL by the dialect's quoting. */
export const columnShapeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(valueTypes),
  /** The source's own base type without length or precision, e.g. `int4`, `varchar`, `timestamptz`, `jsonb`. */
  databaseType: z.string(),
  nullable: z.boolean(),
  /** The source calculates it (identity always, generated column): it can never be written. */
  generated: z.boolean().optional(),
  hasDefault: z.boolean().optional(),
  /** The collation's name; `C` spares the order-by-code-point clause and keeps text indexes usable for sorting. */
  collation: z.string().optional(),
})

/** A way from the columns of one table to at most one row of another (usually a foreign key). */
export const relationShapeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  toTable: z.string(),
  toColumns: z.array(z.string()).min(1),
  /** `toColumns` are unique though they are not the target's key; a relation that may lead to many rows is not followed. */
  unique: z.boolean().optional(),
})

/** What the compiler needs to know of a table. A table without a key can be read, not written. */
export const tableShapeSchema = z.strictObject({
  id: z.string(),
  sourceId: z.string().optional(),
  schema: z.string(),
  name: z.string(),
  columns: z.array(columnShapeSchema),
  key: z.array(z.string()),
  relations: z.array(relationShapeSchema),
})

/** The types of what the schemas above accept. */
export type ColumnShape = z.infer<typeof columnShapeSchema>
export type RelationShape = z.infer<typeof relationShapeSchema>
export type TableShape = z.infer<typeof tableShapeSchema>
