import * as contract from '@flexoffice/contract/samples'
import { operation } from '../../core/operation.ts'
import { findUses } from '../pages/api.ts'
import { describeCompany } from './describe-company.ts'
import { findTables } from './find-tables.ts'
import { buildersOnly } from './sample-access.ts'
import { findCompany } from './sample-store.ts'

/** Tells whether the sample company is there and how far its opening is. */
export const showSampleCompany = operation(contract.showSampleCompany, {
  allow: 'sources.upload',
  run: (ctx) => describeCompany(ctx, ctx.db),
})

/** Tells which other pages ask the tables of the company, before they go. */
export const showSampleUses = operation(contract.showSampleUses, {
  allow: buildersOnly,
  async run(ctx) {
    const row = await findCompany(ctx.db)
    const pages = new Map<string, { id: string; title: string }>()
    let otherPages = 0
    for (const { id } of row ? await findTables(ctx.db, row) : []) {
      const uses = await findUses(ctx.db, ctx.actor, id)
      for (const page of uses.pages)
        if (page.id !== row?.page_id) pages.set(page.id, { id: page.id, title: page.title })
      otherPages = Math.max(otherPages, uses.hidden)
    }
    return { pages: [...pages.values()], otherPages }
  },
})
