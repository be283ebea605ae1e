import { invalidField } from '@flexoffice/base'
import { groupCore } from './group-core.ts'
import { orderKey, orderSql } from './order-sql.ts'
import { pageSql } from './query-fields.ts'
import type { QueryScope } from './query-scope.ts'
import { orderable, type SqlValue } from './sql-context.ts'
import { type CompiledQuery, makeStatement, type ResultColumn } from './statement.ts'
import type { FieldReference } from './structured-query.ts'
import { totalStatement } from './total-sql.ts'

/** A query with groups or aggregates: the source calculates, over governed values of governed rows. */
export function groupQuery(scope: QueryScope): CompiledQuery {
  const { query, context } = scope
  if (query.select.length > 0)
    throw invalidField('/select', 'With groups or aggregates, leave the columns empty.')
  if (query.page.kind === 'keyset') throw invalidField('/page/kind', 'Page groups by offset.')
  const core = groupCore(scope)
  const keys = (query.sort ?? []).map((item, index) => {
    const found = core.read(item.field, `/sort/${index}/field`)
    return orderKey(found, orderable(context, found), item.direction, item.nulls)
  })
  for (const group of core.groups.values()) {
    const form = orderable(context, group)
    if (!keys.some((key) => key.sql === form.sql)) keys.push(orderKey(group, form))
  }
  const order = core.groups.size === 0 ? '' : orderSql(keys)
  return {
    ...makeStatement(`${core.sql}${order}${pageSql(scope)}`, context.parameters.descriptors),
    columns: listColumns(core.groups, core.aggregates),
    cursorAfter: null,
    total: totalStatement(scope),
  }
}

function listColumns(
  groups: ReadonlyMap<string, SqlValue>,
  aggregates: ReadonlyMap<string, SqlValue>,
): ResultColumn[] {
  const column = (name: string, { type, databaseType }: SqlValue, field: FieldReference): ResultColumn => ({
    name,
    type,
    databaseType,
    field,
  })
  return [
    ...[...groups].map(([name, cell]) => column(name, cell, { group: name })),
    ...[...aggregates].map(([name, cell]) => column(name, cell, { aggregate: name })),
  ]
}
