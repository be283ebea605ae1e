import * as contract from '@flexoffice/contract/pages'
import { sql } from 'kysely'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import { governsData } from '../catalogue/api.ts'
import { mayEdit, mayRead, toPage } from './page-access.ts'
import { readDraft } from './page-draft.ts'
import { listPageRows } from './page-store.ts'

interface Use {
  draft: boolean
  published: boolean
}

/** Lists the pages that break when a relation is removed: those whose draft or published version follows it. */
export const listRelationUses = operation(contract.listRelationUses, {
  allow: governsData,
  async run(ctx, { relationId }) {
    const uses = await findUses(ctx.db, relationId)
    const using = (await listPageRows(ctx.db, false)).filter((row) => uses.has(row.id))
    const shown = using.filter((row) => mayEdit(ctx.actor) || mayRead(ctx.actor, row))
    return {
      pages: shown.map((row) => ({
        id: row.id,
        title: toPage(ctx.actor, row).title,
        ...uses.get(row.id)!,
      })),
      hidden: using.length - shown.length,
    }
  },
})

/**
 * Ids stand as they are in documents and in the log of a draft's changes, so the database finds every candidate. A log keeps
 * what was removed since, too: only the draft itself decides.
 */
async function findUses(db: Database, relationId: string): Promise<Map<string, Use>> {
  const { rows } = await sql<{ id: string; published: boolean; candidate: boolean }>`
    select * from (
      select page.id, coalesce(position(${relationId} in version.document) > 0, false) as published,
        position(${relationId}::text::bytea in draft.state) > 0 or exists (
          select from pages.live_update where live_update.page_id = page.id
            and position(${relationId}::text::bytea in live_update.bytes) > 0) as candidate
      from pages.page join pages.draft on draft.page_id = page.id
        left join pages.version on version.page_id = page.id and version.number = page.published_version
      where page.removed_at is null) as page
    where published or candidate`.execute(db)
  const uses = new Map<string, Use>()
  for (const { id, published, candidate } of rows) {
    const draft = candidate && JSON.stringify((await readDraft(db, id)).queries).includes(relationId)
    if (draft || published) uses.set(id, { draft, published })
  }
  return uses
}
