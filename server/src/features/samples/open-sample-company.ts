import { Readable } from 'node:stream'
import { newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/samples'
import { sampleCompanyChanged } from '@flexoffice/contract/samples'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { TakenFile } from '../sources/api.ts'
import {
  checkReaders,
  findUpload,
  keepFile,
  queueImport,
  removeFile,
  settleEffect,
  takeFile,
} from '../sources/api.ts'
import type { CompanyFile, CompanyTable } from './company/company-files.ts'
import { companyName, makeFiles } from './company/company-files.ts'
import { lastFullDay } from './company/make-company.ts'
import { describeCompany } from './describe-company.ts'
import { buildersOnly } from './sample-access.ts'
import { alreadyThere, findCompany, insertCompany } from './sample-store.ts'

/**
 * Makes the files of the company and queues their imports, as if the caller had uploaded them: all in one transaction or
 * none of it. When the last import has ended, `finish-opening` declares the relations and publishes the page.
 */
export const openSampleCompany = operation(contract.openSampleCompany, {
  allow: buildersOnly,
  async run(ctx, { language, readers }) {
    const present = await ctx.transaction(async (db) => {
      await checkReaders(db, readers)
      return findCompany(db)
    })
    if (present && present.state !== 'failed') throw alreadyThere()
    const lastDay = lastFullDay(ctx.now())
    const taken: TakenCompanyFile[] = []
    try {
      for (const file of makeFiles(language, lastDay))
        taken.push({
          ...file,
          taken: await takeFile(ctx, file.fileName, Readable.from([Buffer.from(file.text)])),
        })
      return await settleEffect(
        ctx,
        async (db) => {
          const imports = importIds(taken)
          await insertCompany(db, {
            tenant_id: ctx.tenant,
            person_id: ctx.person.personId,
            session_id: ctx.person.sessionId,
            ip: ctx.http?.ip ?? null,
            language,
            readers: [...new Set(readers)].sort(),
            last_day: lastDay,
            imports,
            opened_at: ctx.now(),
          })
          ctx.record({
            object: { type: 'sample_company', id: ctx.tenant, name: companyName },
            after: { language, readers, tables: taken.map(({ label }) => label) },
          })
          for (const file of taken) await queueFile(ctx, db, imports[file.table], file, readers)
          ctx.emit(sampleCompanyChanged, {})
          return describeCompany(ctx, db)
        },
        { policies: false },
      )
    } catch (error) {
      for (const file of taken) await removeFile(ctx.runtime, file.taken.id)
      throw error
    }
  },
})

type TakenCompanyFile = CompanyFile & { taken: TakenFile }

function importIds(files: readonly CompanyFile[]): Record<CompanyTable, string> {
  return Object.fromEntries(files.map(({ table }) => [table, newId()])) as Record<CompanyTable, string>
}

async function queueFile(
  ctx: Context,
  db: Database,
  id: string,
  { taken, label, columns }: TakenCompanyFile,
  readers: readonly string[],
): Promise<void> {
  await keepFile(ctx, db, taken)
  const upload = await findUpload(db, taken.id, ctx.person.personId)
  const plan = {
    // A row that is left out would shift the numbers of those after it, by which other tables name them.
    onFailure: 'stop' as const,
    sheet: taken.preview.sheet,
    columns: columns.map((column, index) => ({ ...column, index })),
    readers: [...readers],
    isStep: true,
  }
  await queueImport(ctx, { id, upload, label, plan }, db)
}
