import { AppError } from '@flexoffice/base'
import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Database } from '../../core/store/management-store.ts'

/** Told at the commit of every change of a draft, to every process that has the page open. */
export const draftChannel = 'flexoffice_page'

/** The process that changes a draft by an operation, not by a live connection: every open editor reads it back. */
export const operationNode = '00000000-0000-0000-0000-000000000000'

export interface DraftUpdate {
  personId: string | null
  at: Date
  bytes: Uint8Array
}

interface Draft {
  state: Uint8Array
  clock: number
}

const updatesBeforeCompaction = 500

/** Stores the first state of a page's draft. */
export async function insertDraft(
  db: Database,
  tenantId: string,
  pageId: string,
  state: Uint8Array,
): Promise<void> {
  await sql`insert into pages.draft (page_id, tenant_id, state) values (${pageId}, ${tenantId}, ${Buffer.from(state)})`.execute(
    db,
  )
}

/** The draft with all that was accepted, also by editors who are at it now; null when there is no such page. */
export async function loadDraft(db: Database, pageId: string): Promise<Draft | null> {
  const { rows } = await sql<{ state: Buffer; clock: string; updates: Buffer[] | null }>`
    select state, clock, (select array_agg(bytes order by live_update.clock) from pages.live_update
      where live_update.page_id = draft.page_id and live_update.clock > draft.compacted_clock) as updates
    from pages.draft where page_id = ${pageId}`.execute(db)
  const row = rows[0]
  if (!row) return null
  return { state: merge(row.state, row.updates ?? []), clock: Number(row.clock) }
}

/** Appends accepted updates; they are durable with the commit. Throws `gone` when the page went into the bin meanwhile. */
export async function appendUpdates(
  db: Database,
  page: { tenantId: string; pageId: string; node: string; title: string },
  updates: readonly DraftUpdate[],
): Promise<number> {
  const last = updates.at(-1)!
  const found = await sql`update pages.page set updated_at = ${last.at}, updated_by = ${last.personId},
      title = coalesce(nullif(${page.title.replaceAll('\0', '')}, ''), title)
    where id = ${page.pageId} and removed_at is null returning id`.execute(db)
  if (found.rows.length === 0)
    throw new AppError('gone', { public: 'This page is in the bin. Bring it back to change it.' })
  const moved = await sql<{ clock: string }>`update pages.draft set clock = clock + ${updates.length}
    where page_id = ${page.pageId} returning clock`.execute(db)
  const clock = Number(moved.rows[0]!.clock)
  const first = clock - updates.length + 1
  await sql`insert into pages.live_update (page_id, clock, tenant_id, node, person_id, at, bytes)
    select ${page.pageId}, ${first}::bigint + place - 1, ${page.tenantId}, ${page.node}, person_id, at, bytes
    from unnest(${updates.map((update) => update.personId)}::uuid[], ${updates.map((update) => update.at)}::timestamptz[],
      ${updates.map((update) => Buffer.from(update.bytes))}::bytea[]) with ordinality as given (person_id, at, bytes, place)`.execute(
    db,
  )
  await tellEditors(db, page)
  return clock
}

/** Makes every process look at the page again with the commit. */
export async function tellEditors(db: Database, page: { pageId: string; node: string }): Promise<void> {
  const payload = JSON.stringify({ pageId: page.pageId, node: page.node })
  await sql`select pg_notify(${draftChannel}, ${payload})`.execute(db)
}

/** What other processes and operations accepted after a clock; null when the page is in the bin or gone. */
export async function readNews(
  db: Database,
  pageId: string,
  after: number,
  node: string,
): Promise<{ clock: number; updates: Uint8Array[] } | null> {
  const { rows } = await sql<{ clock: string; state: Buffer | null; updates: Buffer[] | null }>`
    select draft.clock, case when compacted_clock > ${after} then state end as state,
      (select array_agg(bytes order by live_update.clock) from pages.live_update
        where live_update.page_id = draft.page_id and live_update.clock > ${after} and node <> ${node}) as updates
    from pages.draft join pages.page on page.id = draft.page_id
    where page_id = ${pageId} and removed_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  return { clock: Number(row.clock), updates: [...(row.state ? [row.state] : []), ...(row.updates ?? [])] }
}

/** Puts a long log into one state. Who had not read the log yet reads the state instead. */
export async function compactDraft(db: Database, pageId: string): Promise<void> {
  const { rows } = await sql<{ waiting: string }>`select clock - compacted_clock as waiting from pages.draft
    where page_id = ${pageId}`.execute(db)
  if (!rows[0] || Number(rows[0].waiting) < updatesBeforeCompaction) return
  await sql`select 1 from pages.draft where page_id = ${pageId} for update`.execute(db)
  const draft = await loadDraft(db, pageId)
  if (!draft) return
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, draft.state)
  const state = Buffer.from(Y.encodeStateAsUpdate(ydoc))
  ydoc.destroy()
  await sql`update pages.draft set state = ${state}, compacted_clock = ${draft.clock} where page_id = ${pageId}`.execute(
    db,
  )
  await sql`delete from pages.live_update where page_id = ${pageId} and clock <= ${draft.clock}`.execute(db)
}

function merge(state: Uint8Array, updates: readonly Uint8Array[]): Uint8Array {
  return updates.length === 0 ? state : Y.mergeUpdates([state, ...updates])
}
