import { valueTypes } from '@flexoffice/expression/types'
import { z } from 'zod'

/** The hard bounds of one query; a configuration may only make them smaller. */
export const queryBounds = {
  select: 300,
  computed: 30,
  filterNodes: 200,
  formulaNodes: 100,
  depth: 12,
  listValues: 1000,
  sort: 8,
  group: 6,
  aggregates: 30,
  relationSteps: 3,
  limit: 10_000,
  offset: 1_000_000,
  textLength: 10_000,
} as const

const idSchema = z.string().min(1).max(200)
const aliasSchema = z.string().min(1).max(63)

/** A value in the canonical text of its type (`12.50`, `true`, `2026-01-31`), so that no digit is lost on the way. */
export const valueSchema = z.string().max(queryBounds.textLength)

/** A column of the queried table, or of the row that a chain of relations (by id) leads to. */
export const columnReferenceSchema = z.strictObject({
  column: idSchema,
  through: z.array(idSchema).min(1).max(queryBounds.relationSteps).optional(),
})

/** A computed column of the same query, by name. */
export const computedReferenceSchema = z.strictObject({ computed: aliasSchema })

/** A grouping of the same query, by its `as`. */
export const groupReferenceSchema = z.strictObject({ group: aliasSchema })

/** An aggregate of the same query, by its `as`. */
export const aggregateReferenceSchema = z.strictObject({ aggregate: aliasSchema })

/** Whatever has a value in each row of the answer. Always looked up, never pasted into SQL. */
export const fieldReferenceSchema = z.union([
  columnReferenceSchema,
  computedReferenceSchema,
  groupReferenceSchema,
  aggregateReferenceSchema,
])

/** Comparisons, as they are called on the wire. */
export const compareOperators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const

const field = fieldReferenceSchema

/** A condition in three-valued logic: a comparison with null is unknown, and only what is TRUE stays. */
export const filterSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['and', 'or']),
    get filters(): z.ZodArray<z.ZodType<Filter, Filter>> {
      return z.array(z.lazy((): z.ZodType<Filter, Filter> => filterSchema)).max(queryBounds.filterNodes)
    },
  }),
  z.strictObject({
    kind: z.literal('not'),
    get filter(): z.ZodType<Filter, Filter> {
      return z.lazy((): z.ZodType<Filter, Filter> => filterSchema)
    },
  }),
  z.strictObject({
    kind: z.literal('compare'),
    field,
    operator: z.enum(compareOperators),
    value: valueSchema,
  }),
  z.strictObject({ kind: z.literal('between'), field, from: valueSchema, to: valueSchema }),
  z.strictObject({
    kind: z.enum(['in', 'notIn']),
    field,
    values: z.array(valueSchema).max(queryBounds.listValues),
  }),
  z.strictObject({ kind: z.enum(['isNull', 'isNotNull']), field }),
  z.strictObject({
    kind: z.enum(['contains', 'startsWith']),
    field,
    value: valueSchema,
    ignoreCase: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('search'),
    text: valueSchema,
    /** Where to look; when absent, every readable text column of the table. */
    fields: z.array(fieldReferenceSchema).min(1).max(30).optional(),
  }),
])

/** The tree that `filterSchema` accepts. */
export type Filter =
  | { kind: 'and' | 'or'; filters: Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'compare'; field: FieldReference; operator: QueryCompareOperator; value: string }
  | { kind: 'between'; field: FieldReference; from: string; to: string }
  | { kind: 'in' | 'notIn'; field: FieldReference; values: string[] }
  | { kind: 'isNull' | 'isNotNull'; field: FieldReference }
  | { kind: 'contains' | 'startsWith'; field: FieldReference; value: string; ignoreCase?: boolean }
  | { kind: 'search'; text: string; fields?: FieldReference[] }

/** What can be read off a date; a week and its days are those of ISO 8601. */
export const dateParts = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'weekday',
  'hour',
  'minute',
  'second',
] as const

/** An IANA zone such as `America/Sao_Paulo`; known ones only. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Unknown time zone; give a name such as America/Sao_Paulo.')

const formula = z.lazy((): z.ZodType<Formula, Formula> => formulaSchema)

/**
 * The tree of a computed column: total, so it never fails on any row. Arithmetic is exact decimal; what cannot be
 * calculated (division by zero, null, infinity) is null.
 */
export const formulaSchema: z.ZodType<Formula, Formula> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('column'), field: columnReferenceSchema }),
  z.strictObject({ kind: z.literal('literal'), type: z.enum(valueTypes), value: valueSchema.nullable() }),
  z.strictObject({
    kind: z.literal('arithmetic'),
    operator: z.enum(['+', '-', '*', '/']),
    left: formula,
    right: formula,
  }),
  z.strictObject({ kind: z.literal('round'), operand: formula, digits: z.int().min(0).max(15) }),
  z.strictObject({ kind: z.literal('concat'), parts: z.array(formula).min(1).max(20) }),
  z.strictObject({ kind: z.enum(['lower', 'upper', 'length']), operand: formula }),
  z.strictObject({ kind: z.literal('coalesce'), parts: z.array(formula).min(1).max(20) }),
  z.strictObject({ kind: z.literal('if'), condition: formula, whenTrue: formula, whenFalse: formula }),
  z.strictObject({
    kind: z.literal('compare'),
    operator: z.enum(compareOperators),
    left: formula,
    right: formula,
  }),
  z.strictObject({ kind: z.enum(['and', 'or']), parts: z.array(formula).min(1).max(20) }),
  z.strictObject({ kind: z.enum(['not', 'isNull']), operand: formula }),
  z.strictObject({
    kind: z.literal('datePart'),
    part: z.enum(dateParts),
    operand: formula,
    timeZone: timeZoneSchema.optional(),
  }),
])

