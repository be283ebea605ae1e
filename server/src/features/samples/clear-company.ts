import { AppError } from '@flexoffice/base'
import { sampleCompanyChanged } from '@flexoffice/contract/samples'
import type { NotedProblem } from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import { runOperation } from '../../core/run-operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables, forgetTable } from '../catalogue/api.ts'
import { dropTable, findImports, noteOf } from '../sources/api.ts'
import { companyName } from './company/company-files.ts'
import { findTableIds } from './find-tables.ts'
import { queueSecondLook, queueStep } from './queue-step.ts'
import { deleteCompany, findCompany, lockCompany, updateCompany } from './sample-store.ts'
import { systemOperation } from './system-operation.ts'

export const clearJob = 'samples/clear-company'

/** Has the tables of the company dropped after the commit. */
export async function queueClearing(ctx: Context): Promise<void> {
  await queueStep(ctx.runtime, ctx.db, ctx.tenant, clearJob)
}

/**
 * A job: drops the tables of the company, one after the other, then forgets it. A run that was cut off is finished by the
 * next; a table that somebody dropped by hand is no obstacle, one on which others stand is told of.
 */
export async function clearCompany({ runtime, tenantId, actor }: JobContext): Promise<void> {
  const left = await runtime.store.inTenant(tenantId, 'read', findRest)
  if (left === null) return
  await runtime.store.inTenant(tenantId, 'write', (db) => queueSecondLook(runtime, db, tenantId, clearJob))
  try {
    for (const tableId of left) await runOperation(runtime, dropSampleTable, { actor }, { tableId })
    await runOperation(runtime, endClearing, { actor }, { problem: null })
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await runOperation(runtime, endClearing, { actor }, { problem: noteOf(error) })
  }
}

/** The tables to drop, those that name rows of others first; null when it is not the time: an import may still make one. */
async function findRest(db: Database): Promise<string[] | null> {
  const row = await findCompany(db)
  if (row?.state !== 'clearing' && row?.state !== 'removing') return null
  const imports = await findImports(db, Object.values(row.imports))
  if (imports.some(({ state }) => state === 'waiting' || state === 'running')) return null
  const ids = Object.values(await findTableIds(db, row))
  const known = await catalogueTables(db).selectFrom('catalogue.table').select('id').execute()
  return ids.filter((id) => known.some((table) => table.id === id)).toReversed()
}

const dropSampleTable = systemOperation(
  'samples/drop-sample-table',
  'Drops one table of the sample company, with its rows; called by its job only.',
  async (ctx, { tableId }: { tableId: string }) => {
    const table = await ctx.transaction((db) =>
      catalogueTables(db)
        .selectFrom('catalogue.table')
        .selectAll()
        .where('id', '=', tableId)
        .executeTakeFirst(),
    )
    if (!table) return
    await dropTable(ctx, table)
    await ctx.transaction((db) => forgetTable(ctx, tableId, db))
  },
  'effect',
)

const endClearing = systemOperation(
  'samples/end-clearing',
  'Forgets the sample company when its tables are gone, or notes what is in the way; called by its job only.',
  async (ctx, { problem }: { problem: NotedProblem | null }) => {
    const row = await lockCompany(ctx.db)
    if (row?.state !== 'clearing' && row?.state !== 'removing') return
    // A company that could not be opened keeps the reason of that, unless something of it stays.
    const state = problem ? 'removing' : row.state === 'clearing' ? 'failed' : null
    if (state === null) await deleteCompany(ctx.db)
    else await updateCompany(ctx.db, problem ? { state, problem } : { state })
    ctx.record({
      object: { type: 'sample_company', id: ctx.tenant, name: companyName },
      after: { state: state ?? 'removed', problem: problem?.message ?? null },
    })
    ctx.emit(sampleCompanyChanged, {})
  },
)
