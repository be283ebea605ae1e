import { compareCanonical, evaluateRowRule, parseMoment, printMoment } from '@flexoffice/expression'
import { daysFromCivil, Moment, microsecondsPerDay, splitMicroseconds } from '@flexoffice/expression/moment'
import type { ColumnOperand, RowRule } from '@flexoffice/expression/rule'
import type { Mask, RoleGrant } from './grants.ts'
import type { ColumnShape, TableShape } from './table-shape.ts'

/** A row in canonical text, by column id. */
export type Row = ReadonlyMap<string, string | null>

/** Tables with all their rows, and one person. Everything that an answer may depend on. */
export interface World {
  tables: ReadonlyMap<string, { shape: TableShape; rows: readonly Row[] }>
  grants: ReadonlyMap<string, readonly RoleGrant[]>
  attributes: Record<string, string | readonly string[] | null | undefined>
}

/** What the person sees of a row, cell by cell, role by role; null when no role grants the row. */
export function governRow(world: World, tableId: string, row: Row): Row | null {
  const granting = (world.grants.get(tableId) ?? []).filter(
    (grant) => grant.operations.read && holds(world, tableId, grant.rows, row),
  )
  if (granting.length === 0) return null
  const { shape } = world.tables.get(tableId)!
  return new Map(
    shape.columns.map((column) => [column.id, governCell(granting, column, row.get(column.id) ?? null)]),
  )
}

/** True when a rule is TRUE of a raw row. */
export function holds(world: World, tableId: string, rule: RowRule | null, row: Row): boolean {
  if (rule === null) return true
  const read = (operand: ColumnOperand) => readRaw(world, tableId, row, operand)
  return evaluateRowRule(rule, read, world.attributes) === true
}

/** True when some role lets the person see something of the column on some row. */
export function mayRead(world: World, tableId: string, columnId: string): boolean {
  const { shape } = world.tables.get(tableId)!
  if (!shape.columns.some((column) => column.id === columnId)) return false
  return (world.grants.get(tableId) ?? []).some(
    (grant) =>
      grant.operations.read && !allowsNothing(grant.rows) && accessTo(grant, columnId).access !== 'none',
  )
}

/** A rule that says no to every row. */
export function allowsNothing(rule: RowRule | null): boolean {
  return rule !== null && rule.kind === 'constant' && !rule.value
}

/** The role's grant for a column. */
export function accessTo(grant: RoleGrant, columnId: string) {
  return grant.columns[columnId] ?? grant.otherColumns ?? { access: 'none' as const }
}

/** The row that a relation leads to, joined on what both sides show; null when there is none. */
export function followGoverned(world: World, tableId: string, relationId: string, row: Row): Row | null {
  const { shape } = world.tables.get(tableId)!
  const relation = shape.relations.find((candidate) => candidate.id === relationId)!
  const target = world.tables.get(relation.toTable)!
  for (const candidate of target.rows) {
    const governed = governRow(world, relation.toTable, candidate)
    const meets = relation.toColumns.every((to, index) =>
      sameValue(target.shape, to, governed?.get(to) ?? null, row.get(relation.columns[index]!) ?? null),
    )
    if (governed && meets) return governed
  }
  return null
}

const ranks = ['lastFour', 'emailDomain', 'yearOnly', 'fixed', 'hide']

function governCell(
  granting: readonly RoleGrant[],
  column: ColumnShape,
  value: string | null,
): string | null {
  const accesses = granting
    .map((grant) => accessTo(grant, column.id))
    .filter(({ access }) => access !== 'none')
  if (accesses.some(({ mask }) => mask === undefined)) return value
  const masks = accesses
    .map(({ mask }) => mask!)
    .sort((a, b) => ranks.indexOf(a.kind) - ranks.indexOf(b.kind))
  return masks.length === 0 ? null : disguise(masks[0]!, column, value)
}

function disguise(mask: Mask, column: ColumnShape, value: string | null): string | null {
  if (mask.kind === 'fixed') return column.type === 'text' ? '•••' : null
  if (value === null) return null
  if (mask.kind === 'yearOnly') return beginningOfYear(column, value)
  if (mask.kind === 'hide' || column.type !== 'text') return null
  const letters = [...value]
  if (mask.kind === 'lastFour') return letters.length > 4 ? `•••${letters.slice(-4).join('')}` : '•••'
  return value.includes('@') ? `•••@${value.slice(value.lastIndexOf('@') + 1)}` : '•••'
}

function beginningOfYear(column: ColumnShape, value: string): string | null {
  if (column.type !== 'date' && column.type !== 'datetime' && column.type !== 'timestamp') return null
  const moment = parseMoment(column.type, value)
  if (moment === null) return null
  const { year } = splitMicroseconds(moment.microseconds)
  if (value.endsWith('infinity') || year < 1 || year > 9999) return null
  return printMoment(new Moment(column.type, BigInt(daysFromCivil(year, 1, 1)) * microsecondsPerDay))
}

function readRaw(world: World, tableId: string, row: Row, operand: ColumnOperand): string | null {
  if (operand.relationId === undefined) return row.get(operand.columnId) ?? null
  const { shape } = world.tables.get(tableId)!
  const relation = shape.relations.find((candidate) => candidate.id === operand.relationId)!
  const target = world.tables.get(relation.toTable)!
  const found = target.rows.find((candidate) =>
    relation.toColumns.every((to, index) =>
      sameValue(target.shape, to, candidate.get(to) ?? null, row.get(relation.columns[index]!) ?? null),
    ),
  )
  return found?.get(operand.columnId) ?? null
}

function sameValue(shape: TableShape, columnId: string, left: string | null, right: string | null): boolean {
  if (left === null || right === null) return false
  const { type } = shape.columns.find((column) => column.id === columnId)!
  return compareCanonical(type, left, right) === 0
}
