import * as contract from '@flexoffice/contract/pages'
import { operation } from '../../core/operation.ts'
import { checkMayRead, toPage } from './page-access.ts'
import { loadPage } from './page-store.ts'
import { loadPublished } from './shown-documents.ts'

/** Shows the published version, cut to what a reader needs. Not published, not shared and not there answer the same 404. */
export const showPublishedPage = operation(contract.showPublishedPage, {
  allow: 'pages.view',
  audit: 'batched',
  async run(ctx, { pageId }) {
    const row = await loadPage(ctx.db, pageId)
    checkMayRead(ctx.actor, row)
    ctx.record({ object: { type: 'page', id: pageId, name: row.title } })
    const version = row.published_version!
    const { reader } = await loadPublished(ctx.runtime, ctx.db, pageId, version)
    return { page: toPage(ctx.actor, row), version, document: reader as never }
  },
})
