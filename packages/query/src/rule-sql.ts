import { commonType } from '@flexoffice/expression'
import type {
  AttributeOperand,
  ColumnOperand,
  CompareOperator,
  Operand,
  RowRule,
} from '@flexoffice/expression/rule'
import type { ValueType } from '@flexoffice/expression/types'
import { type Cast, castFor } from './casts.ts'
import { listRuleColumns, type RuleSet } from './rule-set.ts'
import {
  allInBrackets,
  anyOf,
  comparable,
  newAlias,
  orderable,
  rawColumn,
  type SqlContext,
  type SqlValue,
  tableSql,
  wrap,
} from './sql-context.ts'
import type { RelationShape, TableShape } from './table-shape.ts'

/** The condition of a set of rules on the raw rows of `alias`; null when it holds for all rows. */
export function ruleSetSql(
  context: SqlContext,
  table: TableShape,
  alias: string,
  rules: RuleSet,
): string | null {
  if (rules === 'all') return null
  return anyOf(rules.map((rule) => ruleSql(context, table, alias, rule)))
}

/** One rule in three-valued logic; a rule that follows a relation which is gone, or leads to many rows, is false. */
export function ruleSql(context: SqlContext, table: TableShape, alias: string, rule: RowRule): string {
  if (!listRuleColumns(rule).every((operand) => isResolvable(context, table, operand))) return 'false'
  return visit({ context, table, alias }, rule, true)
}

interface RuleScope {
  context: SqlContext
  table: TableShape
  alias: string
  /** Inside `exists`: the relation whose row is at hand, and its alias. */
  related?: { relationId: string; alias: string }
}

/** `positive`: unknown and false mean the same here, so a relation may become a semi-join. */
function visit(scope: RuleScope, rule: RowRule, positive: boolean): string {
  switch (rule.kind) {
    case 'constant':
      return String(rule.value)
    case 'and':
      return allInBrackets(rule.rules.map((part) => visit(scope, part, positive)))
    case 'or':
      return anyOf(rule.rules.map((part) => visit(scope, part, positive)))
    case 'not':
      return `not ${wrap(visit(scope, rule.rule, false))}`
    case 'isNull':
      return `${wrap(comparable(scope.context, readOperand(scope, rule.operand, null)).sql)} is null`
    default:
      return positive ? semiJoin(scope, rule) : leaf(scope, rule)
  }
}

type LeafRule = Extract<RowRule, { kind: 'compare' | 'in' | 'startsWith' }>

function semiJoin(scope: RuleScope, rule: LeafRule): string {
  const relations = new Set(listRuleColumns(rule).map((operand) => operand.relationId))
  relations.delete(undefined)
  const [relationId] = relations
  if (relations.size !== 1 || relationId === undefined) return leaf(scope, rule)
  const relation = findRelation(scope.table, relationId)
  const alias = newAlias(scope.context, 'r')
  const condition = leaf({ ...scope, related: { relationId, alias } }, rule)
  return `exists (select from ${relatedRows(scope, relation, alias)} and ${condition})`
}

function leaf(scope: RuleScope, rule: LeafRule): string {
  switch (rule.kind) {
    case 'compare':
      return compareOperands(scope, rule.operator, rule.left, rule.right)
    case 'startsWith':
      return startsWith(scope, rule.left, rule.prefix)
    case 'in':
      return isMember(scope, rule.left, rule.list)
  }
}

const operators: Record<CompareOperator, string> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function compareOperands(scope: RuleScope, operator: CompareOperator, left: Operand, right: Operand): string {
  const type = commonType(left.type, right.type)
  if (type === null) return 'false'
  const sides = [readOperand(scope, left, right), readOperand(scope, right, left)] as const
  return compareValues(scope.context, operators[operator], sides[0], sides[1])
}

/** Compares two values of types that meet; ranges of text go by code point. */
export function compareValues(
  context: SqlContext,
  operator: string,
  left: SqlValue,
  right: SqlValue,
): string {
  const ranged = operator !== '=' && operator !== '<>'
  const a = ranged ? orderable(context, left) : comparable(context, left)
  const b = comparable(context, right)
  return `${wrapCollated(meet(context, a, b))} ${operator} ${wrapCollated(meet(context, b, a))}`
}

function wrapCollated(sql: string): string {
  return / collate "C"$/.test(sql) ? sql : wrap(sql)
}

/** A decimal beside a float goes to float, guarded; all other pairs have operators of their own. */
function meet(context: SqlContext, value: { sql: string; cast: Cast }, other: { cast: Cast }): string {
  const float = other.cast === 'float8' || other.cast === 'float4'
  return float && value.cast === 'numeric' ? context.dialect.float(wrap(value.sql)) : value.sql
}

