import { invalidField, newId, notFound } from '@flexoffice/base'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import { emptyPage } from '@flexoffice/contract/page-document'
import * as contract from '@flexoffice/contract/pages'
import { setTitle } from '@flexoffice/page-model'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { holdRoles } from '../people/api.ts'
import { insertDraft, operationNode, tellEditors } from './draft-store.ts'
import { mayEdit, mayRead, toPage } from './page-access.ts'
import { changeDraft, encodeDocument, readDraft } from './page-draft.ts'
import { findProblems } from './page-problems.ts'
import type { PageRow } from './page-store.ts'
import {
  findPage,
  insertPage,
  listPageRows,
  loadPage,
  lockPage,
  purgePage,
  updatePage,
} from './page-store.ts'
import { purgeAfterDays, purgeJob } from './purge-page.ts'

/** Lists pages; the bin is shown to editors alone. */
export const listPages = operation(contract.listPages, {
  allow: 'pages.view',
  async run(ctx, { removed }) {
    if (removed && !mayEdit(ctx.actor)) return { pages: [] }
    const rows = await listPageRows(ctx.db, removed)
    const shown = rows.filter((row) => mayEdit(ctx.actor) || mayRead(ctx.actor, row))
    return { pages: shown.map((row) => toPage(ctx.actor, row)) }
  },
})

/** Creates a page. A given document need not be free of problems: a draft may have them, a published page may not. */
export const createPage = operation(contract.createPage, {
  allow: 'pages.edit',
  run: async (ctx, input) => toPage(ctx.actor, await addPage(ctx, input)),
})

/** Adds a page with its draft, for whoever was allowed to. */
export async function addPage(
  ctx: Context,
  { title, document }: ParsedInputOf<typeof contract.createPage>,
): Promise<PageRow> {
  const id = newId()
  const page = document ? { ...document, title } : emptyPage(title)
  const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null
  await insertPage(ctx.db, {
    id,
    tenant_id: ctx.tenant,
    title,
    created_at: ctx.now(),
    created_by: createdBy,
  })
  await insertDraft(ctx.db, ctx.tenant, id, encodeDocument(page))
  ctx.record({ object: { type: 'page', id, name: title }, after: { title } })
  ctx.emit(contract.pageChanged, { pageId: id })
  return findPage(ctx.db, id)
}

/** Changes a page's title, icon or readers; a new title is an edit of the draft, which open editors see. */
export const changePage = operation(contract.changePage, {
  allow: 'pages.edit',
  async run(ctx, input) {
    await alterPage(ctx, input)
    return toPage(ctx.actor, await findPage(ctx.db, input.pageId))
  },
})

/** Changes it, for whoever was allowed to. */
export async function alterPage(
  ctx: Context,
  { pageId, title, icon, readers }: ParsedInputOf<typeof contract.changePage>,
): Promise<void> {
  const row = await lockPage(ctx.db, pageId)
  await checkReaders(ctx, readers ?? [])
  if (title !== undefined && title !== row.title)
    await changeDraft(ctx, pageId, (ydoc) => setTitle(ydoc, title))
  const change = {
    icon: icon === undefined ? row.icon : icon,
    readers: readers ? [...new Set(readers)].sort() : row.readers,
  }
  await updatePage(ctx.db, pageId, { ...change, ...touch(ctx) })
  record(ctx, row, { title: title ?? row.title, ...change })
}

/** Moves a page to the bin: readers and editors lose it at once, and after 30 days it is deleted for good. */
export const removePage = operation(contract.removePage, {
  allow: 'pages.edit',
  async run(ctx, { pageId }) {
    const row = await lockPage(ctx.db, pageId)
    const removedAt = ctx.now()
    await updatePage(ctx.db, pageId, { removed_at: removedAt, ...touch(ctx) })
    await tellEditors(ctx.db, { pageId, node: operationNode })
    const runAt = new Date(removedAt.getTime() + purgeAfterDays * 86_400_000)
    await ctx.enqueue(purgeJob, { pageId }, { key: `${purgeJob}:${pageId}`, runAt })
    record(ctx, row, { removedAt: removedAt.toISOString() })
    ctx.emit(contract.pagePublished, { pageId, version: null })
    return toPage(ctx.actor, { ...row, removed_at: removedAt })
  },
})

/** Deletes a page for good, also from the bin, with its draft and versions; readers and editors lose it at once. */
export async function deletePage(ctx: Context, pageId: string): Promise<void> {
  const row = await loadPage(ctx.db, pageId)
  if (!row) throw notFound(`page ${pageId}`)
  const now = ctx.now()
  await updatePage(ctx.db, pageId, { removed_at: now })
  await tellEditors(ctx.db, { pageId, node: operationNode })
  await purgePage(ctx.db, pageId, now)
  record(ctx, row, { removedAt: now.toISOString() })
  ctx.emit(contract.pagePublished, { pageId, version: null })
}

/** Brings a page back from the bin as it was, published or not. */
export const bringBackPage = operation(contract.bringBackPage, {
  allow: 'pages.edit',
  async run(ctx, { pageId }) {
    const row = await loadPage(ctx.db, pageId)
    if (!row) throw notFound(`page ${pageId}`)
    if (row.removed_at) {
      await updatePage(ctx.db, pageId, { removed_at: null, ...touch(ctx) })
      record(ctx, row, { removedAt: null })
      if (row.published_version !== null)
        ctx.emit(contract.pagePublished, { pageId, version: row.published_version })
    }
    return toPage(ctx.actor, await findPage(ctx.db, pageId))
  },
})

/** Shows the draft with everything that is wrong with it. */
export const showPage = operation(contract.showPage, {
  allow: 'pages.edit',
  async run(ctx, { pageId }) {
    const row = await findPage(ctx.db, pageId)
    const document = await readDraft(ctx.db, pageId)
    return { page: toPage(ctx.actor, row), document, problems: await findProblems(ctx, document) }
  },
})

async function checkReaders(ctx: Context, readers: readonly string[]): Promise<void> {
  const known = await holdRoles(ctx.db, readers)
  for (const [index, key] of readers.entries()) {
    if (known.has(key)) continue
    const message = `There is no role "${key}". Choose one of the workspace's roles.`
    throw invalidField(`/readers/${index}`, message, 'unknown_role')
  }
}

function touch(ctx: Context): { updated_at: Date; updated_by: string | null } {
  return { updated_at: ctx.now(), updated_by: ctx.actor.kind === 'person' ? ctx.actor.personId : null }
}

function record(ctx: Context, row: PageRow, after: Record<string, unknown>): void {
  const before = {
    title: row.title,
    icon: row.icon,
    readers: row.readers,
    removedAt: row.removed_at?.toISOString() ?? null,
  }
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name as keyof typeof before]),
  )
  const pick = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => changed.includes(name)))
  ctx.record({
    object: { type: 'page', id: row.id, name: row.title },
    before: pick(before),
    after: pick(after),
  })
  ctx.emit(contract.pageChanged, { pageId: row.id })
}
