import { AppError, notFound } from '@flexoffice/base'
import type { NotedProblem } from '@flexoffice/contract/sources'
import type { Generated, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'

interface SourceTable {
  id: string
  tenant_id: string
  name: string
  kind: 'managed' | 'postgres'
  state: Generated<'ready' | 'failing'>
  settings: Record<string, unknown>
  secrets: string | null
  chosen_tables: string[] | null
  left_tables: Generated<string[]>
  fingerprint: string | null
  version: Generated<number>
  created_by: string | null
  created_at: Generated<Date>
  last_checked_at: Date | null
  last_problem: NotedProblem | null
}

type SourceTables = { 'sources.source': SourceTable }

/** A row of `sources.source`. Its secrets are sealed. */
export type SourceRow = Selectable<SourceTable>

/** The sources in the transaction of a tenant. */
export function sourceTables(db: Database) {
  return db.withTables<SourceTables>()
}

/** Finds a source of the tenant, else the same notFound as for anything that cannot be seen. */
export async function findSource(db: Database, sourceId: string): Promise<SourceRow> {
  const row = await sourceTables(db)
    .selectFrom('sources.source')
    .selectAll()
    .where('id', '=', sourceId)
    .executeTakeFirst()
  if (!row) throw notFound(`source ${sourceId}`)
  return row
}

/** Finds a connected source; the tables of the workspace's own database are made and dropped here, not chosen. */
export async function findConnected(db: Database, sourceId: string): Promise<SourceRow> {
  const row = await findSource(db, sourceId)
  if (row.kind !== 'managed') return row
  throw new AppError('read_only', {
    public: 'All tables of the workspace’s own database are part of it; drop those that nobody needs.',
    reason: 'source_is_managed',
  })
}

/** Finds a source and keeps it from others until the transaction ends: what was chosen of it must not change while it is applied. */
export async function lockSource(db: Database, sourceId: string): Promise<SourceRow> {
  await sql`select from sources.source where id = ${sourceId} for update`.execute(db)
  return findSource(db, sourceId)
}

/** Which tables of a source are taken, for the catalogue. */
export function chosenOf(row: SourceRow): { tables?: readonly string[]; left: readonly string[] } {
  return { tables: row.chosen_tables ?? undefined, left: row.left_tables }
}

/** Refuses a name that another source of the workspace has. */
export async function refuseTakenName(db: Database, name: string, exceptId?: string): Promise<void> {
  const found = await sourceTables(db)
    .selectFrom('sources.source')
    .select('id')
    .where(sql<string>`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()
  if (!found || found.id === exceptId) return
  const message = `There is a source named "${name}" already. Choose another name.`
  throw new AppError('already_exists', {
    public: message,
    fields: [{ path: '/name', message, code: 'source_name_taken' }],
    reason: 'source_name_taken',
  })
}

/** Notes what the last look at a source found: null = all is well. */
export async function noteHealth(
  db: Database,
  sourceId: string,
  checkedAt: Date,
  problem: NotedProblem | null,
): Promise<void> {
  await sourceTables(db)
    .updateTable('sources.source')
    .set({
      state: problem === null ? 'ready' : 'failing',
      last_problem: problem && (JSON.stringify(problem) as never),
      last_checked_at: checkedAt,
    })
    .where('id', '=', sourceId)
    .execute()
}
