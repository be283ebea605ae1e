import { filterSchema } from '@flexoffice/query/structured-query'
import { z } from 'zod'
import { queryAnswer } from './data.ts'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'
import { pageDocument } from './page-document.ts'

const title = z.string().trim().min(1, 'name the page').max(200)
const pageId = z.uuid()

/** A problem of a page: where it is and how to mend it. */
export const pageProblem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
  widgetId: z.string().optional(),
  queryId: z.string().optional(),
  property: z.string().optional(),
  from: z.int().optional(),
  to: z.int().optional(),
})

export const page = z.object({
  id: pageId,
  title: z.string(),
  slug: z.string(),
  icon: z.string().nullable(),
  /** The roles that may open the published page; empty = every signed-in person of the workspace. */
  readers: z.array(z.string()),
  publishedVersion: z.int().nullable(),
  publishedAt: z.string().nullable(),
  /** The draft differs from what readers see. */
  changed: z.boolean(),
  updatedAt: z.string(),
  updatedBy: z.string().nullable(),
  abilities: z.object({ edit: z.boolean(), publish: z.boolean(), remove: z.boolean() }),
})
export type Page = z.infer<typeof page>

export const listPages = defineOperation({
  name: 'pages/list-pages',
  kind: 'read',
  summary: 'Lists the pages that the caller may open, drafts included for editors.',
  input: z.strictObject({ removed: z.boolean().default(false) }),
  output: z.object({ pages: z.array(page) }),
})

export const createPage = defineOperation({
  name: 'pages/create-page',
  kind: 'write',
  summary: 'Creates a page with an empty draft, or with a given document.',
  input: z.strictObject({ title, document: pageDocument.optional() }),
  output: page,
})

export const changePage = defineOperation({
  name: 'pages/change-page',
  kind: 'write',
  summary: 'Changes a page’s title, icon, or the roles that may open it.',
  input: z.strictObject({
    pageId,
    title: title.optional(),
    icon: z.string().max(40).nullable().optional(),
    readers: z.array(z.string().max(60)).max(50).optional(),
  }),
  output: page,
})

export const removePage = defineOperation({
  name: 'pages/remove-page',
  kind: 'write',
  summary: 'Moves a page to the bin, from which it can be brought back for 30 days.',
  input: z.strictObject({ pageId }),
  output: page,
})

export const bringBackPage = defineOperation({
  name: 'pages/bring-back-page',
  kind: 'write',
  summary: 'Brings a page back from the bin.',
  input: z.strictObject({ pageId }),
  output: page,
})

export const showPage = defineOperation({
  name: 'pages/show-page',
  kind: 'read',
  summary: 'Shows a page with its draft as stable JSON, for editors.',
  input: z.strictObject({ pageId }),
  output: z.object({ page, document: pageDocument, problems: z.array(pageProblem) }),
})

/** The published page, cut to what a reader needs: queries are ids with their parameters, their structure stays on the server. */
export const showPublishedPage = defineOperation({
  name: 'pages/show-published-page',
  kind: 'read',
  summary: 'Shows the published version of a page, for readers.',
  http: { method: 'GET', path: '/api/pages/:pageId/published' },
  input: z.strictObject({ pageId }),
  output: z.object({ page, version: z.int(), document: z.json() }),
})

/** As whom an editor tries the draft: a person, or a set of roles with attributes. Needs `access.explain` and `access.manage` besides `pages.edit`. */
export const previewAs = z.union([
  z.strictObject({ personId: z.uuid() }),
  z.strictObject({
    roles: z.array(z.string().max(60)).min(1).max(20),
    attributes: z
      .record(
        z.string().max(60),
        z.union([
          z.string().max(1_000),
          z.number(),
          z.boolean(),
          z.array(z.string().max(1_000)).max(200),
          z.null(),
        ]),
      )
      .default({}),
  }),
])

/** The values of a query's parameters; a missing one counts as empty. */
export const pageQueryParameters = z.record(
  z.string().regex(/^p\d{1,3}$/),
  z.union([z.string().max(10_000), z.array(z.string().max(10_000)).max(1_000), z.null()]),
)