/** The tree that `formulaSchema` accepts. */
export type Formula =
  | { kind: 'column'; field: ColumnReference }
  | { kind: 'literal'; type: (typeof valueTypes)[number]; value: string | null }
  | { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/'; left: Formula; right: Formula }
  | { kind: 'round'; operand: Formula; digits: number }
  | { kind: 'concat' | 'coalesce' | 'and' | 'or'; parts: Formula[] }
  | { kind: 'lower' | 'upper' | 'length' | 'not' | 'isNull'; operand: Formula }
  | { kind: 'if'; condition: Formula; whenTrue: Formula; whenFalse: Formula }
  | { kind: 'compare'; operator: QueryCompareOperator; left: Formula; right: Formula }
  | { kind: 'datePart'; part: (typeof dateParts)[number]; operand: Formula; timeZone?: string }

/** A column that the query calculates from others; later clauses name it. */
export const computedColumnSchema = z.strictObject({ name: aliasSchema, formula: formulaSchema })

/** One column of the answer; `as` names it there (default: the column's id or the computed name). */
export const selectItemSchema = z.strictObject({ field: fieldReferenceSchema, as: aliasSchema.optional() })

/** One key of the order. Nulls count as the largest value unless told otherwise, so that an index serves both directions. */
export const sortItemSchema = z.strictObject({
  field: fieldReferenceSchema,
  direction: z.enum(['ascending', 'descending']),
  nulls: z.enum(['first', 'last']).optional(),
})

/** Which rows of the ordered answer to give: by counting, or from the cursor that the previous page ended with. */
export const pageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offset'),
    offset: z.int().min(0).max(queryBounds.offset),
    limit: z.int().min(0).max(queryBounds.limit),
  }),
  z.strictObject({
    kind: z.literal('keyset'),
    limit: z.int().min(1).max(queryBounds.limit),
    after: z.string().max(20_000).optional(),
  }),
])

/** The spans that dates can be grouped into. */
export const dateBuckets = ['year', 'quarter', 'month', 'week', 'day', 'hour'] as const

/** One grouping; dates may be put into buckets (weeks begin on Monday), instants in a given zone (default UTC). */
export const groupItemSchema = z.strictObject({
  as: aliasSchema,
  field: z.union([columnReferenceSchema, computedReferenceSchema]),
  bucket: z.enum(dateBuckets).optional(),
  timeZone: timeZoneSchema.optional(),
})

/** The figures that a group can have. */
export const aggregateFunctions = ['count', 'countDistinct', 'sum', 'avg', 'min', 'max'] as const

/** One figure per group. `count` without a field counts rows; with one, the values that are there. */
export const aggregateSchema = z.strictObject({
  as: aliasSchema,
  function: z.enum(aggregateFunctions),
  field: z.union([columnReferenceSchema, computedReferenceSchema]).optional(),
})

/** Whether and how the number of all rows is wanted; a total is never free, so it is only given when asked for. */
export const totalSchema = z.union([
  z.enum(['exact', 'estimated']),
  z.strictObject({ bounded: z.int().min(1).max(1_000_000) }),
])

/**
 * A structured query: everything that widgets, API, exports and reports may ask of a table. With `group` or
 * `aggregates` the answer has the groups, then the aggregates, and `select` must be empty.
 */
export const querySchema = z.strictObject({
  table: idSchema,
  select: z.array(selectItemSchema).max(queryBounds.select),
  computed: z.array(computedColumnSchema).max(queryBounds.computed).optional(),
  filter: filterSchema.optional(),
  group: z.array(groupItemSchema).max(queryBounds.group).optional(),
  aggregates: z.array(aggregateSchema).max(queryBounds.aggregates).optional(),
  /** A condition on groups and aggregates. */
  having: filterSchema.optional(),
  sort: z.array(sortItemSchema).max(queryBounds.sort).optional(),
  page: pageSchema,
  total: totalSchema.optional(),
})

/** The types of what the schemas above accept. */
export type QueryCompareOperator = (typeof compareOperators)[number]
export type ColumnReference = z.infer<typeof columnReferenceSchema>
export type FieldReference = z.infer<typeof fieldReferenceSchema>
export type DateBucket = (typeof dateBuckets)[number]
export type DatePart = (typeof dateParts)[number]
export type AggregateFunction = (typeof aggregateFunctions)[number]
export type ComputedColumn = z.infer<typeof computedColumnSchema>
export type SelectItem = z.infer<typeof selectItemSchema>
export type SortItem = z.infer<typeof sortItemSchema>
export type Page = z.infer<typeof pageSchema>
export type GroupItem = z.infer<typeof groupItemSchema>
export type Aggregate = z.infer<typeof aggregateSchema>
export type Total = z.infer<typeof totalSchema>
export type Query = z.infer<typeof querySchema>

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
