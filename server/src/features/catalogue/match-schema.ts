import { newId } from '@flexoffice/base'
import { relationName } from '@flexoffice/query/relation-name'
import type { SourceColumn, SourceRelation, SourceSchema, SourceTable } from '@flexoffice/sdk/connector'
import { labelFor } from './catalogue-names.ts'
import type { ColumnRow, RelationRow, TableRow } from './catalogue-rows.ts'

/** What the catalogue knows of one source. */
export interface KnownSource {
  tenantId: string
  sourceId: string
  tables: TableRow[]
  columns: ColumnRow[]
  relations: RelationRow[]
}

export type ColumnDrift = 'added' | 'missing' | 'returned' | 'renamed' | 'retyped'

/** What changed at the source since the last look. */
export interface SchemaReport {
  /** The tables of the catalogue that the source has now. */
  tables: { id: string; identity: string; schema: string; name: string }[]
  addedTables: { tableId: string; name: string }[]
  missingTables: { tableId: string; name: string }[]
  columns: { tableId: string; columnId: string; name: string; change: ColumnDrift; before?: string }[]
  /** Tables that the source shows and nobody has chosen. */
  notChosen: number
}

export interface SchemaPlan {
  tables: TableRow[]
  columns: ColumnRow[]
  relations: RelationRow[]
  removedRelations: string[]
  report: SchemaReport
}

/**
 * Matches what a source shows with what is known of it. Identity decides, never the name: what is renamed keeps its id,
 * what is dropped and made again is another thing and starts as `new`. Nothing known is forgotten: it becomes `missing`.
 */
export function matchSchema(
  known: KnownSource,
  found: SourceSchema,
  chosen: ReadonlySet<string> | null,
  createdBy: string | null,
  left: ReadonlySet<string> = new Set(),
): SchemaPlan {
  const report = emptyReport()
  const plan: SchemaPlan = { tables: [], columns: [], relations: [], removedRelations: [], report }
  const tableOf = new Map(known.tables.map((row) => [row.identity, row]))
  const columnsOf = Map.groupBy(known.columns, (row) => row.table_id)
  const shown = new Map(found.tables.map((table) => [table.identity, table]))
  for (const table of found.tables) {
    const before = tableOf.get(table.identity)
    const isLeft = left.has(table.identity)
    const columns = columnsOf.get(before?.id ?? '') ?? []
    if (!before && (isLeft || (chosen && !chosen.has(table.identity)))) report.notChosen += 1
    else if (!before || !isLeft) matchTable(plan, known, table, before, columns, createdBy)
    else matchLeftTable(plan, known, table, before, columns)
  }
  for (const row of known.tables) {
    if (shown.has(row.identity)) continue
    plan.tables.push({ ...row, state: left.has(row.identity) ? 'left' : 'missing' })
    if (row.state === 'active') report.missingTables.push({ tableId: row.id, name: row.name })
  }
  matchRelations(plan, known, found.relations)
  return plan
}

function emptyReport(): SchemaReport {
  return { tables: [], addedTables: [], missingTables: [], columns: [], notChosen: 0 }
}

/** What was left out is kept up with, so that it comes back whole with its ids; nobody is told of it meanwhile. */
function matchLeftTable(
  plan: SchemaPlan,
  known: KnownSource,
  table: SourceTable,
  before: TableRow,
  knownColumns: ColumnRow[],
): void {
  const silent: SchemaPlan = { ...plan, tables: [], report: emptyReport() }
  matchTable(silent, known, table, before, knownColumns, null)
  plan.tables.push(...silent.tables.map((row) => ({ ...row, state: 'left' as const })))
}

function matchTable(
  plan: SchemaPlan,
  known: KnownSource,
  table: SourceTable,
  before: TableRow | undefined,
  knownColumns: ColumnRow[],
  createdBy: string | null,
): void {
  const { report } = plan
  const id = before?.id ?? newId()
  const columns = matchColumns(report, known.tenantId, id, table, knownColumns, before !== undefined)
  const idOf = new Map(columns.map((column) => [column.identity, column.id]))
  const key = (table.key ?? []).map((identity) => idOf.get(identity))
  plan.columns.push(...columns)
  plan.tables.push({
    id,
    tenant_id: known.tenantId,
    source_id: known.sourceId,
    identity: table.identity,
    schema_name: table.schema,
    name: table.name,
    label: before?.label ?? labelFor(table.name),
    description: before?.description ?? table.comment ?? '',
    kind: table.kind,
    sensitive: before?.sensitive ?? false,
    key: key.every((column) => column !== undefined) ? key : [],
    approximate_row_count: table.approximateRowCount === null ? null : String(table.approximateRowCount),
    can_insert: table.abilities.insert,
    can_update: table.abilities.update,
    can_delete: table.abilities.delete,
    state: 'active',
    created_by: before ? before.created_by : createdBy,
  })
  report.tables.push({ id, identity: table.identity, schema: table.schema, name: table.name })
  if (!before) report.addedTables.push({ tableId: id, name: table.name })
}

