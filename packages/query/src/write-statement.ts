import { governedColumn } from './cell-sql.ts'
import { makeBinder, type ParameterDescriptor } from './parameters.ts'
import type { CompiledPolicy } from './policy.ts'
import { allowsAny, covers, type RuleSet } from './rule-set.ts'
import { columnById, ruleSetSql } from './rule-sql.ts'
import { allInBrackets, type SqlContext } from './sql-context.ts'
import type { ResultColumn, Statement } from './statement.ts'
import type { TableShape } from './table-shape.ts'

/** One `name as (sql)` of a statement. */
export interface Fragment {
  name: string
  sql: string
}

/**
 * A write as pieces of one statement. `changed` holds the raw written rows, under the table's own column names, for a
 * journal; `select` gives them as the author may see them.
 */
export interface WriteStatement {
  changed: Fragment
  select: string
  /** A further fragment's own parameters begin after these. */
  parameters: readonly ParameterDescriptor[]
  bind: Statement['bind']
  /** What each returned row begins with; behind them stands `t` or `f`: whether the author may read the row at all. */
  columns: readonly ResultColumn[]
  /** The whole statement, with further fragments between the write and the answer. */
  assemble(fragments?: readonly Fragment[]): string
}

const refusalMark = 'flexoffice_row_rule'

/** True for the failure of a statement whose written row breaks the row rule: nothing of it was written. */
export function isRowRuleRefusal(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return code === '22P02' && typeof message === 'string' && message.includes(`"${refusalMark}"`)
}

/** Adds to a write the check of the written row and the answer, cut by the read policy. */
export function finishWrite(
  write: { context: SqlContext; table: TableShape; policy: CompiledPolicy; checkedBefore: RuleSet[] },
  sql: string,
  rulesAfter: readonly RuleSet[],
): WriteStatement {
  const { context, table, policy } = write
  const names = table.columns.map((column) => `t.${context.dialect.identifier(column.name)}`)
  const changed = { name: 'changed', sql: `${sql} returning ${names.join(', ')}` }
  const known = rulesAfter.length > 0 ? rulesAfter : write.checkedBefore
  const cells = visibleCells(
    context,
    table,
    policy,
    known.some((rules) => covers(policy.rows.read, rules)),
  )
  const checks = rulesAfter.flatMap((rules) => ruleSetSql(context, table, 'c', rules) ?? [])
  const guard = checks.length === 0 ? '' : ` where ${guardSql(allInBrackets(checks))}`
  const select = `select ${cells.sql.join(', ')} from changed c${guard}`
  const { descriptors } = context.parameters
  return {
    changed,
    select,
    parameters: descriptors,
    bind: makeBinder(descriptors),
    columns: cells.columns,
    assemble: (fragments = []) => {
      const all = [changed, ...fragments].map((fragment) => `${fragment.name} as (${fragment.sql})`)
      return `with ${all.join(', ')} ${select}`
    },
  }
}

/** Fails, and with it the whole statement, unless the rules are TRUE of the written row, defaults and triggers included. */
function guardSql(rules: string): string {
  return `(case when ${rules} then '0' else '${refusalMark}' end)::int4 = 0`
}

function visibleCells(context: SqlContext, table: TableShape, policy: CompiledPolicy, sure: boolean) {
  if (!allowsAny(policy.rows.read)) return { sql: ['false'], columns: [] }
  const condition = sure ? null : ruleSetSql(context, table, 'c', policy.rows.read)
  const columns: ResultColumn[] = []
  const sql = [...policy.cells.keys()].map((id) => {
    const value = governedColumn(context, table, policy, 'c', columnById(table, id)!)!
    columns.push({ name: id, type: value.type, databaseType: value.databaseType, field: { column: id } })
    return condition === null ? value.sql : `case when ${condition} then ${value.sql} end`
  })
  return { sql: [...sql, condition === null ? 'true' : `coalesce(${condition}, false)`], columns }
}
