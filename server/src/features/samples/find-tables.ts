import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { findImports } from '../sources/api.ts'
import type { CompanyTable } from './company/company-files.ts'
import { companyTables } from './company/company-files.ts'
import type { CompanyRow } from './sample-store.ts'

/** The ids that the tables of the company have, as far as they were loaded, whatever became of them since. */
export async function findTableIds(
  db: Database,
  { imports }: Pick<CompanyRow, 'imports'>,
): Promise<Partial<Record<CompanyTable, string>>> {
  const made = await findImports(db, Object.values(imports))
  return Object.fromEntries(
    companyTables.flatMap((table) => {
      const id = made.find((each) => each.id === imports[table])?.table_id
      return id ? [[table, id]] : []
    }),
  )
}

/** The tables of the company that still stand, in the order in which they were made. */
export async function findTables(db: Database, row: Pick<CompanyRow, 'imports'>) {
  const ids = Object.values(await findTableIds(db, row))
  if (ids.length === 0) return []
  const rows = await catalogueTables(db)
    .selectFrom('catalogue.table')
    .selectAll()
    .where('id', 'in', ids)
    .where('state', '=', 'active')
    .execute()
  return rows.sort((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id))
}
