import type { World } from '../oracle-cells.ts'
import type { TableShape } from '../table-shape.ts'

/** The little of a database connection that the campaign needs; values come back as the database wrote them. */
export interface CampaignConnection {
  query(sql: string, values?: readonly unknown[]): Promise<(string | null)[][]>
}

/** What the sessions of a campaign, as of the product, must be set to. */
export const sessionSettings =
  "set time zone 'UTC'; set datestyle to 'ISO'; set client_min_messages to 'warning'"

/** Creates the tables with their rows in a schema of their own. */
export async function createTables(
  connection: CampaignConnection,
  schema: string,
  tables: World['tables'],
): Promise<void> {
  const statements = [...tables.values()].flatMap(({ shape, rows }) => {
    const columns = shape.columns.map(
      (column) => `${quote(column.name)} ${column.databaseType}${column.nullable ? '' : ' not null'}`,
    )
    const key = shape.key.map((id) => quote(nameOf(shape, id))).join(', ')
    const table = `${quote(schema)}.${quote(shape.name)}`
    const values = rows.map(
      (row) => `(${shape.columns.map((column) => literal(row.get(column.id) ?? null)).join(', ')})`,
    )
    return [
      `create table ${table} (${[...columns, ...(key === '' ? [] : [`primary key (${key})`])].join(', ')})`,
      ...(values.length === 0 ? [] : [`insert into ${table} values ${values.join(', ')}`]),
    ]
  })
  await connection.query(`create schema ${quote(schema)}; ${statements.join('; ')}`)
}

/** Removes what `createTables` made. */
export async function dropTables(connection: CampaignConnection, schema: string): Promise<void> {
  await connection.query(`drop schema ${quote(schema)} cascade`)
}

/** Overwrites cells of the row number `index` (rows are found by their `id` column). */
export function updateCellSql(
  shape: TableShape,
  columnId: string,
  rowId: string,
  value: string | null,
): string {
  const table = `${quote(shape.schema)}.${quote(shape.name)}`
  return `update ${table} set ${quote(nameOf(shape, columnId))} = ${literal(value)} where "id" = ${literal(rowId)}`
}

function nameOf(shape: TableShape, columnId: string): string {
  return shape.columns.find((column) => column.id === columnId)!.name
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(value: string | null): string {
  return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
}
