import { z } from 'zod'
import { defineOperation } from './operation.ts'

const outcome = z.enum(['done', 'denied', 'failed', 'refused', 'unknown'])

export const auditFilter = z.strictObject({
  search: z.string().max(200).optional(),
  personId: z.uuid().optional(),
  operation: z.string().max(100).optional(),
  outcome: outcome.optional(),
  objectType: z.string().max(60).optional(),
  objectId: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const auditEntry = z.object({
  /** 64-bit, as text. */
  sequence: z.string(),
  id: z.uuid(),
  at: z.string(),
  actor: z.object({
    id: z.uuid().nullable(),
    kind: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  operation: z.string(),
  outcome,
  object: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  ip: z.string().nullable(),
  records: z.array(
    z.object({ object: z.unknown(), before: z.unknown(), after: z.unknown(), detail: z.unknown() }).partial(),
  ),
  /** The payload was erased with the data of a person; the chain still holds the header. */
  erased: z.boolean(),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const searchAudit = defineOperation({
  name: 'audit/search-audit',
  kind: 'read',
  summary: 'Searches the audit log, newest first, by text, person, operation, outcome, object and time.',
  input: z.strictObject({
    filter: auditFilter.default({}),
    before: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({ entries: z.array(auditEntry), more: z.boolean() }),
})

export const countNewEntries = defineOperation({
  name: 'audit/count-new-entries',
  kind: 'read',
  summary:
    'Counts entries that came after a sequence number, up to 100, without the caller’s own looks into the log.',
  input: z.strictObject({ filter: auditFilter.default({}), after: z.string().regex(/^\d{1,19}$/) }),
  output: z.object({ count: z.int() }),
})

export const exportAudit = defineOperation({
  name: 'audit/export-audit',
  kind: 'effect',
  summary:
    'Exports the filtered audit log as CSV; the export itself is an entry, written before the first byte.',
  input: z.strictObject({ filter: auditFilter.default({}) }),
  output: z.string(),
  answers: 'text/csv',
})

export const exportAccessReport = defineOperation({
  name: 'audit/export-access-report',
  kind: 'effect',
  summary:
    'Exports as CSV who can do what with each table now, and the changes of rights and the refused attempts of a period.',
  input: z
    .strictObject({
      from: z.iso.datetime({ offset: true }),
      /** Not included. */
      to: z.iso.datetime({ offset: true }),
      /** Also who has no right on a table, with the reason. */
      everybody: z.boolean().default(false),
    })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
      path: ['to'],
      error: 'choose an end after the beginning',
    }),
  output: z.string(),
  answers: 'text/csv',
})

export const listAuditTerms = defineOperation({
  name: 'audit/list-audit-terms',
  kind: 'read',
  summary: 'Lists the operations and object types that occur, for the filters.',
  input: z.strictObject({}),
  output: z.object({ operations: z.array(z.string()), objectTypes: z.array(z.string()) }),
})

export const showAuditState = defineOperation({
  name: 'audit/show-audit-state',
  kind: 'read',
  summary: 'Verifies the workspace’s audit chain now and says how far anchored heads cover it.',
  input: z.strictObject({}),
  output: z.object({
    entries: z.int(),
    whole: z.boolean(),
    anchoredTo: z.string().nullable(),
    findings: z.array(z.object({ sequence: z.string(), finding: z.string() })),
  }),
})
