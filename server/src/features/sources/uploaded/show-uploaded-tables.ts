import * as contract from '@flexoffice/contract/uploaded-tables'
import { operation } from '../../../core/operation.ts'
import { workspaceDatabase } from '../../databases/api.ts'
import { findTableUses } from './table-uses.ts'
import type { TableRow } from './uploaded-table.ts'
import { governsTable, listUploaded, loaderOf, openUploadedTable, showColumns } from './uploaded-table.ts'

/** Lists the tables that the caller may load again or drop. */
export const listUploadedTables = operation(contract.listUploadedTables, {
  allow: 'sources.upload',
  async run(ctx) {
    const loader = loaderOf(ctx.actor)
    const tables = await listUploaded(ctx.db)
    return { tables: tables.filter((table) => governsTable(loader, table)).map(showHead) }
  },
})

/** Shows what a person should know before the rows of a table are replaced or dropped. */
export const showUploadedTable = operation(contract.showUploadedTable, {
  allow: 'sources.upload',
  store: 'none',
  async run(ctx, { tableId }) {
    const { found, uses } = await ctx.transaction(async (db) => ({
      found: await openUploadedTable(ctx, db, tableId),
      uses: await findTableUses(ctx, db, tableId),
    }))
    const { pool } = await workspaceDatabase(ctx.runtime, ctx.tenant)
    const name = `"${found.table.name.replaceAll('"', '""')}"`
    const { rows } = await pool.query({
      text: `select count(*) from public.${name}`,
      signal: ctx.http?.signal,
    })
    const columns = showColumns(found)
    return { ...showHead(found.table), rows: Number(rows[0]?.[0] ?? 0), columns, ...uses }
  },
})

/** A table as it is named. */
export function showHead({ id, label, name }: TableRow) {
  return { id, label, name }
}
