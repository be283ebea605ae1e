import { defineOperation } from '@flexoffice/contract/operation'
import type { NotedProblem } from '@flexoffice/contract/sources'
import { importProgressed, type importState, sourceChanged } from '@flexoffice/contract/sources'
import { z } from 'zod'
import type { Context } from '../../core/context.ts'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import { onlySystem } from '../../core/only-system.ts'
import { operation } from '../../core/operation.ts'
import { runOperation } from '../../core/run-operation.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { applySchema } from './apply-schema.ts'
import type { LoadOutcome } from './copy-rows.ts'
import { tellImportEnd } from './import-ends.ts'
import type { ImportRow } from './import-store.ts'
import { importTables } from './import-store.ts'
import { inspectManaged } from './inspect-source.ts'
import { ensureManagedSource } from './managed-source.ts'
import { lockSource } from './source-store.ts'

/** How an import ended. */
export interface ImportEnd {
  state: 'done' | 'failed'
  counts: Pick<z.infer<typeof importState>, 'rowsRead' | 'rowsLoaded' | 'rowsFailed' | 'failures'>
  problem: NotedProblem | null
  /** What stands now in the workspace's database. */
  load: (LoadOutcome & { table: string }) | null
}

/** Ends an import: its table enters the catalogue with labels and readers, its owner is told. Doing it twice changes nothing. */
export async function endImport(job: JobContext, row: ImportRow, end: ImportEnd): Promise<void> {
  const caller = { actor: job.actor, ip: row.ip ?? undefined }
  await runOperation(job.runtime, publishImport, caller, { importId: row.id, end })
}

const publishImport = operation(
  defineOperation({
    name: 'sources/end-import',
    kind: 'write',
    summary:
      'Puts the table of an import into the catalogue, or notes why there is none; called by its job only.',
    input: z.strictObject({ importId: z.uuid(), end: z.custom<ImportEnd>() }),
    output: z.object({}),
  }),
  {
    allow: onlySystem,
    async run(ctx, { importId, end }) {
      const row = await importTables(ctx.db)
        .selectFrom('sources.import')
        .selectAll()
        .where('id', '=', importId)
        .forUpdate()
        .executeTakeFirst()
      if (row?.state !== 'running') return {}
      const tableId = end.load ? await publishTable(ctx, row, end.load) : null
      const { rowsRead, rowsLoaded, rowsFailed, failures } = end.counts
      await importTables(ctx.db)
        .updateTable('sources.import')
        .set({
          state: end.state,
          table_id: tableId,
          changes: end.load?.changes ? (JSON.stringify(end.load.changes) as never) : null,
          problem: end.problem && (JSON.stringify(end.problem) as never),
          rows_read: String(rowsRead),
          rows_loaded: String(rowsLoaded),
          rows_failed: String(rowsFailed),
          failures: JSON.stringify(failures) as never,
          progress: end.state === 'done' ? 1 : row.progress,
          ended_at: ctx.now(),
          held_until: null,
        })
        .where('id', '=', importId)
        .execute()
      ctx.record({
        object: { type: 'import', id: importId, name: row.table_label },
        after: {
          state: end.state,
          tableId,
          rowsRead,
          rowsLoaded,
          rowsFailed,
          problem: end.problem?.message ?? null,
        },
        detail: { requestedBy: row.person_id, mode: row.mode },
      })
      ctx.emit(importProgressed, { importId }, [row.person_id])
      await tellImportEnd(ctx, importId)
      return {}
    },
  },
)

async function publishTable(
  ctx: Context,
  row: ImportRow,
  outcome: NonNullable<ImportEnd['load']>,
): Promise<string | null> {
  const { target, readers } = row.plan
  const sourceId = await ensureManagedSource(ctx.db, ctx.tenant)
  // Two that end at once look one after the other: an older look would not show the table of the other, and lose it.
  await lockSource(ctx.db, sourceId)
  const { pool } = await workspaceDatabase(ctx.runtime, ctx.tenant)
  const schema = await inspectManaged(pool)
  const found = schema.tables.find((each) => each.schema === 'public' && each.name === outcome.table)
  // Renamed or dropped since: the next look at the database tells of it.
  if (!found) return target?.tableId ?? null
  const look = { sourceId, schema, tables: [found.identity], createdBy: row.person_id }
  const report = await applySchema(ctx, ctx.db, look, readers)
  const tableId = report.tables.find((each) => each.identity === found.identity)!.id
  if (!target) await labelTable(ctx, tableId, row.table_label)
  await labelColumns(ctx, tableId, row, outcome)
  ctx.emit(sourceChanged, { sourceId })
  return tableId
}

async function labelTable(ctx: Context, tableId: string, label: string): Promise<void> {
  const store = catalogueTables(ctx.db)
  await store.updateTable('catalogue.table').set({ label }).where('id', '=', tableId).execute()
}

/** Columns keep the words of the file, which their database names had to lose; those that were there keep theirs. */
async function labelColumns(
  ctx: Context,
  tableId: string,
  { plan }: ImportRow,
  { added }: LoadOutcome,
): Promise<void> {
  for (const [place, column] of plan.columns.entries()) {
    const name = plan.target ? added?.[place] : column.name
    if (name === undefined || column.label === '') continue
    await catalogueTables(ctx.db)
      .updateTable('catalogue.column')
      .set({ label: column.label.slice(0, 120) })
      .where('table_id', '=', tableId)
      .where('name', '=', name)
      .execute()
  }
}
