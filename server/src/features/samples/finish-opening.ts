import { AppError } from '@flexoffice/base'
import { sampleCompanyChanged } from '@flexoffice/contract/samples'
import type { NotedProblem } from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import { runOperation } from '../../core/run-operation.ts'
import { findImports, noteOf } from '../sources/api.ts'
import { queueClearing } from './clear-company.ts'
import { companyName } from './company/company-files.ts'
import { publishSalesPage } from './publish-sales-page.ts'
import { queueSecondLook, queueStep } from './queue-step.ts'
import { relateTables } from './relate-tables.ts'
import type { CompanyRow } from './sample-store.ts'
import { findCompany, lockCompany, updateCompany } from './sample-store.ts'
import { systemOperation } from './system-operation.ts'

export const finishJob = 'samples/finish-opening'

/** When an import of the company has ended, its job looks whether it was the last; the job is added with the import's own end. */
export async function goOnAfterImport(ctx: Context, importId: string): Promise<void> {
  const row = await findCompany(ctx.db)
  if (!row || !Object.values(row.imports).includes(importId)) return
  if (row.state === 'opening') await queueStep(ctx.runtime, ctx.db, ctx.tenant, finishJob)
  if (row.state === 'removing') await queueClearing(ctx)
}

/**
 * A job: declares the relations and publishes the page when every table is loaded. Each step notes what it did in its own
 * transaction, so a run that was cut off is finished by the next. What cannot be finished is taken away whole.
 */
export async function finishOpening(job: JobContext): Promise<void> {
  const { runtime, tenantId } = job
  const { row, imports } = await runtime.store.inTenant(tenantId, 'read', async (db) => {
    const row = await findCompany(db)
    return { row, imports: row ? await findImports(db, Object.values(row.imports)) : [] }
  })
  if (row?.state !== 'opening') return
  if (imports.some(({ state }) => state === 'waiting' || state === 'running')) return
  await runtime.store.inTenant(tenantId, 'write', (db) => queueSecondLook(runtime, db, tenantId, finishJob))
  const lost = imports.find(({ state, table_id }) => state !== 'done' || table_id === null)
  try {
    if (lost) throw notLoaded(lost.table_label)
    await finish(job, row)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await runOperation(runtime, giveUp, { actor: job.actor }, { problem: noteOf(error) })
  }
}

async function finish(job: JobContext, row: CompanyRow): Promise<void> {
  await runOperation(job.runtime, relateTables, { actor: job.actor, ip: row.ip ?? undefined }, {})
  await publishSalesPage(job, row)
}

const giveUp = systemOperation(
  'samples/give-up-opening',
  'Notes why the sample company could not be opened, and has what was made of it taken away; called by its job only.',
  async (ctx, { problem }: { problem: NotedProblem }) => {
    const row = await lockCompany(ctx.db)
    if (row?.state !== 'opening') return
    await updateCompany(ctx.db, { state: 'clearing', problem })
    await queueClearing(ctx)
    ctx.record({
      object: { type: 'sample_company', id: ctx.tenant, name: companyName },
      after: { problem: problem.message },
      detail: { requestedBy: row.person_id },
    })
    ctx.emit(sampleCompanyChanged, {})
  },
)

function notLoaded(table: string): AppError {
  return new AppError('unprocessable', {
    public: `${table} could not be loaded, so nothing of the sample company was kept. Open it once more.`,
    reason: 'sample_table_not_loaded',
    params: { table },
  })
}
