import type { CatalogueColumn, CatalogueRelation, CatalogueTable } from '@flexoffice/contract/catalogue'
import type { RelationShape, TableShape } from '@flexoffice/query'
import { tenantSnapshot } from '../../core/store/tenant-snapshot.ts'
import { baseTypeOf } from './base-type.ts'
import type { ColumnRow, RelationRow, TableRow } from './catalogue-rows.ts'
import { toColumn, toRelation, toTable } from './catalogue-rows.ts'
import { loadCatalogue, readVersion } from './catalogue-store.ts'

/** One table as the data path needs it: the compiler's shape, and what people call its parts. */
export interface KnownTable {
  shape: TableShape
  table: CatalogueTable
  /** Those that the source has now; `new` ones are granted to nobody yet. */
  columns: CatalogueColumn[]
  relations: CatalogueRelation[]
  /** What the source's login itself may do. */
  abilities: { insert: boolean; update: boolean; delete: boolean }
}

/** Every table that a tenant's sources have now, by id. Immutable; the same version is the same object. */
export interface TenantCatalogue {
  version: string
  tables: ReadonlyMap<string, KnownTable>
  shapes: ReadonlyMap<string, TableShape>
}

/** The tenants' catalogues in memory, compared with the store after each change heard. */
export const tenantCatalogue = tenantSnapshot<TenantCatalogue>({
  readVersion,
  async load(database, _tenantId, version) {
    const { tables, columns, relations } = await loadCatalogue(database)
    const active = new Map(tables.filter((row) => row.state === 'active').map((row) => [row.id, row]))
    const columnsOf = Map.groupBy(
      columns.filter((row) => row.state !== 'missing'),
      (row) => row.table_id,
    )
    const relationsOf = Map.groupBy(
      relations.filter((row) => active.has(row.to_table)),
      (row) => row.table_id,
    )
    const known = [...active.values()].map((row) =>
      toKnown(row, columnsOf, relationsOf.get(row.id) ?? [], active),
    )
    return {
      version,
      tables: new Map(known.map((table) => [table.shape.id, table])),
      shapes: new Map(known.map((table) => [table.shape.id, table.shape])),
    }
  },
})

function toKnown(
  row: TableRow,
  columnsOf: Map<string, ColumnRow[]>,
  relations: RelationRow[],
  tables: Map<string, TableRow>,
): KnownTable {
  const columns = columnsOf.get(row.id) ?? []
  const has = (tableId: string, ids: string[]) =>
    ids.every((id) => columnsOf.get(tableId)?.some((column) => column.id === id))
  const whole = relations.filter(
    (relation) => has(row.id, relation.columns) && has(relation.to_table, relation.to_columns),
  )
  const key = has(row.id, row.key) ? row.key : []
  return {
    table: toTable({ ...row, key }),
    columns: columns.map((column) => toColumn(column, key)),
    relations: whole.map(toRelation),
    abilities: { insert: row.can_insert, update: row.can_update, delete: row.can_delete },
    shape: {
      id: row.id,
      sourceId: row.source_id,
      schema: row.schema_name,
      name: row.name,
      key,
      columns: columns.map((column) => ({
        id: column.id,
        name: column.name,
        type: column.type,
        databaseType: baseTypeOf(column.database_type),
        nullable: column.nullable,
        generated: column.generated,
        hasDefault: column.has_default,
      })),
      relations: whole
        .filter((relation) => joinable(row, tables.get(relation.to_table)!))
        .map(toRelationShape),
    },
  }
}

/** One statement reaches one source. */
function joinable(from: TableRow, to: TableRow): boolean {
  return from.source_id === to.source_id
}

function toRelationShape(row: RelationRow): RelationShape {
  return {
    id: row.id,
    name: row.name,
    columns: row.columns,
    toTable: row.to_table,
    toColumns: row.to_columns,
    // A foreign key always leads to unique columns; what a person declared is followed only to a key.
    unique: row.identity !== null,
  }
}
