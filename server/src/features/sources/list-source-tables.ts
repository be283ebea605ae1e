import type { TableUses } from '@flexoffice/contract/sources'
import * as contract from '@flexoffice/contract/sources'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { lookAtSource } from './look-at-source.ts'
import { showFoundTable } from './show-source.ts'
import { findConnected } from './source-store.ts'
import { findTableUses } from './uploaded/table-uses.ts'

/** Looks at a connected source and says what was decided on each of its tables. No transaction is open meanwhile. */
export const listSourceTables = operation(contract.listSourceTables, {
  allow: 'sources.connect',
  store: 'none',
  async run(ctx, { sourceId }) {
    const row = await ctx.transaction((db) => findConnected(db, sourceId))
    const schema = await lookAtSource(ctx, row)
    const known = await ctx.transaction((db) => listKnown(db, sourceId))
    const states = new Map(known.map(({ identity, state }) => [identity, state]))
    const left = new Set(row.left_tables)
    const tables = schema.tables.map((table) => {
      const { identity } = table
      const keepsAccess = states.has(identity)
      const state = left.has(identity) ? 'left' : keepsAccess ? 'taken' : 'new'
      return { ...showFoundTable(table), state: state as contract.SourceTable['state'], keepsAccess }
    })
    return { tables, takesLater: row.chosen_tables === null }
  },
})

/** Tells who would miss some tables, before they are left out. */
export const showTableUses = operation(contract.showTableUses, {
  allow: 'sources.connect',
  async run(ctx, { sourceId, tables }) {
    await findConnected(ctx.db, sourceId)
    const asked = new Set(tables)
    const uses: TableUses[] = []
    for (const { id, identity, label, state } of await listKnown(ctx.db, sourceId))
      if (state === 'active' && asked.has(identity))
        uses.push({ identity, label, ...(await findTableUses(ctx, ctx.db, id)) })
    return { tables: uses }
  },
})

/** What the catalogue has of a source, what is missing or left out included; by label. */
export function listKnown(db: Database, sourceId: string) {
  return catalogueTables(db)
    .selectFrom('catalogue.table')
    .select(['id', 'identity', 'label', 'name', 'state'])
    .where('source_id', '=', sourceId)
    .orderBy('label')
    .orderBy('id')
    .execute()
}
