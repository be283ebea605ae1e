import { z } from 'zod'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'
import { notedProblem } from './sources.ts'

/** The sample company of a workspace: four tables of its own database and a published page on them. */
export const sampleCompany = z.object({
  /** `failed`: it could not be opened, and nothing of it stays. */
  state: z.enum(['none', 'opening', 'ready', 'removing', 'failed']),
  /** What it is called; typed to remove it. */
  name: z.string(),
  /** How much of it is there while it opens, 0 to 1. */
  progress: z.number(),
  /** Its tables that still stand. */
  tables: z.array(z.object({ id: z.uuid(), label: z.string() })),
  page: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** Why it could not be opened, or not be removed whole. */
  problem: notedProblem.nullable(),
  /** Whether the workspace has no table yet, so that a beginning is what people look for. */
  workspaceIsEmpty: z.boolean(),
  abilities: z.object({ open: z.boolean(), remove: z.boolean() }),
})
export type SampleCompany = z.infer<typeof sampleCompany>

export const showSampleCompany = defineOperation({
  name: 'samples/show-sample-company',
  kind: 'read',
  summary: 'Tells whether the sample company is there, how far its opening is, and what it consists of.',
  input: z.strictObject({}),
  output: sampleCompany,
})

export const openSampleCompany = defineOperation({
  name: 'samples/open-sample-company',
  kind: 'effect',
  summary:
    'Makes the sample company in the background: customers, products, orders and their lines as tables of the workspace’s own database, and a published page. Only once at a time.',
  input: z.strictObject({
    /** The language of its names and words. */
    language: z.enum(['en', 'pt-BR']),
    /** Who may read its tables and its page; Admins and the creator always may. */
    readers: z.array(z.string().max(60)).max(50).default([]),
  }),
  output: sampleCompany,
})

export const showSampleUses = defineOperation({
  name: 'samples/show-sample-uses',
  kind: 'read',
  summary: 'Tells what would be lost with the sample company: other pages that ask its tables.',
  input: z.strictObject({}),
  output: z.object({
    pages: z.array(z.object({ id: z.uuid(), title: z.string() })),
    otherPages: z.int(),
  }),
})

export const removeSampleCompany = defineOperation({
  name: 'samples/remove-sample-company',
  kind: 'write',
  summary:
    'Removes the sample company for good, in the background: its page and its tables with every row. Its name must be typed.',
  input: z.strictObject({ name: z.string().max(120) }),
  output: sampleCompany,
})

export const sampleCompanyChanged = defineEvent({
  name: 'samples/sample-company-changed',
  summary: 'The sample company was begun, is ready, could not be made, or was removed.',
  payload: z.object({}),
})
