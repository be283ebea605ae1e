import { invalidField, notFound } from '@flexoffice/base'
import { governedColumn } from './cell-sql.ts'
import type { Dialect } from './dialect.ts'
import type { CompiledPolicy } from './policy.ts'
import { allowsAny } from './rule-set.ts'
import { columnById, compareValues, followRelation, ruleSetSql } from './rule-sql.ts'
import { type LiteralSlots, slotsOf } from './shape.ts'
import { newAlias, newContext, rawColumn, type SqlContext, type SqlValue, tableSql } from './sql-context.ts'
import type { ColumnReference, Query } from './structured-query.ts'
import type { RelationShape, TableShape } from './table-shape.ts'

/** The tables of the workspace and what the person may do with each. A table without a policy is not there. */
export interface Catalogue {
  tables: ReadonlyMap<string, TableShape>
  policies: ReadonlyMap<string, CompiledPolicy>
}

/** One table node of the statement. Its columns are only reached through `readColumn`. */
export interface TableNode {
  alias: string
  table: TableShape
  policy: CompiledPolicy
  /** For a joined row that may be missing: the expression that is null then. */
  presence: string | null
}

/** The state of one compilation. */
export interface QueryScope {
  context: SqlContext
  catalogue: Catalogue
  root: TableNode
  query: Query
  slots: LiteralSlots
  joins: Map<string, { node: TableNode; sql: string }>
  computed: Map<string, SqlValue>
}

/** Opens the queried table, or answers as if there were none. */
export function openScope(query: Query, catalogue: Catalogue, dialect: Dialect): QueryScope {
  const table = catalogue.tables.get(query.table)
  const policy = catalogue.policies.get(query.table)
  if (!table || !policy || policy.tableId !== table.id || !allowsAny(policy.rows.read)) {
    throw notFound(`table ${query.table}`)
  }
  return {
    context: newContext(dialect, catalogue.tables),
    catalogue,
    root: { alias: 't', table, policy, presence: null },
    query,
    slots: slotsOf(query),
    joins: new Map(),
    computed: new Map(),
  }
}

/** The governed value of a column of the table or of a related row. Unknown and unreadable are one and the same error. */
export function readReference(scope: QueryScope, reference: ColumnReference, path: string): SqlValue {
  let node = scope.root
  let key = ''
  for (const relationId of reference.through ?? []) {
    key += JSON.stringify(relationId)
    node = join(scope, node, relationId, key, path)
  }
  const value = readColumn(scope.context, node, reference.column)
  if (value === null) throw unknownField(path)
  return value
}

/**
 * Whether `readReference` would give a value: the column, each table on the way to it and the columns that join them can
 * be read on some row.
 */
export function isReadable(
  { tables, policies }: Catalogue,
  tableId: string,
  { column, through = [] }: ColumnReference,
): boolean {
  const canRead = (id: string, columnId: string) => policies.get(id)?.cells.has(columnId) === true
  let table = tables.get(tableId)
  for (const relationId of through) {
    const step = table && followRelation(tables, table, relationId)
    if (!table || !step) return false
    const { id } = table
    const joined =
      step.relation.columns.every((columnId) => canRead(id, columnId)) &&
      step.relation.toColumns.every((columnId) => canRead(step.table.id, columnId))
    if (!joined) return false
    table = step.table
  }
  return table !== undefined && columnById(table, column) !== undefined && canRead(table.id, column)
}

/** The governed value of a column of one node; null when it is unknown or unreadable. */
export function readColumn(context: SqlContext, node: TableNode, columnId: string): SqlValue | null {
  const column = columnById(node.table, columnId)
  const value = column && governedColumn(context, node.table, node.policy, node.alias, column)
  if (!value) return null
  if (node.presence === null) return value
  const fixed = node.policy.cells.get(columnId)!.masks.some(({ mask }) => mask.kind === 'fixed')
  const sql = fixed ? `case when ${node.presence} is not null then ${value.sql} end` : value.sql
  return { ...value, sql, notNull: false }
}

/** The one answer for a field that is not there and for one that the person may not read. */
export function unknownField(path: string): Error {
  return invalidField(
    path,
    'There is no such field that you can use here. Choose another one.',
    'unknown_field',
  )
}

/** `from "s"."t" t left join ...`, every node with its policy. */
export function fromSql(scope: QueryScope): string {
  const joins = [...scope.joins.values()].map((entry) => ` left join ${entry.sql}`)
  return `from ${tableSql(scope.context, scope.root.table)} ${scope.root.alias}${joins.join('')}`
}

/** The row rule of the queried table, or null when the person sees every row. */
export function rowConditions(scope: QueryScope): string[] {
  const { table, alias, policy } = scope.root
  const sql = ruleSetSql(scope.context, table, alias, policy.rows.read)
  return sql === null ? [] : [sql]
}

function join(scope: QueryScope, from: TableNode, relationId: string, key: string, path: string): TableNode {
  const known = scope.joins.get(key)
  if (known) return known.node
  const target = followRelation(scope.catalogue.tables, from.table, relationId)
  const policy = target && scope.catalogue.policies.get(target.table.id)
  if (!target || !policy || policy.tableId !== target.table.id || !allowsAny(policy.rows.read))
    throw unknownField(path)
  const alias = newAlias(scope.context, 'j')
  const node: TableNode = { alias, table: target.table, policy, presence: null }
  const sql = joinSql(scope, from, node, target.relation, path)
  const first = columnById(target.table, target.relation.toColumns[0]!)!
  node.presence = rawColumn(scope.context, alias, first).sql
  scope.joins.set(key, { node, sql })
  return node
}

function joinSql(
  scope: QueryScope,
  from: TableNode,
  node: TableNode,
  relation: RelationShape,
  path: string,
): string {
  const { context } = scope
  const pairs = relation.columns.map((columnId, index) => {
    const left = readColumn(context, node, relation.toColumns[index]!)
    const right = readColumn(context, from, columnId)
    if (left === null || right === null) throw unknownField(path)
    return compareValues(context, '=', left, right)
  })
  const rows = ruleSetSql(context, node.table, node.alias, node.policy.rows.read)
  const conditions = rows === null ? pairs : [...pairs, rows]
  return `${tableSql(context, node.table)} ${node.alias} on ${conditions.join(' and ')}`
}
