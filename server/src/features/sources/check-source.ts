import { postgresConnector } from '@flexoffice/connectors'
import { defineOperation } from '@flexoffice/contract/operation'
import type { NotedProblem } from '@flexoffice/contract/sources'
import { notedProblem, sourceChanged } from '@flexoffice/contract/sources'
import { z } from 'zod'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import { onlySystem } from '../../core/only-system.ts'
import { operation } from '../../core/operation.ts'
import { runOperation } from '../../core/run-operation.ts'
import { describeProblem } from './inspect-source.ts'
import { connectorContext } from './source-network.ts'
import { openSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'
import { findSource, noteHealth, sourceTables } from './source-store.ts'

/** A job: tries a connected source as its readers would. Only a change of its health is journalled and told. */
export async function checkSource(job: JobContext, payload: Record<string, unknown>): Promise<void> {
  const { runtime, tenantId } = job
  const sourceId = String(payload.sourceId)
  const row = await runtime.store.inTenant(tenantId, 'read', (db) =>
    sourceTables(db).selectFrom('sources.source').selectAll().where('id', '=', sourceId).executeTakeFirst(),
  )
  if (!row || row.kind === 'managed') return
  const problem = await findProblem(job, row)
  if (problem?.code === row.last_problem?.code) {
    await runtime.store.inTenant(tenantId, 'write', (db) =>
      noteHealth(db, sourceId, runtime.clock(), problem),
    )
    return
  }
  await runOperation(runtime, noteSourceHealth, { actor: job.actor }, { sourceId, problem })
}

/** The platform's own: notes that a source fails, or is well again. */
export const noteSourceHealth = operation(
  defineOperation({
    name: 'sources/note-health',
    kind: 'write',
    summary: 'Notes that a source began to fail or is well again; called by the regular check only.',
    input: z.strictObject({ sourceId: z.uuid(), problem: notedProblem.nullable() }),
    output: z.object({}),
  }),
  {
    allow: onlySystem,
    async run(ctx, { sourceId, problem }) {
      const row = await findSource(ctx.db, sourceId)
      await noteHealth(ctx.db, sourceId, ctx.now(), problem)
      ctx.record({
        object: { type: 'source', id: sourceId, name: row.name },
        before: { problem: row.last_problem?.message ?? null },
        after: { problem: problem?.message ?? null },
      })
      ctx.emit(sourceChanged, { sourceId })
      return {}
    },
  },
)

async function findProblem(job: JobContext, row: SourceRow): Promise<NotedProblem | null> {
  try {
    const settings = openSettings(job.runtime.keys, row)
    await postgresConnector.testConnection(settings, await connectorContext(job.runtime), job.signal)
    return null
  } catch (error) {
    return describeProblem(error)
  }
}