export const pageQueryWindow = z.strictObject({
  offset: z.int().min(0).max(1_000_000).optional(),
  limit: z.int().min(1).max(1_000).optional(),
  sort: z
    .array(z.strictObject({ column: z.string().max(63), direction: z.enum(['ascending', 'descending']) }))
    .max(4)
    .optional(),
  search: z.string().max(1_000).optional(),
  /** A condition on columns of the answer; a field is `{ column: NAME }` with the name that the answer gives it. */
  filter: filterSchema.optional(),
})

export const runPageQuery = defineOperation({
  name: 'pages/run-page-query',
  kind: 'read',
  summary:
    'Runs a query of a page with values for its parameters; rows and columns are those that the caller may read.',
  http: { method: 'POST', path: '/api/pages/:pageId/queries/:queryId/run' },
  input: z.strictObject({
    pageId,
    queryId: z.string().max(64),
    /** Of the draft, for editors; absent = the published version. */
    draft: z.boolean().default(false),
    /** Values of the query's parameters by their names in the document (`p0`, `p1` ...), in the canonical text of their types. */
    parameters: pageQueryParameters.default({}),
    /** What the widget that shows the rows lays over the query: a page, a text to find, an order and conditions by columns of the answer. */
    window: pageQueryWindow.optional(),
    /** Counts the rows too, up to 10,000. */
    total: z.boolean().default(false),
    /** For editors who may explain access: the answer that somebody else would get. */
    as: previewAs.optional(),
  }),
  output: queryAnswer,
})

export const publishPage = defineOperation({
  name: 'pages/publish-page',
  kind: 'write',
  summary: 'Publishes the draft so that readers see it. Publishing twice is allowed and changes nothing.',
  input: z.strictObject({ pageId, note: z.string().trim().max(500).default('') }),
  output: z.object({ page, version: z.int() }),
})

export const unpublishPage = defineOperation({
  name: 'pages/unpublish-page',
  kind: 'write',
  summary: 'Takes the page from its readers; the draft and all versions stay.',
  input: z.strictObject({ pageId }),
  output: page,
})

export const pageVersion = z.object({
  number: z.int(),
  at: z.string(),
  by: z.string().nullable(),
  note: z.string(),
  kind: z.enum(['published', 'saved', 'restored']),
  isPublished: z.boolean(),
})

export const listPageVersions = defineOperation({
  name: 'pages/list-page-versions',
  kind: 'read',
  summary: 'Lists the versions of a page, newest first.',
  input: z.strictObject({ pageId, before: z.int().optional(), limit: z.int().min(1).max(100).default(50) }),
  output: z.object({ versions: z.array(pageVersion), more: z.boolean() }),
})

export const showPageVersion = defineOperation({
  name: 'pages/show-page-version',
  kind: 'read',
  summary: 'Shows one version with its differences from the draft.',
  input: z.strictObject({ pageId, number: z.int() }),
  output: z.object({ version: pageVersion, document: pageDocument, differences: z.array(z.unknown()) }),
})

export const restorePageVersion = defineOperation({
  name: 'pages/restore-page-version',
  kind: 'write',
  summary:
    'Makes a version the draft again; open editors see it at once, and the state before is kept as a version.',
  input: z.strictObject({ pageId, number: z.int() }),
  output: page,
})

export const listRelationUses = defineOperation({
  name: 'pages/list-relation-uses',
  kind: 'read',
  summary: 'Lists the pages whose queries follow a relation, for those who may change or remove it.',
  input: z.strictObject({ relationId: z.uuid() }),
  output: z.object({
    /** Those that the caller may open; `draft` and `published` say which of the two follows the relation. */
    pages: z.array(z.object({ id: pageId, title: z.string(), draft: z.boolean(), published: z.boolean() })),
    /** How many more there are that the caller may not open. */
    hidden: z.int(),
  }),
})

export const pageChanged = defineEvent({
  name: 'pages/page-changed',
  summary: 'A page’s title, readers, draft state or bin state changed.',
  payload: z.object({ pageId }),
})

export const pagePublished = defineEvent({
  name: 'pages/page-published',
  summary: 'A page was published or taken back; readers load it again.',
  payload: z.object({ pageId, version: z.int().nullable() }),
})
