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
