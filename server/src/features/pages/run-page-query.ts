import { forbidden, notFound } from '@flexoffice/base'
import type { PageDocument } from '@flexoffice/contract/page-document'
import * as contract from '@flexoffice/contract/pages'
import { applyWindow, bindParameters } from '@flexoffice/page-model'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import { runTableQuery } from '../data/api.ts'
import { refuseBorrowedEyes } from './borrowed-eyes.ts'
import { checkMayRead, mayEdit } from './page-access.ts'
import { loadPage } from './page-store.ts'
import { previewActor } from './preview-actor.ts'
import { loadDraftDocument, loadPublished } from './shown-documents.ts'

const countedRows = 10_000

/**
 * Runs a query of a page. What is asked comes from the page that the server keeps; the caller gives only values. Rows and
 * columns are those that the caller may read, or, in a preview, those of whomever it stands for. Previews need
 * `access.explain`, because they show what somebody else can see, and `access.manage`: only who may grant every table may
 * see its rows with eyes that are not their own.
 */
export const runPageQuery = operation(contract.runPageQuery, {
  allow: 'pages.view',
  store: 'none',
  async run(ctx, { pageId, queryId, draft, parameters, window, total, as }) {
    if ((draft || as) && !mayEdit(ctx.actor)) throw forbidden('pages.edit')
    for (const needed of ['access.explain', 'access.manage'] as const)
      if (as && !holds(ctx.actor, needed)) throw forbidden(needed)
    const { document, actor } = await ctx.runtime.store.inTenant(ctx.tenant, 'read', async (db) => ({
      document: await openDocument(ctx, db, pageId, draft),
      actor: as ? await previewActor(ctx, db, as) : ctx.actor,
    }))
    const template = Object.hasOwn(document.queries, queryId) ? document.queries[queryId] : undefined
    if (!template) throw notFound(`query ${queryId} of page ${pageId}`)
    const query = bindParameters(template.query, parameters)
    if (total) query.total ??= { bounded: countedRows }
    if (as) {
      ctx.record({ object: { type: 'page', id: pageId }, detail: { queryId, draft, as } })
      await refuseBorrowedEyes(ctx, query)
    }
    return runTableQuery(ctx, actor, query, (readable) => applyWindow(readable, window ?? {}))
  },
})

async function openDocument(
  ctx: Context,
  db: Database,
  pageId: string,
  draft: boolean,
): Promise<PageDocument> {
  const row = await loadPage(db, pageId)
  if (draft) {
    if (!row || row.removed_at) throw notFound(`page ${pageId}`)
    return loadDraftDocument(ctx.runtime, db, pageId, row.clock)
  }
  checkMayRead(ctx.actor, row)
  return (await loadPublished(ctx.runtime, db, pageId, row.published_version!)).document
}
