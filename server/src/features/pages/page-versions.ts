import * as contract from '@flexoffice/contract/pages'
import { applyVersion, diffDocuments, isSameJson } from '@flexoffice/page-model'
import { operation } from '../../core/operation.ts'
import { toPage } from './page-access.ts'
import { changeDraft, readDraft } from './page-draft.ts'
import type { PageRow, VersionHead } from './page-store.ts'
import { findPage, findVersion, insertVersion, listVersionHeads, lockPage } from './page-store.ts'

/** Lists versions, newest first. */
export const listPageVersions = operation(contract.listPageVersions, {
  allow: 'pages.edit',
  async run(ctx, { pageId, before, limit }) {
    const row = await findPage(ctx.db, pageId)
    const heads = await listVersionHeads(ctx.db, pageId, before, limit + 1)
    return {
      versions: heads.slice(0, limit).map((head) => toVersion(row, head)),
      more: heads.length > limit,
    }
  },
})

/** Shows a version, and what would change if it became the draft. */
export const showPageVersion = operation(contract.showPageVersion, {
  allow: 'pages.edit',
  async run(ctx, { pageId, number }) {
    const row = await findPage(ctx.db, pageId)
    const version = await findVersion(ctx.db, pageId, number)
    const differences = diffDocuments(await readDraft(ctx.db, pageId), version.document)
    return { version: toVersion(row, version), document: version.document, differences }
  },
})

/** Makes a version the draft again as an edit that open editors see; the state before stays as a version of its own. */
export const restorePageVersion = operation(contract.restorePageVersion, {
  allow: 'pages.edit',
  async run(ctx, { pageId, number }) {
    const row = await lockPage(ctx.db, pageId)
    const { document } = await findVersion(ctx.db, pageId, number)
    const before = await readDraft(ctx.db, pageId)
    const differences = diffDocuments(before, document)
    if (differences.length === 0) return toPage(ctx.actor, row)
    const [newest] = await listVersionHeads(ctx.db, pageId, undefined, 1)
    const isKept = newest && isSameJson((await findVersion(ctx.db, pageId, newest.number)).document, before)
    if (!isKept) {
      await insertVersion(ctx.db, {
        page_id: pageId,
        tenant_id: ctx.tenant,
        document: before,
        note: '',
        kind: 'saved',
        at: ctx.now(),
        person_id: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
      })
    }
    await changeDraft(ctx, pageId, (ydoc) => applyVersion(ydoc, document))
    ctx.record({
      object: { type: 'page', id: pageId, name: row.title },
      detail: { restoredVersion: number, changes: differences.length },
    })
    ctx.emit(contract.pageChanged, { pageId })
    return toPage(ctx.actor, await findPage(ctx.db, pageId))
  },
})

function toVersion(row: PageRow, head: VersionHead) {
  return {
    number: head.number,
    at: head.at.toISOString(),
    by: head.person_id,
    note: head.note,
    kind: head.kind,
    isPublished: head.number === row.published_version,
  }
}
