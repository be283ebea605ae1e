import type { Context } from '../../core/context.ts'
import { sourceTables } from './source-store.ts'

/** What may be said of a source to anybody who reads one of its tables. */
export interface SourceName {
  id: string
  name: string
  kind: 'managed' | 'postgres'
}

/** Lists the names of the workspace's sources, by id. */
export async function listSourceNames(ctx: Pick<Context, 'db'>): Promise<Map<string, SourceName>> {
  const rows = await sourceTables(ctx.db)
    .selectFrom('sources.source')
    .select(['id', 'name', 'kind'])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