function startsWith(scope: RuleScope, left: Operand, prefix: Operand): string {
  if (left.type !== 'text' || prefix.type !== 'text') return 'false'
  const { context } = scope
  const text = wrap(comparable(context, readOperand(scope, left, null)).sql)
  if (prefix.kind === 'column') {
    return context.dialect.startsWith(text, comparable(context, readOperand(scope, prefix, null)).sql)
  }
  const source =
    prefix.kind === 'attribute'
      ? { kind: 'attribute' as const, name: prefix.name }
      : { kind: 'constant' as const, value: prefix.value }
  const pattern = context.parameters.add({ source, cast: 'text', list: false, pattern: 'startsWith' })
  return context.dialect.like(text, pattern, false)
}

function isMember(scope: RuleScope, left: Operand, list: Operand[] | AttributeOperand): string {
  const { context } = scope
  if (!Array.isArray(list)) {
    if (commonType(left.type, list.type) === null) return 'false'
    const value = comparable(context, readOperand(scope, left, list))
    const cast = parameterCast(scope, left, list.type)
    const source = { kind: 'attribute' as const, name: list.name }
    return context.dialect.inList(
      wrap(value.sql),
      context.parameters.add({ source, cast, list: true }),
      false,
    )
  }
  return anyOf(list.map((item) => compareOperands(scope, '==', left, item)))
}

/** Reads an operand; a parameter takes the type in which it meets `other`, so that the column keeps its index. */
function readOperand(scope: RuleScope, operand: Operand, other: Operand | null): SqlValue {
  if (operand.kind === 'column') return readColumn(scope, operand)
  const cast = other === null ? castFor(operand.type) : parameterCast(scope, other, operand.type)
  const source =
    operand.kind === 'attribute'
      ? { kind: 'attribute' as const, name: operand.name }
      : { kind: 'constant' as const, value: operand.value }
  const sql = scope.context.parameters.add({ source, cast, list: false })
  return { sql, type: operand.type, cast, databaseType: cast, notNull: false, collated: false }
}

function parameterCast(scope: RuleScope, other: Operand, type: ValueType): Cast {
  if (other.kind === 'column') {
    const stored = comparable(scope.context, rawColumn(scope.context, 't', findColumn(scope, other))).cast
    if (stored === 'float4' || stored === 'float8') return stored
  }
  return castFor(other.type === 'float' ? 'float' : type)
}

function readColumn(scope: RuleScope, operand: ColumnOperand): SqlValue {
  const { context } = scope
  const column = findColumn(scope, operand)
  if (operand.relationId === undefined) return rawColumn(context, scope.alias, column)
  if (scope.related?.relationId === operand.relationId) return rawColumn(context, scope.related.alias, column)
  const alias = newAlias(context, 'r')
  const value = rawColumn(context, alias, column)
  const relation = findRelation(scope.table, operand.relationId)
  return {
    ...value,
    sql: `(select ${value.sql} from ${relatedRows(scope, relation, alias)})`,
    notNull: false,
  }
}

/** `"s"."to" r1 where r1."id" = t."to_id"`: the one row that a relation leads to. */
function relatedRows(scope: RuleScope, relation: RelationShape, alias: string): string {
  const { context, table } = scope
  const target = context.tables.get(relation.toTable)!
  const pairs = relation.columns.map((from, index) => {
    const to = rawColumn(context, alias, columnById(target, relation.toColumns[index]!)!)
    return compareValues(context, '=', to, rawColumn(context, scope.alias, columnById(table, from)!))
  })
  return `${tableSql(context, target)} ${alias} where ${pairs.join(' and ')}`
}

function findRelation(table: TableShape, relationId: string): RelationShape {
  return table.relations.find((relation) => relation.id === relationId)!
}

function findColumn(scope: RuleScope, operand: ColumnOperand) {
  const table =
    operand.relationId === undefined
      ? scope.table
      : scope.context.tables.get(findRelation(scope.table, operand.relationId).toTable)!
  return columnById(table, operand.columnId)!
}

function isResolvable(context: SqlContext, table: TableShape, operand: ColumnOperand): boolean {
  if (operand.relationId === undefined) return columnById(table, operand.columnId)?.type === operand.type
  const target = followRelation(context.tables, table, operand.relationId)
  return target !== null && columnById(target.table, operand.columnId)?.type === operand.type
}

/** The relation and its target, or null when it is gone, incomplete or may lead to more than one row. */
export function followRelation(
  tables: ReadonlyMap<string, TableShape>,
  table: TableShape,
  relationId: string,
): { relation: RelationShape; table: TableShape } | null {
  const relation = table.relations.find((candidate) => candidate.id === relationId)
  const target = relation && tables.get(relation.toTable)
  if (!relation || !target || target.sourceId !== table.sourceId) return null
  const { columns, toColumns } = relation
  const complete =
    columns.length === toColumns.length &&
    columns.every((id) => columnById(table, id)) &&
    toColumns.every((id) => columnById(target, id))
  const keyed = target.key.length > 0 && target.key.every((id) => toColumns.includes(id))
  return complete && (relation.unique === true || keyed) ? { relation, table: target } : null
}

/** A column by its stable id. */
export function columnById(table: TableShape, columnId: string) {
  return table.columns.find((column) => column.id === columnId)
}