function matchColumns(
  report: SchemaReport,
  tenantId: string,
  tableId: string,
  table: SourceTable,
  known: ColumnRow[],
  tableWasKnown: boolean,
): ColumnRow[] {
  const tell = (columnId: string, name: string, change: ColumnDrift, before?: string) =>
    report.columns.push({ tableId, columnId, name, change, ...(before === undefined ? {} : { before }) })
  const knownBy = new Map(known.map((row) => [row.identity, row]))
  const rows = table.columns.map((column) => {
    const before = knownBy.get(column.identity)
    knownBy.delete(column.identity)
    const row = columnRow(tenantId, tableId, column, before)
    if (!before) {
      // A table's first columns are decided on with the table itself; later ones wait to be granted.
      if (!tableWasKnown) return row
      tell(row.id, row.name, 'added')
      return { ...row, state: 'new' as const }
    }
    if (before.state === 'missing') tell(row.id, row.name, 'returned')
    if (before.name !== row.name) tell(row.id, row.name, 'renamed', before.name)
    if (before.type !== row.type) tell(row.id, row.name, 'retyped', before.type)
    return row
  })
  for (const row of knownBy.values()) {
    if (row.state !== 'missing') tell(row.id, row.name, 'missing')
    rows.push({ ...row, state: 'missing' })
  }
  return rows
}

function columnRow(
  tenantId: string,
  tableId: string,
  column: SourceColumn,
  before: ColumnRow | undefined,
): ColumnRow {
  const relabelled = before && before.label !== labelFor(before.name)
  return {
    id: before?.id ?? newId(),
    tenant_id: tenantId,
    table_id: tableId,
    identity: column.identity,
    name: column.name,
    position: column.position,
    label: relabelled ? before.label : labelFor(column.name),
    description: before?.description ?? column.comment ?? '',
    type: column.type,
    database_type: column.databaseType,
    nullable: column.nullable,
    generated: column.generated === 'stored' || column.generated === 'identity-always',
    has_default: column.optionalOnInsert && !(column.nullable && column.defaultExpression === null),
    enum_labels: column.enumLabels,
    maximum_length: column.maximumLength,
    state: before?.state === 'new' ? 'new' : 'active',
  }
}

/** Foreign keys between tables of the catalogue. One that the source lost, or whose end is not chosen, is removed. */
function matchRelations(plan: SchemaPlan, known: KnownSource, found: readonly SourceRelation[]): void {
  const tables = new Map(plan.tables.map((table) => [table.identity, table]))
  const columnIds = new Map(plan.columns.map((column) => [`${column.table_id} ${column.identity}`, column]))
  const before = new Map(
    known.relations.flatMap((row) =>
      row.identity === null ? [] : [[`${row.table_id} ${row.identity}`, row]],
    ),
  )
  const taken = new Map<string, Set<string>>()
  const takenOf = (tableId: string) => {
    const present = taken.get(tableId) ?? new Set<string>()
    taken.set(tableId, present)
    return present
  }
  for (const column of plan.columns) takenOf(column.table_id).add(column.name)
  for (const relation of known.relations) takenOf(relation.table_id).add(relation.name)
  for (const relation of found) {
    const [from, to] = [tables.get(relation.fromTable), tables.get(relation.toTable)]
    const columns = relation.fromColumns.map((identity) => from && columnIds.get(`${from.id} ${identity}`))
    const toColumns = relation.toColumns.map((identity) => to && columnIds.get(`${to.id} ${identity}`))
    if (!from || !to || columns.includes(undefined) || toColumns.includes(undefined)) continue
    const key = `${from.id} ${relation.identity}`
    const present = before.get(key)
    before.delete(key)
    const names = takenOf(from.id)
    const name =
      present?.name ??
      relationName(
        columns.map((column) => column!.name),
        to.name,
        names,
      )
    names.add(name)
    plan.relations.push({
      id: present?.id ?? newId(),
      tenant_id: known.tenantId,
      table_id: from.id,
      identity: relation.identity,
      name,
      columns: columns.map((column) => column!.id),
      to_table: to.id,
      to_columns: toColumns.map((column) => column!.id),
    })
  }
  plan.removedRelations = [...before.values()].map((row) => row.id)
}
