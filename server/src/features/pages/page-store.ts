import { AppError, notFound, plainWords } from '@flexoffice/base'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { printStable } from '@flexoffice/page-model'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'

interface PageTable {
  id: string
  tenant_id: string
  title: string
  slug: string
  icon: string | null
  readers: string[]
  published_version: number | null
  published_at: Date | null
  published_clock: string | null
  created_at: Date
  created_by: string | null
  updated_at: Date
  updated_by: string | null
  removed_at: Date | null
}

interface VersionTable {
  page_id: string
  number: number
  tenant_id: string
  title: string
  document: string
  note: string
  kind: 'published' | 'saved' | 'restored'
  at: Date
  person_id: string | null
}

type PageTables = { 'pages.page': PageTable; 'pages.version': VersionTable }

/** A page with what its draft and its published version say. */
export type PageRow = Selectable<PageTable> & { clock: string; published_title: string | null }
export type VersionHead = Pick<Selectable<VersionTable>, 'number' | 'note' | 'kind' | 'at' | 'person_id'>
export type VersionRow = VersionHead & { document: PageDocument }

const headColumns = ['number', 'note', 'kind', 'at', 'person_id'] as const

function pageTables(db: Database) {
  return db.withTables<PageTables>()
}

function selectPages(condition: ReturnType<typeof sql<boolean>>) {
  return sql<PageRow>`select page.*, draft.clock, version.title as published_title
    from pages.page join pages.draft on draft.page_id = page.id
    left join pages.version on version.page_id = page.id and version.number = page.published_version
    where ${condition} order by page.title, page.id`
}

/** Every page of the workspace, or every page in the bin. */
export async function listPageRows(db: Database, removed: boolean): Promise<PageRow[]> {
  const condition = removed ? sql<boolean>`removed_at is not null` : sql<boolean>`removed_at is null`
  return (await selectPages(condition).execute(db)).rows
}

/** A page, also from the bin; undefined when the workspace has none of this id. */
export async function loadPage(db: Database, pageId: string): Promise<PageRow | undefined> {
  return (await selectPages(sql<boolean>`page.id = ${pageId}`).execute(db)).rows[0]
}

/** A page that is not in the bin, else the same notFound as for anything that cannot be seen. */
export async function findPage(db: Database, pageId: string): Promise<PageRow> {
  const row = await loadPage(db, pageId)
  if (!row || row.removed_at) throw notFound(`page ${pageId}`)
  return row
}

/** What a page is called; undefined when it is gone, or in the bin and those there do not count. */
export async function findPageHead(
  db: Database,
  pageId: string,
  alsoRemoved = false,
): Promise<Pick<PageRow, 'id' | 'title'> | undefined> {
  const row = await loadPage(db, pageId)
  return row && (alsoRemoved || !row.removed_at) ? row : undefined
}

/** Finds a page and keeps others from changing it or its draft until the transaction ends. */
export async function lockPage(db: Database, pageId: string): Promise<PageRow> {
  await sql`select 1 from pages.page where id = ${pageId} for update`.execute(db)
  return findPage(db, pageId)
}

/** The ids of the pages that links may lead to. */
export async function listPageIds(db: Database): Promise<Set<string>> {
  const rows = await pageTables(db)
    .selectFrom('pages.page')
    .select('id')
    .where('removed_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Adds a page; of several with the same name each gets its own slug. */
export async function insertPage(
  db: Database,
  page: Pick<PageTable, 'id' | 'tenant_id' | 'title' | 'created_at' | 'created_by'>,
): Promise<void> {
  const slug = await freeSlug(db, page.title)
  await pageTables(db)
    .insertInto('pages.page')
    .values({
      ...page,
      slug,
      icon: null,
      readers: [],
      published_version: null,
      published_at: null,
      published_clock: null,
      updated_at: page.created_at,
      updated_by: page.created_by,
      removed_at: null,
    })
    .execute()
}

/** Changes fields of a page. */
export async function updatePage(db: Database, pageId: string, change: Partial<PageTable>): Promise<void> {
  await pageTables(db).updateTable('pages.page').set(change).where('id', '=', pageId).execute()
}

/** Deletes a page for good with its draft and versions, when it has been in the bin since before `removedBefore`. */
export async function purgePage(db: Database, pageId: string, removedBefore: Date): Promise<PageRow | null> {
  const row = await loadPage(db, pageId)
  if (!row?.removed_at || row.removed_at > removedBefore) return null
  await pageTables(db).deleteFrom('pages.page').where('id', '=', pageId).execute()
  return row
}

/** Adds a version under the page's lock; answers its number. */
export async function insertVersion(
  db: Database,
  version: Omit<VersionRow, 'number'> & { page_id: string; tenant_id: string },
): Promise<number> {
  const result = await sql<{ number: number }>`insert into pages.version
      (page_id, number, tenant_id, title, document, note, kind, at, person_id)
    select ${version.page_id}, coalesce(max(number), 0) + 1, ${version.tenant_id}, ${version.document.title.replaceAll('\0', '')},
      ${printStable(version.document)}, ${version.note}, ${version.kind}, ${version.at}, ${version.person_id}
    from pages.version where page_id = ${version.page_id} returning number`.execute(db)
  return result.rows[0]!.number
}

/** Finds one version. */
export async function findVersion(db: Database, pageId: string, number: number): Promise<VersionRow> {
  const row = await pageTables(db)
    .selectFrom('pages.version')
    .select([...headColumns, 'document'])
    .where('page_id', '=', pageId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw notFound(`version ${number} of page ${pageId}`)
  return { ...row, document: JSON.parse(row.document) as PageDocument }
}

/** Versions without their documents, newest first. */
export async function listVersionHeads(
  db: Database,
  pageId: string,
  before: number | undefined,
  limit: number,
): Promise<VersionHead[]> {
  let query = pageTables(db).selectFrom('pages.version').select(headColumns).where('page_id', '=', pageId)
  if (before !== undefined) query = query.where('number', '<', before)
  return query.orderBy('number', 'desc').limit(limit).execute()
}

async function freeSlug(db: Database, title: string): Promise<string> {
  const base = toSlug(title)
  const taken = await pageTables(db)
    .selectFrom('pages.page')
    .select('slug')
    .where((where) => where.or([where('slug', '=', base), where('slug', 'like', `${base}-%`)]))
    .execute()
  const slugs = new Set(taken.map((row) => row.slug))
  if (!slugs.has(base)) return base
  for (let number = 2; number < 100_000; number += 1)
    if (!slugs.has(`${base}-${number}`)) return `${base}-${number}`
  throw new AppError('conflict', { public: 'Too many pages have this name. Choose another.' })
}

function toSlug(title: string): string {
  return plainWords(title).join('-').slice(0, 60).replace(/-$/, '') || 'page'
}
