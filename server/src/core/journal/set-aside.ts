import { isId } from '@flexoffice/base'
import pg from 'pg'
import type { Logger } from 'pino'
import type { JournalEntry } from './journal-entry.ts'
import type { JournalRow } from './read-journal.ts'

/** Where set aside rows are kept, and who hears of them. */
export interface SetAsideOptions {
  pool: pg.Pool
  log: Logger
  setAside: () => void
}

/**
 * Puts a row that cannot be relayed aside, so that those behind it go on: it is kept as it stood, the operator's log and
 * figures tell of it, and the entry that is answered takes its place in the audit log.
 */
export async function setAside(
  source: { name: string; tenantId?: string },
  options: SetAsideOptions,
  row: JournalRow,
  problem: string,
): Promise<JournalEntry> {
  const tenantId = source.tenantId ?? tenantOf(row)
  const kept = await options.pool.query(
    `insert into core.set_aside_entry (id, source, tenant_id, problem, entry, bytes) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do nothing`,
    [row.id, source.name, tenantId, problem, row.text, row.bytes],
  )
  if (kept.rowCount === 1) {
    options.log.error({ source: source.name, id: row.id, problem }, 'a journal row was set aside')
    options.setAside()
  }
  return {
    id: row.id,
    at: new Date().toISOString(),
    tenantId,
    actor: { id: null, kind: 'system', name: 'relay' },
    operation: 'audit/set-aside-entry',
    outcome: 'failed',
    records: [{ object: { type: 'journal_entry', id: row.id }, detail: { source: source.name, problem } }],
    events: [],
  }
}

/** Whether the store refused the row itself; anything else may pass, and the row is tried again. */
export function isRowsFault(error: unknown): boolean {
  // Values that are none of their type, too large for the type or an index, or against a check.
  return error instanceof pg.DatabaseError && /^(22|54|23502|23514)/.test(error.code ?? '')
}

/** Whose row it is, as far as it says so in its place; of one that was cut nobody can tell. */
function tenantOf({ text, read }: JournalRow): string | null {
  if ('entry' in read) return read.entry.tenantId ?? null
  try {
    const { tenantId } = JSON.parse(text) as { tenantId?: unknown }
    return typeof tenantId === 'string' && isId(tenantId) ? tenantId : null
  } catch {
    return null
  }
}
