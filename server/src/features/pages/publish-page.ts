import { AppError } from '@flexoffice/base'
import type { OutputOf, ParsedInputOf } from '@flexoffice/contract/operation'
import * as contract from '@flexoffice/contract/pages'
import { isSameJson } from '@flexoffice/page-model'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { toPage } from './page-access.ts'
import { readDraft } from './page-draft.ts'
import { findProblems } from './page-problems.ts'
import { findPage, findVersion, insertVersion, lockPage, updatePage } from './page-store.ts'

/** Publishes the draft so that readers see it. Publishing twice is allowed and changes nothing. */
export const publishPage = operation(contract.publishPage, { allow: 'pages.edit', run: publishDraft })

/** Publishes it, for whoever was allowed to; mistakes are judged by what the caller may read. */
export async function publishDraft(
  ctx: Context,
  { pageId, note }: ParsedInputOf<typeof contract.publishPage>,
): Promise<OutputOf<typeof contract.publishPage>> {
  const row = await lockPage(ctx.db, pageId)
  const document = await readDraft(ctx.db, pageId)
  const errors = (await findProblems(ctx, document)).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw hasProblems(errors)
  const published =
    row.published_version === null ? null : await findVersion(ctx.db, pageId, row.published_version)
  if (published && isSameJson(published.document, document)) {
    await updatePage(ctx.db, pageId, { published_clock: row.clock })
    return { page: toPage(ctx.actor, await findPage(ctx.db, pageId)), version: published.number }
  }
  const version = await insertVersion(ctx.db, {
    page_id: pageId,
    tenant_id: ctx.tenant,
    document,
    note,
    kind: 'published',
    at: ctx.now(),
    person_id: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
  })
  const change = { published_version: version, published_at: ctx.now(), published_clock: row.clock }
  await updatePage(ctx.db, pageId, change)
  ctx.record({
    object: { type: 'page', id: pageId, name: row.title },
    before: { publishedVersion: row.published_version },
    after: { publishedVersion: version, note },
  })
  ctx.emit(contract.pagePublished, { pageId, version })
  return { page: toPage(ctx.actor, await findPage(ctx.db, pageId)), version }
}

/** Takes a page from its readers; doing it twice changes nothing. */
export const unpublishPage = operation(contract.unpublishPage, {
  allow: 'pages.edit',
  async run(ctx, { pageId }) {
    const row = await lockPage(ctx.db, pageId)
    if (row.published_version !== null) {
      const change = { published_version: null, published_at: null, published_clock: null }
      await updatePage(ctx.db, pageId, change)
      ctx.record({
        object: { type: 'page', id: pageId, name: row.title },
        before: { publishedVersion: row.published_version },
        after: { publishedVersion: null },
      })
      ctx.emit(contract.pagePublished, { pageId, version: null })
    }
    return toPage(ctx.actor, await findPage(ctx.db, pageId))
  },
})

function hasProblems(problems: { message: string }[]): AppError {
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new AppError('unprocessable', {
    public: `The page has errors and cannot be published. ${problems[0]!.message}${rest}`,
    params: { problems },
    reason: 'page_has_errors',
  })
}
