import type { FoundTable, Source } from '@flexoffice/contract/sources'
import type { SourceTable } from '@flexoffice/sdk/connector'
import type { Actor } from '../../core/actor.ts'
import { holds } from '../../core/actor.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables } from '../catalogue/api.ts'
import { shownSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'

/** A source as its readers see it: no secret, and what the actor may do with it. */
export function showSource(row: SourceRow, tables: number, actor: Actor): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state,
    settings: shownSettings(row),
    readOnly: row.kind === 'postgres' && row.settings.readOnly === true,
    tables,
    createdAt: row.created_at.toISOString(),
    lastCheckedAt: row.last_checked_at?.toISOString() ?? null,
    lastProblem: row.last_problem,
    abilities: { change: holds(actor, 'sources.connect') },
  }
}

/** A table behind a connection, before anybody decides on it. */
export function showFoundTable(table: SourceTable): FoundTable {
  return {
    identity: table.identity,
    schema: table.schema,
    name: table.name,
    kind: table.kind,
    columns: table.columns.length,
    hasKey: table.key !== null,
    approximateRowCount: table.approximateRowCount,
  }
}

/** How many tables of each source the catalogue has now. */
export async function countTables(db: Database): Promise<Map<string, number>> {
  const rows = await catalogueTables(db)
    .selectFrom('catalogue.table')
    .select(['source_id', (build) => build.fn.countAll<string>().as('tables')])
    .where('state', '=', 'active')
    .groupBy('source_id')
    .execute()
  return new Map(rows.map((row) => [row.source_id, Number(row.tables)]))
}
