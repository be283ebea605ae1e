import * as contract from '@flexoffice/contract/sources'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { ColumnDrift, SchemaReport } from '../catalogue/api.ts'
import { applySchema } from './apply-schema.ts'
import { describeProblem } from './inspect-source.ts'
import { lookAtSource } from './look-at-source.ts'
import { settleEffect } from './settle-effect.ts'
import { countTables, showSource } from './show-source.ts'
import type { SourceRow } from './source-store.ts'
import { chosenOf, findSource, lockSource, noteHealth } from './source-store.ts'

/** Looks at a source again and reports what moved. A source that does not answer is marked as failing. */
export const refreshSource = operation(contract.refreshSource, {
  allow: 'sources.connect',
  async run(ctx, { sourceId }) {
    const before = await ctx.transaction((db) => findSource(db, sourceId))
    const schema = await lookOrNote(ctx, before)
    return settleEffect(ctx, async (db) => {
      const row = await lockSource(db, sourceId)
      // Imports put tables into the workspace's own database meanwhile: a look from before the lock would lose theirs.
      const shown = row.kind === 'managed' ? await lookAtSource(ctx, row) : schema
      const look = { sourceId, schema: shown, ...chosenOf(row), createdBy: row.created_by }
      const report = await applySchema(ctx, db, look, [])
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
    return await lookAtSource(ctx, row)
  } catch (error) {
    await ctx.transaction((db) => noteHealth(db, row.id, ctx.now(), describeProblem(error)))
    throw error
  }
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
