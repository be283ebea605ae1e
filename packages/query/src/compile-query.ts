import { invalidField } from '@flexoffice/base'
import { defaultName } from './default-name.ts'
import { type Dialect, postgresDialect } from './dialect.ts'
import { isGrouped } from './group-core.ts'
import { groupQuery } from './group-sql.ts'
import { listQuery } from './list-sql.ts'
import { type Catalogue, openScope } from './query-scope.ts'
import type { CompiledQuery } from './statement.ts'
import type { Query } from './structured-query.ts'

/** What the configuration allows. */
export interface QueryLimits {
  /** Rows per page, at most 10,000. */
  maximumRows: number
}

/** Compiles a query under the policies of one person's roles. Every table node carries its policy. */
export function compileQuery(
  query: Query,
  catalogue: Catalogue,
  limits: QueryLimits,
  dialect: Dialect = postgresDialect,
): CompiledQuery {
  if (query.page.limit > limits.maximumRows) {
    throw invalidField(
      '/page/limit',
      `Ask for at most ${limits.maximumRows} rows at once.`,
      'limit_too_large',
    )
  }
  // A copy, so that no node stands in two places: each has literals of its own.
  const scope = openScope(JSON.parse(JSON.stringify(query)) as Query, catalogue, dialect)
  refuseRepeatedNames(query)
  return isGrouped(query) ? groupQuery(scope) : listQuery(scope)
}

function refuseRepeatedNames(query: Query): void {
  const lists = [
    { path: '/select', names: query.select.map((item) => item.as ?? defaultName(item.field)) },
    { path: '/computed', names: (query.computed ?? []).map((item) => item.name) },
    { path: '/group', names: [...(query.group ?? []), ...(query.aggregates ?? [])].map((item) => item.as) },
  ]
  for (const { path, names } of lists) {
    if (new Set(names).size < names.length)
      throw invalidField(path, 'Each name may be used only once.', 'repeated_name')
  }
}
