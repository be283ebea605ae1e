import { invalidField } from '@flexoffice/base'
import type { Literal } from './parameters.ts'
import {
  type FieldReference,
  type Filter,
  type Formula,
  type Query,
  queryBounds,
  type SortItem,
} from './structured-query.ts'

/** A query taken apart: what decides the SQL (`key`), and the values that are bound to it (`literals`). */
export interface QueryShape {
  key: string
  literals: Literal[]
  /** It follows relations, so the rights to other tables matter too. */
  joins: boolean
}

/** Where the literals of each node of a query begin among all its literals. */
export type LiteralSlots = ReadonlyMap<object, number>

/**
 * Takes a query apart. Two queries with one key compile to the same SQL, whatever their values; a query beyond the
 * bounds on depth and size is refused here.
 */
export function shapeOf(query: Query): QueryShape {
  const known = knownShapes.get(query)
  if (known) return known
  const shape = takeApart(query)
  // What cannot change any more needs to be taken apart only once.
  if (Object.isFrozen(query)) knownShapes.set(query, shape)
  return shape
}

const knownShapes = new WeakMap<Query, QueryShape>()

function takeApart(query: Query): QueryShape {
  const walk: Walk = { key: '', literals: [], joins: false, slots: null, nodes: 0 }
  walkQuery(walk, query)
  walk.joins = throughMark.test(walk.key)
  return walk
}

/** The slots of a query's own nodes, for the compiler. */
export function slotsOf(query: Query): LiteralSlots {
  const slots = new Map<object, number>()
  walkQuery({ key: '', literals: [], joins: false, slots, nodes: 0 }, query)
  return slots
}

interface Walk extends QueryShape {
  slots: Map<object, number> | null
  nodes: number
}

function walkQuery(walk: Walk, query: Query): void {
  walk.key += named('t', query.table)
  for (const item of query.select)
    walk.key += `,${fieldKey(item.field)}${item.as === undefined ? '' : `=${JSON.stringify(item.as)}`}`
  for (const computed of query.computed ?? []) {
    walk.key += `;f${JSON.stringify(computed.name)}`
    walk.nodes = 0
    walkFormula(walk, computed.formula, 1)
  }
  if (query.filter) walkFilters(walk, 'w', query.filter)
  for (const group of query.group ?? []) {
    walk.key += `;g${JSON.stringify([group.as, group.bucket, group.timeZone])}${fieldKey(group.field)}`
  }
  for (const aggregate of query.aggregates ?? []) {
    walk.key += `;a${JSON.stringify(aggregate.as)}${aggregate.function}${aggregate.field ? fieldKey(aggregate.field) : ''}`
  }
  if (query.having) walkFilters(walk, 'h', query.having)
  for (const item of query.sort ?? []) walk.key += sortKey(item)
  walkPage(walk, query.page)
  if (query.total !== undefined) walk.key += `;t${JSON.stringify(query.total)}`
}

function walkPage(walk: Walk, page: Query['page']): void {
  walk.key += `;${page.kind}${page.limit}`
  if (page.kind === 'offset' && page.offset > 0) addLiteral(walk, page, String(page.offset))
  if (page.kind === 'keyset' && page.after !== undefined) addLiteral(walk, page, page.after)
}

function walkFilters(walk: Walk, mark: string, filter: Filter): void {
  walk.key += `;${mark}`
  walk.nodes = 0
  walkFilter(walk, filter, 1)
}

function walkFilter(walk: Walk, filter: Filter, depth: number): void {
  countNode(walk, depth, queryBounds.filterNodes, '/filter')
  walk.key += `(${filter.kind}`
  switch (filter.kind) {
    case 'and':
    case 'or':
      for (const part of filter.filters) walkFilter(walk, part, depth + 1)
      break
    case 'not':
      walkFilter(walk, filter.filter, depth + 1)
      break
    case 'compare':
      walk.key += filter.operator + fieldKey(filter.field)
      addLiteral(walk, filter, filter.value)
      break
    case 'between':
      walk.key += fieldKey(filter.field)
      addLiteral(walk, filter, filter.from)
      addLiteral(walk, null, filter.to)
      break
    case 'in':
    case 'notIn':
      walk.key += fieldKey(filter.field)
      addLiteral(walk, filter, filter.values)
      break
    case 'isNull':
    case 'isNotNull':
      walk.key += fieldKey(filter.field)
      break
    case 'contains':
    case 'startsWith':
      walk.key += (filter.ignoreCase === true ? 'i' : '') + fieldKey(filter.field)
      addLiteral(walk, filter, filter.value)
      break
    case 'search':
      for (const field of filter.fields ?? []) walk.key += fieldKey(field)
      addLiteral(walk, filter, filter.text)
  }
  walk.key += ')'
}

function walkFormula(walk: Walk, formula: Formula, depth: number): void {
  countNode(walk, depth, queryBounds.formulaNodes, '/computed')
  walk.key += `(${formula.kind}`
  if (formula.kind === 'column') walk.key += fieldKey(formula.field)
  else if (formula.kind === 'literal') {
    walk.key += formula.type
    addLiteral(walk, formula, formula.value)
  } else {
    if ('operator' in formula) walk.key += formula.operator
    if (formula.kind === 'round') walk.key += formula.digits
    if (formula.kind === 'datePart') walk.key += JSON.stringify([formula.part, formula.timeZone])
    for (const part of formulaParts(formula)) walkFormula(walk, part, depth + 1)
  }
  walk.key += ')'
}

/** The operands of a formula, in order. */
export function formulaParts(formula: Formula): Formula[] {
  if ('parts' in formula) return formula.parts
  if ('operand' in formula) return [formula.operand]
  if ('left' in formula) return [formula.left, formula.right]
  return formula.kind === 'if' ? [formula.condition, formula.whenTrue, formula.whenFalse] : []
}

function sortKey(item: SortItem): string {
  return `;s${fieldKey(item.field)}${item.direction}${item.nulls ?? ''}`
}

/** A text that tells field references apart. */
export function fieldKey(field: FieldReference): string {
  if ('column' in field) {
    if (field.through === undefined) return named('c', field.column)
    return `${field.through.map((relation) => named('>', relation)).join('')}${named('c', field.column)}`
  }
  if ('computed' in field) return named('f', field.computed)
  return 'group' in field ? named('g', field.group) : named('a', field.aggregate)
}

/** Names may hold the mark as well; then the key is only more exact than it needs to be. */
const throughMark = />\d/

/** A name with its length in front, so that no name can imitate another part of the key. */
function named(mark: string, name: string): string {
  return `${mark}${name.length}:${name}`
}

function addLiteral(walk: Walk, node: object | null, literal: Literal): void {
  if (node !== null) walk.slots?.set(node, walk.literals.length)
  walk.literals.push(literal)
  walk.key += literal === null ? '!' : '?'
}

function countNode(walk: Walk, depth: number, limit: number, path: string): void {
  walk.nodes += 1
  if (walk.nodes > limit)
    throw invalidField(path, `Use at most ${limit} conditions or steps here.`, 'too_complex')
  if (depth > queryBounds.depth)
    throw invalidField(path, `Nest at most ${queryBounds.depth} levels deep.`, 'too_complex')
}
