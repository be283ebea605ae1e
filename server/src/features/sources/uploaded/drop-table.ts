import { AppError, invalidField } from '@flexoffice/base'
import { catalogueChanged } from '@flexoffice/contract/catalogue'
import { sourceChanged } from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/uploaded-tables'
import type { SourceTransaction } from '@flexoffice/sdk/connector'
import { sql } from 'kysely'
import type { Context } from '../../../core/context.ts'
import { epochChannel } from '../../../core/epochs/epochs.ts'
import { operation } from '../../../core/operation.ts'
import { catalogueTables, moveVersion } from '../../catalogue/api.ts'
import { workspaceDatabase } from '../../databases/api.ts'
import type { TableRow } from './uploaded-table.ts'
import { openUploadedTable } from './uploaded-table.ts'

/**
 * Drops a table that an upload made. The catalogue loses sight of it first, so that nobody reads while it goes, and keeps
 * its ids and grants as for any table that its source lost; then table and journal row go and come in one transaction.
 */
export const dropUploadedTable = operation(contract.dropUploadedTable, {
  allow: 'sources.upload',
  async run(ctx, { tableId, label }) {
    const { table } = await ctx.transaction((db) => openUploadedTable(ctx, db, tableId))
    if (table.label !== label)
      throw invalidField(
        '/label',
        'Type the name of the table exactly as it is shown.',
        'table_label_differs',
      )
    return { dropped: true as const, rows: await dropTable(ctx, table) }
  },
})

/** Drops a table of the workspace's own database in an effect of its own; what is refused leaves it as it was. */
export async function dropTable(ctx: Context, table: TableRow): Promise<number> {
  await setState(ctx, table, 'missing')
  try {
    return await drop(ctx, table)
  } catch (error) {
    await setState(ctx, table, 'active')
    throw refusalOf(error)
  }
}

async function setState(ctx: Context, table: TableRow, state: TableRow['state']): Promise<void> {
  await ctx.transaction(async (db) => {
    await catalogueTables(db)
      .updateTable('catalogue.table')
      .set({ state })
      .where('id', '=', table.id)
      .execute()
    await moveVersion(db, ctx.tenant)
    const scope = JSON.stringify({ tenantId: ctx.tenant, policies: true })
    await sql`select pg_notify(${epochChannel}, ${scope})`.execute(db)
  })
  ctx.runtime.epochs.applyLocally({ tenantId: ctx.tenant, policies: true })
}

async function drop(ctx: Context, table: TableRow): Promise<number> {
  const { pool } = await workspaceDatabase(ctx.runtime, ctx.tenant)
  const rows = await pool.transaction(async (transaction) => {
    const name = await findName(transaction, table)
    const rows = name === null ? 0 : await lockAndCount(transaction, name)
    ctx.record({
      object: { type: 'table', id: table.id, name: table.label },
      before: { table: table.name, rows },
      after: { state: 'missing' },
    })
    if (name !== null) await transaction.query({ text: `drop table public.${name}` })
    ctx.emit(catalogueChanged, { sourceId: table.source_id, tableId: table.id })
    ctx.emit(sourceChanged, { sourceId: table.source_id })
    const entry = ctx.journalEntry()
    await transaction.query({
      text: 'insert into flexoffice.journal (id, entry) values ($1::uuid, $2)',
      values: [entry.id, JSON.stringify(entry)],
    })
    return rows
  })
  ctx.journalled()
  ctx.runtime.relay.wake()
  return rows
}

/** The name that the table has now; null when it is gone already, as after a crash between the two stores. */
async function findName(transaction: SourceTransaction, table: TableRow): Promise<string | null> {
  const { rows } = await transaction.query({
    text: `select quote_ident(relname) from pg_catalog.pg_class
      where oid = $1::oid and relnamespace = 'public'::regnamespace and relkind = 'r'`,
    values: [table.identity],
  })
  return rows[0]?.[0] ?? null
}

async function lockAndCount(transaction: SourceTransaction, name: string): Promise<number> {
  await transaction.query({ text: "set local lock_timeout = '30s'" })
  await transaction.query({ text: `lock table public.${name} in access exclusive mode` })
  const { rows } = await transaction.query({ text: `select count(*) from public.${name}` })
  return Number(rows[0]?.[0] ?? 0)
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error.detail.reason !== 'in_use') return error
  return new AppError('conflict', {
    public:
      'Other tables or views of the database stand on this table, so it was not dropped. Remove those first.',
    reason: 'table_depended_on',
    cause: error,
  })
}
