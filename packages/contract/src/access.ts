import { z } from 'zod'
import { catalogueColumn, catalogueRelation, catalogueTable } from './catalogue.ts'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

export const columnMask = z.enum(['hide', 'fixed', 'lastFour', 'emailDomain', 'yearOnly'])

/** A role's right to one column; a mask shows a disguise to those who may see the row. */
export const columnAccess = z.strictObject({
  access: z.enum(['none', 'read', 'write']),
  mask: columnMask.optional(),
})

export const tableOperations = z.strictObject({
  read: z.boolean(),
  create: z.boolean(),
  update: z.boolean(),
  delete: z.boolean(),
})

/** A row rule as written, in the expression language; null = all rows. Stored by column ids, so renames do not break it. */
const ruleSource = z.string().max(4_000).nullable()

export const roleGrant = z.strictObject({
  role: z.string(),
  operations: tableOperations,
  rows: ruleSource,
  /** Absent = the read rule. */
  createRows: ruleSource.optional(),
  updateRows: ruleSource.optional(),
  deleteRows: ruleSource.optional(),
  columns: z.record(z.uuid(), columnAccess),
  otherColumns: columnAccess,
})
export type RoleGrantInput = z.infer<typeof roleGrant>

export const ruleProblem = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
  from: z.int(),
  to: z.int(),
})

export const showTableAccess = defineOperation({
  name: 'access/show-table-access',
  kind: 'read',
  summary: 'Shows the grants of all roles on a table: operations, columns, row rules.',
  input: z.strictObject({ tableId: z.uuid() }),
  output: z.object({
    table: catalogueTable,
    columns: z.array(catalogueColumn),
    relations: z.array(catalogueRelation),
    grants: z.array(
      roleGrant.extend({
        version: z.int(),
        changedAt: z.string(),
        changedBy: z.string().nullable(),
        broken: z.array(ruleProblem),
      }),
    ),
  }),
})

export const saveGrant = defineOperation({
  name: 'access/save-grant',
  kind: 'write',
  summary:
    'Grants a role its rights on a table; in force at once everywhere, for open sockets and streams too.',
  input: z.strictObject({
    tableId: z.uuid(),
    grant: roleGrant,
    /** The version that the author saw; absent for a new grant. Another author’s change in between is a conflict. */
    version: z.int().optional(),
  }),
  output: z.object({ version: z.int() }),
})

export const removeGrant = defineOperation({
  name: 'access/remove-grant',
  kind: 'write',
  summary: 'Takes a role’s rights on a table away.',
  input: z.strictObject({ tableId: z.uuid(), role: z.string().max(60) }),
  output: z.object({ removed: z.literal(true) }),
})

export const countGrants = defineOperation({
  name: 'access/count-grants',
  kind: 'read',
  summary: 'Counts the grants of the workspace: how many times a role was granted a table.',
  input: z.strictObject({}),
  output: z.object({ count: z.int() }),
})

export const checkRowRule = defineOperation({
  name: 'access/check-row-rule',
  kind: 'read',
  summary: 'Checks a row rule against a table and the declared attributes, with exact positions.',
  input: z.strictObject({ tableId: z.uuid(), source: z.string().max(4_000) }),
  output: z.object({ problems: z.array(ruleProblem) }),
})

/**
 * Why somebody cannot read a table: they have no role, or none with a grant; what is granted does not include reading; the
 * rules allow no row, since a column that they name is gone; or they would read it, were it not marked sensitive.
 */
export const noAccessReason = z.enum([
  'no_role',
  'no_data_use',
  'no_grant',
  'not_reading',
  'no_rows',
  'sensitive',
])
export type NoAccessReason = z.infer<typeof noAccessReason>

/** What one person may do with one table, cell rights by column, and where each right comes from. */
export const accessExplanation = z.object({
  person: z.object({
    id: z.uuid(),
    name: z.string(),
    roles: z.array(z.string()),
    attributes: z.record(z.string(), z.unknown()),
  }),
  table: z.object({ id: z.uuid(), label: z.string() }),
  operations: tableOperations,
  /** Each role’s contribution: granted or not, and its row rule with the person’s attributes filled in. */
  roles: z.array(
    z.object({
      role: z.string(),
      granted: z.boolean(),
      operations: tableOperations,
      rows: z.string().nullable(),
      rowsForPerson: z.string().nullable(),
    }),
  ),
  columns: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      label: z.string(),
      access: z.enum(['none', 'masked', 'read', 'write']),
      /** The roles that give it; empty when nobody does. */
      because: z.array(z.string()),
      /** True when it depends on the row, since the roles that give it see only some rows. */
      dependsOnRow: z.boolean(),
    }),
  ),
  /** Null for whoever can read the table. */
  whyNot: noAccessReason.nullable(),
  /** Present when the Admin reads without a grant, because the table is not marked sensitive. */
  adminReadsAll: z.boolean(),
})
export type AccessExplanation = z.infer<typeof accessExplanation>

export const explainAccess = defineOperation({
  name: 'access/explain-access',
  kind: 'read',
  summary: 'Explains what a person can see and do on a table, and why.',
  input: z.strictObject({ tableId: z.uuid(), personId: z.uuid() }),
  output: accessExplanation,
})

/** A person with their rights on a table. Columns by id; all lists but the roles are empty for who cannot read it. */
export const tableReader = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string(), roles: z.array(z.string()) }),
  operations: tableOperations,
  /** The roles that let them read, each with the rule of its rows; null = all rows. */
  because: z.array(z.object({ role: z.string(), rows: z.string().nullable() })),
  /** Whether they see only the rows of those rules. */
  limited: z.boolean(),
  hidden: z.array(z.uuid()),
  masked: z.array(z.uuid()),
  /** Shown on some of their rows only. */
  partly: z.array(z.uuid()),
  /** Seen but not changed, though they may update records. */
  readOnly: z.array(z.uuid()),
  whyNot: noAccessReason.nullable(),
})
export type TableReader = z.infer<typeof tableReader>

export const listReaders = defineOperation({
  name: 'access/list-readers',
  kind: 'read',
  summary: 'Lists who can see a table, by which roles and how much of it; or who cannot, and why not.',
  input: z.strictObject({
    tableId: z.uuid(),
    who: z.enum(['readers', 'others']).default('readers'),
    /** Words of the name or the e-mail. */
    search: z.string().max(200).optional(),
    limit: z.int().min(1).max(200).default(50),
    offset: z.int().min(0).default(0),
  }),
  output: z.object({
    table: z.object({ id: z.uuid(), label: z.string(), sensitive: z.boolean() }),
    columns: z.array(z.object({ id: z.uuid(), label: z.string() })),
    people: z.array(tableReader),
    /** How many there are of both, among those whom the search finds. Nobody who is deactivated is listed or counted. */
    counts: z.object({ readers: z.int(), others: z.int() }),
  }),
})

export const grantsChanged = defineEvent({
  name: 'access/grants-changed',
  summary: 'The grants on a table changed; whoever shows it reads it again.',
  payload: z.object({ tableId: z.uuid() }),
})
