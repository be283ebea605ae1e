import { forbidden } from '@flexoffice/base'
import type { TableStructure } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/catalogue'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { toColumn, toRelation, toTable } from './catalogue-rows.ts'
import { catalogueTables, findTable } from './catalogue-store.ts'

/** Structure is shown to those who govern access or sources; what others see of it is `data/list-tables`. */
export function governsData(ctx: Context): void {
  if (!holds(ctx.actor, 'access.manage') && !holds(ctx.actor, 'sources.connect'))
    throw forbidden('access.manage')
}

/** Lists tables, those that the source lost included. */
export const listCatalogue = operation(contract.listCatalogue, {
  allow: governsData,
  async run(ctx, { sourceId }) {
    let query = catalogueTables(ctx.db).selectFrom('catalogue.table').selectAll()
    if (sourceId) query = query.where('source_id', '=', sourceId)
    return { tables: (await query.orderBy('label').orderBy('id').execute()).map(toTable) }
  },
})

/** Shows one table's structure. */
export const showCatalogueTable = operation(contract.showCatalogueTable, {
  allow: governsData,
  run: (ctx, { tableId }) => describe(ctx, tableId),
})

/** The answer of every operation that shows or changes a table's structure. */
export async function describe(ctx: Context, tableId: string): Promise<TableStructure> {
  const { table, columns, relations } = await findTable(ctx.db, tableId)
  const incoming = await catalogueTables(ctx.db)
    .selectFrom('catalogue.relation')
    .selectAll()
    .where('to_table', '=', tableId)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return {
    table: toTable(table),
    columns: columns.map((column) => toColumn(column, table.key)),
    relations: relations.map(toRelation),
    incoming: incoming.map((row) => ({ ...toRelation(row), fromTable: row.table_id })),
  }
}
