import type { SampleCompany } from '@flexoffice/contract/samples'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { findPageHead } from '../pages/api.ts'
import { findImports } from '../sources/api.ts'
import { companyName } from './company/company-files.ts'
import { findTables } from './find-tables.ts'
import { governsCompany, mayBuild } from './sample-access.ts'
import { findCompany } from './sample-store.ts'

/** How much of the work of opening is done when every table is loaded. */
const loadedShare = 0.9

/** The sample company as the caller sees it. */
export async function describeCompany(ctx: Context, db: Database): Promise<SampleCompany> {
  const row = await findCompany(db)
  const workspaceIsEmpty = await hasNoTables(db)
  if (!row) {
    return {
      ...nothing,
      workspaceIsEmpty,
      abilities: { open: mayBuild(ctx), remove: false },
    }
  }
  const imports = await findImports(db, Object.values(row.imports))
  const tables = await findTables(db, row)
  const page = row.page_id === null ? undefined : await findPageHead(db, row.page_id)
  const loaded = imports.reduce((sum, { progress }) => sum + progress, 0) / imports.length
  const isOver = row.state === 'clearing' || (row.state === 'removing' && row.problem === null)
  return {
    state: row.state === 'clearing' ? 'opening' : row.state,
    name: companyName,
    progress: row.state === 'opening' ? loaded * loadedShare : 1,
    tables: tables.map(({ id, label }) => ({ id, label })),
    page: page ? { id: page.id, title: page.title } : null,
    problem: row.problem,
    workspaceIsEmpty,
    abilities: {
      open: row.state === 'failed' && mayBuild(ctx),
      remove: row.state !== 'failed' && !isOver && governsCompany(ctx, row, tables),
    },
  }
}

const nothing = {
  state: 'none' as const,
  name: companyName,
  progress: 0,
  tables: [],
  page: null,
  problem: null,
}

async function hasNoTables(db: Database): Promise<boolean> {
  const found = await catalogueTables(db)
    .selectFrom('catalogue.table')
    .select('id')
    .where('state', '=', 'active')
    .limit(1)
    .execute()
  return found.length === 0
}
