import { invalidField } from '@flexoffice/base'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import { grantReaders } from '../access/api.ts'
import type { SchemaReport } from '../catalogue/api.ts'
import { applySourceSchema, catalogueTables } from '../catalogue/api.ts'
import { holdRoles } from '../people/api.ts'

/** Refuses readers that are no roles, before anything else is done. */
export async function checkReaders(db: Database, readers: readonly string[]): Promise<void> {
  const known = await holdRoles(db, readers)
  const stranger = readers.findIndex((reader) => !known.has(reader))
  if (stranger >= 0) throw invalidField(`/readers/${stranger}`, 'There is no such role.', 'unknown_role')
}

/** What a look at a source found, and which of its tables are taken. */
export interface Look {
  sourceId: string
  schema: SourceSchema
  tables?: readonly string[]
  left?: readonly string[]
  createdBy: string | null
}

/**
 * Writes a source's tables into the catalogue and lets the readers read those that are new; of several new ones only
 * those of `readable`, when it is given.
 */
export async function applySchema(
  ctx: Context,
  db: Database,
  { sourceId, schema, ...options }: Look,
  readers: readonly string[],
  readable?: readonly string[],
): Promise<SchemaReport> {
  const report = await applySourceSchema(ctx, sourceId, schema, { db, ...options })
  const asked = readable && new Set(readable)
  const identityOf = new Map(report.tables.map((table) => [table.id, table.identity]))
  const addedTables = report.addedTables.filter(
    ({ tableId }) => !asked || asked.has(identityOf.get(tableId)!),
  )
  if (readers.length > 0 && addedTables.length > 0) {
    const columns = await catalogueTables(db)
      .selectFrom('catalogue.column')
      .select(['id', 'table_id'])
      .where(
        'table_id',
        'in',
        addedTables.map((table) => table.tableId),
      )
      .execute()
    const columnsOf = Map.groupBy(columns, (column) => column.table_id)
    const added = addedTables.map(({ tableId, name }) => ({
      id: tableId,
      name,
      columnIds: (columnsOf.get(tableId) ?? []).map((column) => column.id),
    }))
    await grantReaders(ctx, added, readers, db)
  }
  return report
}
