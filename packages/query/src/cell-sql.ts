import type { CompiledPolicy } from './policy.ts'
import { ruleSetSql } from './rule-sql.ts'
import { comparable, rawColumn, type SqlContext, type SqlValue } from './sql-context.ts'
import type { ColumnShape, TableShape } from './table-shape.ts'

/**
 * What the person may see of a column: the bare column where every readable row shows it, else the value, a mask or
 * null by row. Null when the column may not be read at all. No other expression may reach what a person asks for.
 */
export function governedColumn(
  context: SqlContext,
  table: TableShape,
  policy: CompiledPolicy,
  alias: string,
  column: ColumnShape,
): SqlValue | null {
  const plan = policy.cells.get(column.id)
  if (plan === undefined) return null
  const raw = rawColumn(context, alias, column)
  if (plan.whole) return raw
  const { sql, cast } = comparable(context, raw)
  const value = plan.masks.length > 0 ? { ...raw, sql, cast } : raw
  const arms: string[] = []
  const shown = ruleSetSql(context, table, alias, plan.shown)
  if (shown !== null && shown !== 'false') arms.push(`when ${shown} then ${value.sql}`)
  let rest = ''
  for (const [index, { mask, rows }] of plan.masks.entries()) {
    const fits = mask.kind === 'yearOnly' || raw.type === 'text'
    const masked = (fits ? context.dialect.mask(sql, cast, mask) : null) ?? `null::${cast}`
    const last = rows === 'all' || (index === plan.masks.length - 1 && plan.covered)
    if (!last) arms.push(`when ${ruleSetSql(context, table, alias, rows)} then ${masked}`)
    else rest = masked
    if (last) break
  }
  const masked = { ...value, notNull: false, collated: false }
  if (arms.length === 0) return { ...masked, sql: rest === '' ? `null::${cast}` : rest }
  return { ...masked, sql: `case ${arms.join(' ')}${rest === '' ? '' : ` else ${rest}`} end` }
}
