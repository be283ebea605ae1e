import * as contract from '@flexoffice/contract/audit'
import { operation } from '../../core/operation.ts'
import { countEntries, findEntries, findTerms } from './audit-store.ts'

/** Searches the workspace's audit log; looking into it is itself an entry. */
export const searchAudit = operation(contract.searchAudit, {
  allow: 'audit.read',
  audit: 'batched',
  async run(ctx, { filter, before, limit }) {
    const entries = await findEntries(ctx.db, filter, before, limit + 1)
    ctx.record({ object: { type: 'audit', id: ctx.tenant }, detail: { filter } })
    return { entries: entries.slice(0, limit), more: entries.length > limit }
  },
})

/** Lists what occurs, for the filters. */
export const listAuditTerms = operation(contract.listAuditTerms, {
  allow: 'audit.read',
  run: (ctx) => findTerms(ctx.db),
})

/** Counts what came since; not an entry itself, or an open audit screen would fill the log with its own questions. */
export const countNewEntries = operation(contract.countNewEntries, {
  allow: 'audit.read',
  run: async (ctx, { filter, after }) => ({
    count: await countEntries(ctx.db, filter, after, {
      operation: contract.searchAudit.name,
      personId: ctx.person.personId,
    }),
  }),
})
