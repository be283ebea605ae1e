import { notFound } from '@flexoffice/base'
import type { CompiledPolicy, TableShape } from '@flexoffice/query'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import { tracePool } from '../../core/tracing/trace-pool.ts'
import type { GovernedCatalogue } from '../access/api.ts'
import { decideOn, governedCatalogue } from '../access/api.ts'
import type { KnownTable } from '../catalogue/api.ts'
import type { OpenSource } from '../sources/api.ts'
import { openSource } from '../sources/api.ts'

/** A table with the caller's rights on it, and the source that has its rows. */
export interface OpenTable {
  known: KnownTable
  shape: TableShape
  policy: CompiledPolicy
  catalogue: GovernedCatalogue
  source: OpenSource
}

/**
 * Opens a table for a caller who may read something of it, or, to create, may only write. Whatever else is the case, the
 * answer is the same as for no table at all.
 */
export async function openTable(
  ctx: Context,
  tableId: string,
  operation: 'read' | 'create' = 'read',
): Promise<OpenTable> {
  const governed = governedCatalogue(ctx.runtime, ctx.actor)
  const catalogue = governed instanceof Promise ? await governed : governed
  const known = catalogue.known.get(tableId)
  const allowed =
    decideOn(catalogue.policies, tableId, 'read') === 'allow' ||
    (operation === 'create' && decideOn(catalogue.policies, tableId, 'create') === 'allow')
  if (!known || !allowed) throw notFound(`table ${tableId}`)
  const source = await openSource(ctx.runtime, ctx.tenant, known.table.sourceId)
  return {
    known,
    shape: known.shape,
    policy: catalogue.policies.get(tableId)!,
    catalogue,
    source: aboutTable(ctx.runtime, source, tableId),
  }
}

/** The source for statements about one table, which traces then name. */
export function aboutTable({ tracing }: Runtime, source: OpenSource, tableId: string): OpenSource {
  return tracing === null ? source : { ...source, pool: tracePool(tracing, source.pool, { tableId }) }
}
