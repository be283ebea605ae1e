import * as contract from '@flexoffice/contract/catalogue'
import type { TableShape } from '@flexoffice/query'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { KnownTable, TenantCatalogue } from './catalogue-snapshot.ts'
import { tenantCatalogue } from './catalogue-snapshot.ts'
import { catalogueTables, loadSource, moveVersion, savePlan } from './catalogue-store.ts'
import type { SchemaReport } from './match-schema.ts'
import { matchSchema } from './match-schema.ts'

export { toColumn, toRelation, toTable } from './catalogue-rows.ts'
export type { KnownTable, TenantCatalogue } from './catalogue-snapshot.ts'
export { tenantCatalogue } from './catalogue-snapshot.ts'
export { catalogueTables, findTable, moveVersion } from './catalogue-store.ts'
export { governsData } from './list-catalogue.ts'
export type { ColumnDrift, SchemaReport } from './match-schema.ts'
export { declareRelation } from './relations.ts'

export interface ApplyOptions {
  /** Identities of the tables to add to those already known; absent = all that the source shows. */
  tables?: readonly string[]
  /** Identities of the tables that somebody left out, known or not. */
  left?: readonly string[]
  /** The person who sees the new tables before anybody was granted them. */
  createdBy?: string | null
  /** The transaction, in effects, where `ctx.db` does not exist. */
  db?: Database
}

/** Writes what a source shows into the catalogue. Doing it twice changes nothing; the report tells what moved since. */
export async function applySourceSchema(
  ctx: Context,
  sourceId: string,
  schema: SourceSchema,
  options: ApplyOptions = {},
): Promise<SchemaReport> {
  const database = options.db ?? ctx.db
  const known = await loadSource(database, ctx.tenant, sourceId)
  const chosen = options.tables ? new Set(options.tables) : null
  const plan = matchSchema(known, schema, chosen, options.createdBy ?? null, new Set(options.left))
  await savePlan(database, plan)
  await announce(ctx, database, sourceId)
  return plan.report
}

/** Forgets every table of a source, with its grants. */
export async function removeSource(ctx: Context, sourceId: string, db?: Database): Promise<void> {
  const database = db ?? ctx.db
  await catalogueTables(database).deleteFrom('catalogue.table').where('source_id', '=', sourceId).execute()
  await announce(ctx, database, sourceId)
}

/** Forgets a table that was dropped for good, with its grants. */
export async function forgetTable(ctx: Context, tableId: string, db: Database = ctx.db): Promise<void> {
  const gone = await catalogueTables(db)
    .deleteFrom('catalogue.table')
    .where('id', '=', tableId)
    .where('state', '=', 'missing')
    .returning('source_id')
    .executeTakeFirst()
  if (gone) await announce(ctx, db, gone.source_id)
}

/** The table as the compiler needs it; undefined when the tenant has no such table now. */
export async function findTableShape(
  runtime: Runtime,
  tenantId: string,
  tableId: string,
): Promise<TableShape | undefined> {
  return (await tenantCatalogue.get(runtime, tenantId)).shapes.get(tableId)
}

/** Every table of the tenant, of one source when it is named; by label. */
export async function listTables(
  runtime: Runtime,
  tenantId: string,
  sourceId?: string,
): Promise<KnownTable[]> {
  const catalogue: TenantCatalogue = await tenantCatalogue.get(runtime, tenantId)
  const all = [...catalogue.tables.values()]
  return sourceId === undefined ? all : all.filter(({ table }) => table.sourceId === sourceId)
}

/** After somebody decided on a table's rights, its new columns are no longer new. */
export async function settleNewColumns(ctx: Context, tableId: string): Promise<void> {
  const settled = await catalogueTables(ctx.db)
    .updateTable('catalogue.column')
    .set({ state: 'active' })
    .where('table_id', '=', tableId)
    .where('state', '=', 'new')
    .executeTakeFirst()
  if (settled.numUpdatedRows > 0n) await moveVersion(ctx.db, ctx.tenant)
}

async function announce(ctx: Context, database: Database, sourceId: string): Promise<void> {
  await moveVersion(database, ctx.tenant)
  ctx.emit(contract.catalogueChanged, { sourceId })
  ctx.invalidate({ policies: true })
}
