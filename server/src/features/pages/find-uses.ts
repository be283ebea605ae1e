import { sql } from 'kysely'
import type { Actor } from '../../core/actor.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { RoleUse } from '../people/api.ts'
import { mayEdit, mayRead, toPage } from './page-access.ts'
import { readDraft } from './page-draft.ts'
import { listPageRows } from './page-store.ts'

/** A page that names a thing, and where. */
export interface PageUse {
  id: string
  title: string
  draft: boolean
  published: boolean
}

/** The pages that name a table or a relation by its id; of those that the actor may not open only the number is told. */
export async function findUses(
  db: Database,
  actor: Actor,
  usedId: string,
): Promise<{ pages: PageUse[]; hidden: number }> {
  const uses = await readUses(db, usedId)
  const using = (await listPageRows(db, false)).filter((row) => uses.has(row.id))
  const shown = using.filter((row) => mayEdit(actor) || mayRead(actor, row))
  return {
    pages: shown.map((row) => ({ id: row.id, title: toPage(actor, row).title, ...uses.get(row.id)! })),
    hidden: using.length - shown.length,
  }
}

/**
 * The pages that are shared with a role, named for those who edit pages. They block its deletion: a page without readers is
 * shared with everybody. One in the bin does not; brought back, it is shared with nobody by a key that no role has.
 */
export async function findSharedPages(db: Database, actor: Actor, role: string): Promise<RoleUse> {
  const shared = (await listPageRows(db, false)).filter((row) => row.readers.includes(role))
  const names = mayEdit(actor) ? shared.map(({ title }) => title) : []
  return { kind: 'page', blocks: true, count: shared.length, names }
}

/**
 * Ids stand as they are in documents and in the log of a draft's changes, so the database finds every candidate. A log keeps
 * what was removed since, too: only the draft itself decides.
 */
async function readUses(
  db: Database,
  usedId: string,
): Promise<Map<string, Pick<PageUse, 'draft' | 'published'>>> {
  const { rows } = await sql<{ id: string; published: boolean; candidate: boolean }>`
    select * from (
      select page.id, coalesce(position(${usedId} in version.document) > 0, false) as published,
        position(${usedId}::text::bytea in draft.state) > 0 or exists (
          select from pages.live_update where live_update.page_id = page.id
            and position(${usedId}::text::bytea in live_update.bytes) > 0) as candidate
      from pages.page join pages.draft on draft.page_id = page.id
        left join pages.version on version.page_id = page.id and version.number = page.published_version
      where page.removed_at is null) as page
    where published or candidate`.execute(db)
  const uses = new Map<string, Pick<PageUse, 'draft' | 'published'>>()
  for (const { id, published, candidate } of rows) {
    const draft = candidate && JSON.stringify(await readDraft(db, id)).includes(usedId)
    if (draft || published) uses.set(id, { draft, published })
  }
  return uses
}
