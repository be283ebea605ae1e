import * as contract from '@flexoffice/contract/sources'
import { operation } from '../../core/operation.ts'
import { countTables, showSource } from './show-source.ts'
import { sourceTables } from './source-store.ts'

/** Lists the sources of the workspace; its own database first. */
export const listSources = operation(contract.listSources, {
  allow: 'sources.view',
  async run(ctx) {
    const rows = await sourceTables(ctx.db)
      .selectFrom('sources.source')
      .selectAll()
      .orderBy((build) => build('kind', '<>', 'managed'))
      .orderBy('name')
      .execute()
    const tables = await countTables(ctx.db)
    return { sources: rows.map((row) => showSource(row, tables.get(row.id) ?? 0, ctx.actor)) }
  },
})
