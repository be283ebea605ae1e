import type { CatalogueColumn, CatalogueRelation, CatalogueTable } from '@flexoffice/contract/catalogue'
import type { ColumnShape } from '@flexoffice/query'

/** A row of `catalogue.table`. */
export interface TableRow {
  id: string
  tenant_id: string
  source_id: string
  identity: string
  schema_name: string
  name: string
  label: string
  description: string
  kind: CatalogueTable['kind']
  sensitive: boolean
  key: string[]
  approximate_row_count: string | null
  can_insert: boolean
  can_update: boolean
  can_delete: boolean
  state: CatalogueTable['state']
  created_by: string | null
}

/** A row of `catalogue.column`. */
export interface ColumnRow {
  id: string
  tenant_id: string
  table_id: string
  identity: string
  name: string
  position: number
  label: string
  description: string
  type: ColumnShape['type']
  database_type: string
  nullable: boolean
  generated: boolean
  has_default: boolean
  enum_labels: string[] | null
  maximum_length: number | null
  state: CatalogueColumn['state']
}

/** A row of `catalogue.relation`. */
export interface RelationRow {
  id: string
  tenant_id: string
  table_id: string
  identity: string | null
  name: string
  columns: string[]
  to_table: string
  to_columns: string[]
}

export function toTable(row: TableRow): CatalogueTable {
  return {
    id: row.id,
    sourceId: row.source_id,
    schema: row.schema_name,
    name: row.name,
    label: row.label,
    description: row.description,
    kind: row.kind,
    sensitive: row.sensitive,
    key: row.key,
    approximateRowCount: row.approximate_row_count === null ? null : Number(row.approximate_row_count),
    state: row.state,
    createdBy: row.created_by,
  }
}

export function toColumn(row: ColumnRow, key: readonly string[]): CatalogueColumn {
  return {
    id: row.id,
    name: row.name,
    label: row.label,
    description: row.description,
    type: row.type,
    databaseType: row.database_type,
    nullable: row.nullable,
    generated: row.generated,
    hasDefault: row.has_default,
    enumLabels: row.enum_labels,
    maximumLength: row.maximum_length,
    isKey: key.includes(row.id),
    state: row.state,
  }
}

export function toRelation(row: RelationRow): CatalogueRelation {
  return {
    id: row.id,
    name: row.name,
    columns: row.columns,
    toTable: row.to_table,
    toColumns: row.to_columns,
    origin: row.identity === null ? 'person' : 'source',
  }
}
