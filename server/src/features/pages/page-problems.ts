import { isId } from '@flexoffice/base'
import type { PageDocument } from '@flexoffice/contract/page-document'
import type { PageProblem } from '@flexoffice/page-model'
import { checkDocument, createWidgetRegistry } from '@flexoffice/page-model'
import type { TableShape } from '@flexoffice/query'
import { listReadableColumns } from '@flexoffice/query'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { GovernedCatalogue } from '../access/api.ts'
import { governedCatalogue } from '../access/api.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { listPageIds } from './page-store.ts'

const registry = createWidgetRegistry()
const readableOf = new WeakMap<GovernedCatalogue, ReadonlyMap<string, TableShape>>()

/** Every mistake of a page, judged by the tables and columns that the caller may read. */
export async function findProblems(ctx: Context, page: PageDocument): Promise<PageProblem[]> {
  const catalogue = await governedCatalogue(ctx.runtime, ctx.actor)
  const problems = checkDocument(page, registry, {
    tables: readableTables(catalogue),
    pages: await listPageIds(ctx.db),
  })
  return nameColumns(ctx, problems)
}

/** Tables cut to the columns that can be seen on some row; computed once for everybody with the same rights. */
function readableTables(catalogue: GovernedCatalogue): ReadonlyMap<string, TableShape> {
  const known = readableOf.get(catalogue)
  if (known) return known
  const tables = new Map<string, TableShape>()
  for (const [id, shape] of catalogue.tables) {
    const policy = catalogue.policies.get(id)
    const readable = new Set(policy ? listReadableColumns(policy) : [])
    if (readable.size === 0) continue
    tables.set(id, { ...shape, columns: shape.columns.filter((column) => readable.has(column.id)) })
  }
  readableOf.set(catalogue, tables)
  return tables
}

/**
 * Puts a name in place of a lost column's id: the catalogue's for those who see the structure of every table. To others
 * it stays the one that the query itself gives it, if any.
 */
async function nameColumns(ctx: Context, problems: PageProblem[]): Promise<PageProblem[]> {
  const ids = problems.filter(isUnknownColumn).map(({ params }) => String(params.column))
  if (ids.length === 0) return problems
  const names = await catalogueNames(ctx, ids)
  return problems.map((problem) => {
    if (!isUnknownColumn(problem)) return problem
    const id = String(problem.params.column)
    const columnName = names.get(id)
    if (columnName === undefined) return problem
    const message = problem.message.replace(`"${problem.params.columnName ?? id}"`, () => `"${columnName}"`)
    return { ...problem, message, params: { ...problem.params, columnName } }
  })
}

function isUnknownColumn(problem: PageProblem): boolean {
  return problem.code === 'unknown_column'
}

async function catalogueNames(ctx: Context, ids: string[]): Promise<Map<string, string>> {
  if (!holds(ctx.actor, 'access.manage') && !holds(ctx.actor, 'sources.connect')) return new Map()
  const known = ids.filter(isId)
  if (known.length === 0) return new Map()
  const rows = await catalogueTables(ctx.db)
    .selectFrom('catalogue.column')
    .select(['id', 'name'])
    .where('id', 'in', known)
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}
