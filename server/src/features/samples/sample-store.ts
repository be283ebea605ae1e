import { AppError } from '@flexoffice/base'
import type { SampleCompany } from '@flexoffice/contract/samples'
import type { NotedProblem } from '@flexoffice/contract/sources'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../core/store/management-store.ts'
import type { CompanyTable } from './company/company-files.ts'
import type { SampleLanguage } from './company/words.ts'

interface CompanyRecord {
  tenant_id: string
  state: Exclude<SampleCompany['state'], 'none'> | 'clearing'
  person_id: string
  session_id: string
  ip: string | null
  language: SampleLanguage
  readers: string[]
  last_day: string
  imports: Record<CompanyTable, string>
  relations: Partial<Record<string, string>> | null
  page_id: string | null
  problem: NotedProblem | null
  opened_at: Date
}

type SampleTables = { 'samples.company': CompanyRecord }

/** A row of `samples.company`. */
export type CompanyRow = Selectable<CompanyRecord>

/** The feature's table in the transaction of a tenant, which shows at most one row. */
function sampleTables(db: Database) {
  return db.withTables<SampleTables>()
}

/** The sample company of the workspace, if there is one. */
export function findCompany(db: Database): Promise<CompanyRow | undefined> {
  return sampleTables(db).selectFrom('samples.company').selectAll().executeTakeFirst()
}

/** The same, kept from others until the transaction ends. */
export function lockCompany(db: Database): Promise<CompanyRow | undefined> {
  return sampleTables(db).selectFrom('samples.company').selectAll().forUpdate().executeTakeFirst()
}

/** Notes a company that is to be opened; of two at once the second is refused, as when there is one already. */
export async function insertCompany(
  db: Database,
  row: Omit<CompanyRow, 'state' | 'relations' | 'page_id' | 'problem'>,
): Promise<void> {
  const json = (value: unknown) => JSON.stringify(value)
  const { rows } = await sql`insert into samples.company
      (tenant_id, state, person_id, session_id, ip, language, readers, last_day, imports, opened_at)
    values (${row.tenant_id}, 'opening', ${row.person_id}, ${row.session_id}, ${row.ip}, ${row.language},
      ${row.readers}, ${row.last_day}, ${json(row.imports)}::jsonb, ${row.opened_at})
    on conflict (tenant_id) do update set state = excluded.state, person_id = excluded.person_id,
      session_id = excluded.session_id, ip = excluded.ip, language = excluded.language, readers = excluded.readers,
      last_day = excluded.last_day, imports = excluded.imports, opened_at = excluded.opened_at,
      relations = null, page_id = null, problem = null
    where company.state = 'failed' returning 1`.execute(db)
  if (rows.length === 0) throw alreadyThere()
}

/** Says that the workspace has its sample company, or that one is on its way. */
export function alreadyThere(): AppError {
  return new AppError('already_exists', {
    public:
      'The sample company is in this workspace already, or on its way. Open its page, or remove it before you open it anew.',
    reason: 'sample_company_exists',
  })
}

/** Changes fields of the company. */
export async function updateCompany(
  db: Database,
  { relations, problem, ...change }: Partial<CompanyRow>,
): Promise<void> {
  const asJson = (value: unknown) =>
    value === undefined || value === null ? value : (JSON.stringify(value) as never)
  await sampleTables(db)
    .updateTable('samples.company')
    .set({ ...change, relations: asJson(relations), problem: asJson(problem) } as never)
    .execute()
}

/** Forgets the company. */
export async function deleteCompany(db: Database): Promise<void> {
  await sampleTables(db).deleteFrom('samples.company').execute()
}
