import { groupCore, isGrouped } from './group-core.ts'
import { whereConditions } from './query-fields.ts'
import { fromSql, openScope, type QueryScope } from './query-scope.ts'
import { allOf, tableSql } from './sql-context.ts'
import { makeStatement, type TotalStatement } from './statement.ts'

/** Where an estimate is not to be had without telling of hidden rows, rows are counted up to here. */
const boundOfEstimates = 10_000

/** The statement that counts the rows or groups of a query, page apart; null when no total is asked for. */
export function totalStatement(page: QueryScope): TotalStatement | null {
  const { total } = page.query
  if (total === undefined) return null
  const scope = openScope(page.query, page.catalogue, page.context.dialect)
  if (isGrouped(scope.query)) {
    const core = groupCore(scope).sql
    return total === 'exact' ? exactly(scope, `select count(*) from (${core}) counted`) : upTo(scope, core)
  }
  const conditions = whereConditions(scope)
  const rows = `${fromSql(scope)}${conditions.length === 0 ? '' : ` where ${allOf(conditions)}`}`
  if (total === 'exact') return exactly(scope, `select count(*) ${rows}`)
  return total === 'estimated' && conditions.length === 0 ? estimate(scope) : upTo(scope, `select ${rows}`)
}

function exactly(scope: QueryScope, sql: string): TotalStatement {
  return { ...makeStatement(sql, scope.context.parameters.descriptors), kind: 'exact' }
}

function upTo(scope: QueryScope, core: string): TotalStatement {
  const { total } = scope.query
  const bound = typeof total === 'object' ? total.bounded : boundOfEstimates
  const sql = `select count(*) from (${core} limit ${bound + 1}) counted`
  return { ...makeStatement(sql, scope.context.parameters.descriptors), kind: 'bounded', bound }
}

/** The planner's own figure; only where no condition holds, so for those who may see every row. */
function estimate(scope: QueryScope): TotalStatement {
  const { dialect } = scope.context
  const statement = makeStatement(dialect.estimate, [
    {
      source: { kind: 'constant', value: tableSql(scope.context, scope.root.table) },
      cast: 'text',
      list: false,
    },
  ])
  return { ...statement, kind: 'estimated' }
}
