import { AppError } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { ColumnDrift, SchemaReport } from '../catalogue/api.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { applySchema } from './apply-schema.ts'
import { describeProblem, inspectManaged, inspectSource } from './inspect-source.ts'
import { settleEffect } from './settle-effect.ts'
import { countTables, showSource } from './show-source.ts'
import { openSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'
import { findSource, noteHealth } from './source-store.ts'

/** Looks at a source again and reports what moved. A source that does not answer is marked as failing. */
export const refreshSource = operation(contract.refreshSource, {
  allow: 'sources.connect',
  async run(ctx, { sourceId }) {
    const before = await ctx.transaction((db) => findSource(db, sourceId))
    const schema = await lookOrNote(ctx, before)
    return settleEffect(ctx, async (db) => {
      const row = await findSource(db, sourceId)
      const tables = row.chosen_tables ?? undefined
      const report = await applySchema(ctx, db, { sourceId, schema, tables, createdBy: row.created_by }, [])
      await noteHealth(db, sourceId, ctx.now(), null)
      const drift = toDrift(report)
      ctx.record({ object: { type: 'source', id: sourceId, name: row.name }, detail: drift })
      ctx.emit(contract.sourceChanged, { sourceId })
      const tablesOf = await countTables(db)
      const source = showSource(await findSource(db, sourceId), tablesOf.get(sourceId) ?? 0, ctx.actor)
      return { source, drift }
    })
  },
})

async function lookOrNote(ctx: Context, row: SourceRow): Promise<SourceSchema> {
  try {
    return await look(ctx, row)
  } catch (error) {
    await ctx.transaction((db) => noteHealth(db, row.id, ctx.now(), describeProblem(error)))
    throw error
  }
}

async function look(ctx: Context, row: SourceRow): Promise<SourceSchema> {
  const signal = ctx.http?.signal
  if (row.kind === 'managed') {
    const { pool } = await workspaceDatabase(ctx.runtime, ctx.tenant)
    return inspectManaged(pool, signal)
  }
  const { schema, fingerprint } = await inspectSource(
    ctx.runtime,
    openSettings(ctx.runtime.keys, row),
    signal,
  )
  if (row.fingerprint !== null && fingerprint !== null && row.fingerprint !== fingerprint) {
    throw new AppError('conflict', {
      public:
        'Another database answers now under the same settings; its tables would take over grants that were not meant for them. Connect it as a new source.',
      reason: 'source_other_database',
    })
  }
  return schema
}

function toDrift(report: SchemaReport): contract.SourceDrift {
  const names = new Map(report.tables.map((table) => [table.id, table.name]))
  const changed = (change: ColumnDrift) => report.columns.filter((column) => column.change === change)
  const full = (tableId: string, column: string) => `${names.get(tableId) ?? ''}.${column}`
  return {
    tablesAdded: report.addedTables.map((table) => table.name),
    tablesMissing: report.missingTables.map((table) => table.name),
    columnsAdded: changed('added').map((column) => full(column.tableId, column.name)),
    columnsMissing: changed('missing').map((column) => full(column.tableId, column.name)),
    columnsRenamed: changed('renamed').map((column) => ({
      from: full(column.tableId, column.before ?? ''),
      to: full(column.tableId, column.name),
    })),
  }
}
