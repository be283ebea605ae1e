import type { RoleGrantInput } from '@flexoffice/contract/access'
import type { CatalogueColumn, CatalogueTable, TableStructure } from '@flexoffice/contract/catalogue'
import { commonType } from '@flexoffice/expression/compare'
import { relationName } from '@flexoffice/query/relation-name'

/** A column of this table and the one of the other table that it names; null = not chosen yet. */
export interface Pair {
  from: string | null
  to: string | null
}

type RuleSources = Pick<RoleGrantInput, 'role' | 'rows' | 'createRows' | 'updateRows' | 'deleteRows'>

/** Most columns that a relation may have on each side. */
export const mostPairs = 8

/** Whether the values of two columns can be compared. */
export function canPair(from: Pick<CatalogueColumn, 'type'>, to: Pick<CatalogueColumn, 'type'>): boolean {
  return commonType(from.type, to.type) !== null
}

/** The columns that the source has now. */
export function presentColumns(structure: TableStructure | undefined): CatalogueColumn[] {
  return structure?.columns.filter((column) => column.state !== 'missing') ?? []
}

/** A pair for each column of the other table's key, with the column of this table whose name speaks of it. */
export function suggestPairs(structure: TableStructure, target: TableStructure): Pair[] {
  const columns = presentColumns(structure)
  const key = presentColumns(target).filter((column) => column.isKey)
  if (key.length === 0) return [{ from: null, to: null }]
  return key.map((to) => ({ from: findReference(columns, target.table, to)?.id ?? null, to: to.id }))
}

/** The name that is proposed: what the columns or the other table are called, unlike everything in this table. */
export function suggestName(
  structure: TableStructure,
  target: CatalogueTable | undefined,
  pairs: readonly Pair[],
  relationId?: string,
): string {
  const nameOf = (id: string | null) => structure.columns.find((column) => column.id === id)?.name
  const names = pairs.map((pair) => nameOf(pair.from)).filter((name) => name !== undefined)
  if (!target || names.length === 0) return ''
  return relationName(names, target.name, takenNames(structure, relationId))
}

/** The names of the table's columns and other relations, which a relation may not have. */
export function takenNames(structure: TableStructure, relationId?: string): Set<string> {
  const others = structure.relations.filter((relation) => relation.id !== relationId)
  return new Set([...structure.columns, ...others].map((part) => part.name))
}

/** Whether every column of the other table's key is named: only then pages and rules can follow the relation. */
export function reachesKey(
  target: Pick<CatalogueTable, 'key'>,
  toColumns: readonly (string | null)[],
): boolean {
  return target.key.length > 0 && target.key.every((id) => toColumns.includes(id))
}

/** The roles of which a row rule follows the relation: without it such a rule lets nothing through. */
export function rolesFollowing(grants: readonly RuleSources[], name: string): string[] {
  const step = new RegExp(`\\brow\\.${name}\\.`)
  const rules = ['rows', 'createRows', 'updateRows', 'deleteRows'] as const
  return grants.filter((grant) => rules.some((rule) => step.test(grant[rule] ?? ''))).map(({ role }) => role)
}

function findReference(
  columns: readonly CatalogueColumn[],
  target: CatalogueTable,
  key: CatalogueColumn,
): CatalogueColumn | undefined {
  const table = squeeze(target.name)
  const one = table.replace(/s$/, '')
  const wanted = [table + squeeze(key.name), one + squeeze(key.name), one, table]
  // A key that is called like no other (`isbn`) is found by its own name, `id` is everywhere.
  if (squeeze(key.name) !== 'id') wanted.push(squeeze(key.name))
  const fitting = columns.filter((column) => column.id !== key.id && canPair(column, key))
  return wanted
    .map((name) => fitting.find((column) => squeeze(column.name) === name))
    .find((column) => column !== undefined)
}

function squeeze(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
