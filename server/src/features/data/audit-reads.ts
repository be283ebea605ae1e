import { newId } from '@flexoffice/base'
import type { Query, TableShape } from '@flexoffice/query'
import type { Context } from '../../core/context.ts'
import type { AuditRecord, JournalEntry } from '../../core/journal/journal-entry.ts'
import { appendJournal } from '../../core/run-operation.ts'
import type { GovernedCatalogue } from '../access/api.ts'
import type { OpenTable } from './open-table.ts'

/**
 * Writes down that a table is read. Ordinary reads are counted and written in batches; when the table, or one that the
 * query reaches, is sensitive, the entry is durable before the first byte leaves. `query` is one that follows relations.
 */
export function auditRead(ctx: Context, table: OpenTable, query?: Query): Promise<void> | undefined {
  const { catalogue, known } = table
  const sensitive = query
    ? reachedTables(query, table.shape, catalogue).find((id) => catalogue.known.get(id)?.table.sensitive)
    : known.table.sensitive
      ? known.table.id
      : undefined
  if (sensitive !== undefined) {
    const object = { type: 'table', id: known.table.id, name: known.table.name }
    return journalRead(ctx, { object, detail: { sensitive } })
  }
  const { actor } = ctx
  const who = actor.kind === 'person' ? actor.sessionId : 'system'
  ctx.runtime.readAudit.count(`${who}|data/read|${known.table.id}`, () =>
    readEntry(ctx, { object: { type: 'table', id: known.table.id, name: known.table.name } }),
  )
  return undefined
}

/**
 * Makes an entry durable before anything of the answer leaves. It is of its own: the act around it may be a change that is
 * then refused, and will say so itself.
 */
export async function journalRead(ctx: Context, read: AuditRecord): Promise<void> {
  const entry = readEntry(ctx, read)
  await ctx.transaction((db) => appendJournal(db, entry))
}

function readEntry(ctx: Context, read: AuditRecord): JournalEntry {
  const id = newId(ctx.now().getTime())
  return { ...ctx.journalEntry(), id, operation: 'data/read-records', records: [read], events: [] }
}

/** The table itself and every table that some field of the query is taken from. */
export function reachedTables(
  query: Pick<Query, 'filter' | 'sort'>,
  shape: TableShape,
  catalogue: GovernedCatalogue,
): string[] {
  const reached = new Set([shape.id])
  for (const chain of listChains(query)) {
    let table: TableShape | undefined = shape
    for (const relationId of chain) {
      const relation: TableShape['relations'][number] | undefined = table?.relations.find(
        (candidate) => candidate.id === relationId,
      )
      table = relation && catalogue.tables.get(relation.toTable)
      if (table) reached.add(table.id)
    }
  }
  return [...reached]
}

/** Every `through` of a query, wherever it stands. */
function listChains(node: unknown, chains: string[][] = []): string[][] {
  if (typeof node !== 'object' || node === null) return chains
  if ('through' in node && Array.isArray(node.through)) chains.push(node.through as string[])
  for (const part of Object.values(node)) if (typeof part === 'object') listChains(part, chains)
  return chains
}
