import { type AppError, forbidden } from '@flexoffice/base'
import { defineOperation } from '@flexoffice/contract/operation'
import { sampleCompanyChanged } from '@flexoffice/contract/samples'
import { z } from 'zod'
import type { PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { JobContext } from '../../core/jobs/work-jobs.ts'
import { onlySystem } from '../../core/only-system.ts'
import { operation } from '../../core/operation.ts'
import { runOperation } from '../../core/run-operation.ts'
import { findTable } from '../catalogue/api.ts'
import { addPage, alterPage, publishDraft } from '../pages/api.ts'
import { findPersonActor } from '../people/api.ts'
import type { CompanyTable } from './company/company-files.ts'
import { companyName, companyTables, wordsOf } from './company/company-files.ts'
import { findTableIds } from './find-tables.ts'
import type { PageTables } from './page/page-tables.ts'
import { makeSalesPage } from './page/sales-page.ts'
import type { Relation } from './relate-tables.ts'
import { buildersOnly, mayBuild } from './sample-access.ts'
import type { CompanyRow } from './sample-store.ts'
import { lockCompany, updateCompany } from './sample-store.ts'

/** Makes and publishes the page in the name of whoever opened the company, with the rights that they have now. */
export async function publishSalesPage(job: JobContext, row: CompanyRow): Promise<void> {
  const { runtime } = job
  const input = { personId: row.person_id, sessionId: row.session_id }
  const found = (await runOperation(runtime, findOpener, { actor: job.actor }, input)) as {
    actor: PersonActor | null
  }
  if (!found.actor) throw mayNot()
  await runOperation(runtime, publishPage, { actor: found.actor, ip: row.ip ?? undefined }, {})
}

const findOpener = operation(
  defineOperation({
    name: 'samples/find-opener',
    kind: 'read',
    summary:
      'Finds whoever opened the sample company with the rights of this moment; called by its job only.',
    input: z.strictObject({ personId: z.uuid(), sessionId: z.uuid() }),
    output: z.object({ actor: z.custom<PersonActor>().nullable() }),
  }),
  {
    allow: onlySystem,
    async run(ctx, opener) {
      const actor = await findPersonActor(ctx, opener)
      return { actor: actor && mayBuild({ actor }) ? actor : null }
    },
  },
)

const publishPage = operation(
  defineOperation({
    name: 'samples/publish-sales-page',
    kind: 'write',
    summary: 'Makes and publishes the page of the sample company; called by its job only.',
    input: z.strictObject({}),
    output: z.object({}),
  }),
  {
    allow: buildersOnly,
    async run(ctx) {
      const row = await lockCompany(ctx.db)
      if (row?.state !== 'opening') return {}
      const words = wordsOf(row.language)
      const { title } = words.page
      const document = makeSalesPage({
        words,
        lastDay: row.last_day,
        tables: await findPageTables(ctx, row),
        relations: row.relations as Record<Relation, string>,
      })
      const { id } = await addPage(ctx, { title, document })
      // Pages that name no role are everybody's; a page without rows is nobody's gain.
      const readers = row.readers.length > 0 ? row.readers : ['admin']
      await alterPage(ctx, { pageId: id, icon: 'chart-column', readers })
      await publishDraft(ctx, { pageId: id, note: companyName })
      await updateCompany(ctx.db, { state: 'ready', page_id: id })
      ctx.record({
        object: { type: 'sample_company', id: ctx.tenant, name: companyName },
        after: { state: 'ready', page: title },
      })
      ctx.emit(sampleCompanyChanged, {})
      return {}
    },
  },
)

/** The tables with the ids of their columns by name. */
async function findPageTables(ctx: Context, row: CompanyRow): Promise<PageTables> {
  const ids = await findTableIds(ctx.db, row)
  const found = await Promise.all(
    companyTables.map(async (table) => {
      const { columns } = await findTable(ctx.db, ids[table]!)
      return [
        table,
        { id: ids[table]!, columns: Object.fromEntries(columns.map(({ name, id }) => [name, id])) },
      ]
    }),
  )
  return Object.fromEntries(found) as Record<CompanyTable, PageTables[CompanyTable]>
}

function mayNot(): AppError {
  return forbidden(
    'sources.upload',
    'Whoever opened the sample company may not build pages any more, so nothing of it was kept.',
  )
}
