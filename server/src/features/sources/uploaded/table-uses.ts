import type { Actor } from '../../../core/actor.ts'
import type { Context } from '../../../core/context.ts'
import type { Runtime } from '../../../core/runtime.ts'
import { perRuntime } from '../../../core/runtime.ts'
import type { Database } from '../../../core/store/management-store.ts'
import { catalogueTables } from '../../catalogue/api.ts'

/** The pages that ask a table: those the actor may know of, and the number of the others. */
export interface PageUses {
  pages: { id: string; title: string }[]
  otherPages: number
}

/** Looks for the uses of a table in a feature that stands above this one. */
export type PageUseFinder = (db: Database, actor: Actor, tableId: string) => Promise<PageUses>

const finders = perRuntime(() => new Set<PageUseFinder>())

/** Lets a feature above tell who uses a table, before somebody drops it. */
export function tellTableUses(runtime: Runtime, find: PageUseFinder): void {
  finders(runtime).add(find)
}

/** What would miss a table: pages, and tables whose relations lead to it. */
export async function findTableUses(ctx: Context, db: Database, tableId: string) {
  const found = await Promise.all([...finders(ctx.runtime)].map((find) => find(db, ctx.actor, tableId)))
  return {
    pages: found.flatMap(({ pages }) => pages),
    otherPages: found.reduce((sum, { otherPages }) => sum + otherPages, 0),
    relatedTables: await findRelated(db, tableId),
  }
}

async function findRelated(db: Database, tableId: string): Promise<string[]> {
  const rows = await catalogueTables(db)
    .selectFrom('catalogue.relation')
    .innerJoin('catalogue.table', 'catalogue.table.id', 'catalogue.relation.table_id')
    .select('catalogue.table.label')
    .distinct()
    .where('catalogue.relation.to_table', '=', tableId)
    .where('catalogue.table.id', '!=', tableId)
    .where('catalogue.table.state', '=', 'active')
    .orderBy('catalogue.table.label')
    .execute()
  return rows.map(({ label }) => label)
}
