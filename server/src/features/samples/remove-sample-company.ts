import { type AppError, forbidden, invalidField, notFound } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/samples'
import { sampleCompanyChanged } from '@flexoffice/contract/samples'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { deletePage, findPageHead } from '../pages/api.ts'
import { findImports, stopImport } from '../sources/api.ts'
import { queueClearing } from './clear-company.ts'
import { companyName } from './company/company-files.ts'
import { describeCompany } from './describe-company.ts'
import { findTables } from './find-tables.ts'
import { buildersOnly, governsCompany } from './sample-access.ts'
import type { CompanyRow } from './sample-store.ts'
import { lockCompany, updateCompany } from './sample-store.ts'

/**
 * Removes the company for good, also while it opens: its page at once, so that nobody sees it fail, then its tables by a
 * job. A removal that was stopped by a refusal can be asked for again.
 */
export const removeSampleCompany = operation(contract.removeSampleCompany, {
  allow: buildersOnly,
  async run(ctx, { name }) {
    const row = await lockCompany(ctx.db)
    if (!row || row.state === 'failed') throw notFound('the sample company')
    // What an opening that failed has made goes already.
    if (row.state === 'clearing') return describeCompany(ctx, ctx.db)
    if (name !== companyName)
      throw invalidField(
        '/name',
        'Type the name of the sample company exactly as it is shown.',
        'sample_name_differs',
      )
    const tables = await findTables(ctx.db, row)
    if (!governsCompany(ctx, row, tables)) throw notTheirs()
    const page = await removePage(ctx, row)
    await updateCompany(ctx.db, { state: 'removing', problem: null, page_id: null })
    for (const each of await findImports(ctx.db, Object.values(row.imports))) await stopImport(ctx, each)
    await queueClearing(ctx)
    ctx.record({
      object: { type: 'sample_company', id: ctx.tenant, name: companyName },
      before: { tables: tables.map(({ label }) => label), page: page ?? null },
    })
    ctx.emit(sampleCompanyChanged, {})
    return describeCompany(ctx, ctx.db)
  },
})

async function removePage(ctx: Context, { page_id }: CompanyRow): Promise<string | undefined> {
  const page = page_id === null ? undefined : await findPageHead(ctx.db, page_id, true)
  if (!page) return undefined
  await deletePage(ctx, page.id)
  return page.title
}

function notTheirs(): AppError {
  return forbidden(
    'access.manage',
    'Only an Admin or whoever opened the sample company may remove it. Ask one of them.',
  )
}
