import type { AuditEntry, AuditFilter } from '@flexoffice/contract/audit'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'

interface EntryRow {
  sequence: string
  id: string
  at: Date
  actor_id: string | null
  actor_kind: string
  operation: string
  outcome: AuditEntry['outcome']
  object_type: string | null
  object_id: string | null
  payload: string | null
}

/** What people filter by, and what reports do. */
export interface EntryFilter extends AuditFilter {
  operations?: readonly string[]
  outcomes?: readonly AuditEntry['outcome'][]
}

const batchSize = 500

/** All entries that match, newest first, some hundred at a time. */
export async function* pageThroughEntries(ctx: Context, filter: EntryFilter): AsyncGenerator<AuditEntry[]> {
  let before: string | undefined
  for (;;) {
    const cursor = before
    const entries = await ctx.transaction((db) => findEntries(db, filter, cursor, batchSize))
    if (entries.length === 0) return
    yield entries
    before = entries.at(-1)!.sequence
  }
}

/** Finds entries before a sequence number, newest first. */
export async function findEntries(
  db: Database,
  filter: EntryFilter,
  before: string | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  const conditions = [...toConditions(filter), ...(before ? [sql`entry.sequence < ${before}::bigint`] : [])]
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``
  const result = await sql<EntryRow>`
    select entry.sequence::text, entry.id, entry.at, entry.actor_id, entry.actor_kind, entry.operation, entry.outcome,
      entry.object_type, entry.object_id, payload.payload
    from core.audit_entry entry left join core.audit_payload payload using (id)
    ${where} order by entry.sequence desc limit ${limit}`.execute(db)
  return result.rows.map(toEntry)
}

const countedAtMost = 100

/** Counts the entries after a sequence number, up to a hundred; `except` leaves out one person's calls of one operation. */
export async function countEntries(
  db: Database,
  filter: AuditFilter,
  after: string,
  except: { operation: string; personId: string },
): Promise<number> {
  const conditions = [
    sql`entry.sequence > ${after}::bigint`,
    sql`not (entry.operation = ${except.operation} and entry.actor_id is not distinct from ${except.personId}::uuid)`,
    ...toConditions(filter),
  ]
  const result = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from core.audit_entry entry left join core.audit_payload payload using (id)
      where ${sql.join(conditions, sql` and `)} limit ${countedAtMost}) found`.execute(db)
  return result.rows[0]?.count ?? 0
}

/** The operations and object types that occur; walked along the index, so it stays quick in a long log. */
export async function findTerms(db: Database): Promise<{ operations: string[]; objectTypes: string[] }> {
  const operations = await sql<{ term: string }>`
    with recursive walk as (
      (select min(operation) as term from core.audit_entry)
      union all
      select (select min(operation) from core.audit_entry where operation > walk.term) from walk where walk.term is not null)
    select term from walk where term is not null`.execute(db)
  const types = await sql<{ term: string }>`
    with recursive walk as (
      (select min(object_type) as term from core.audit_entry)
      union all
      select (select min(object_type) from core.audit_entry where object_type > walk.term) from walk where walk.term is not null)
    select term from walk where term is not null`.execute(db)
  return {
    operations: operations.rows.map(({ term }) => term),
    objectTypes: types.rows.map(({ term }) => term),
  }
}

function toConditions(filter: EntryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.personId) conditions.push(sql`entry.actor_id = ${filter.personId}`)
  if (filter.operation) conditions.push(sql`entry.operation = ${filter.operation}`)
  if (filter.outcome) conditions.push(sql`entry.outcome = ${filter.outcome}`)
  if (filter.operations) conditions.push(sql`entry.operation = any(${[...filter.operations]}::text[])`)
  if (filter.outcomes) conditions.push(sql`entry.outcome = any(${[...filter.outcomes]}::text[])`)
  if (filter.objectType) conditions.push(sql`entry.object_type = ${filter.objectType}`)
  if (filter.objectId) conditions.push(sql`entry.object_id = ${filter.objectId}`)
  if (filter.from) conditions.push(sql`entry.at >= ${filter.from}::timestamptz`)
  if (filter.to) conditions.push(sql`entry.at < ${filter.to}::timestamptz`)
  if (filter.search) {
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(payload.payload ilike ${pattern} or entry.operation ilike ${pattern})`)
  }
  return conditions
}

function toEntry(row: EntryRow): AuditEntry {
  const payload = row.payload
    ? (JSON.parse(row.payload) as {
        actor: { name: string; email?: string }
        ip?: string
        records: AuditEntry['records']
      })
    : null
  const named = payload?.records.find((record) => record.object)?.object as { name?: string } | undefined
  return {
    sequence: row.sequence,
    id: row.id,
    at: row.at.toISOString(),
    actor: {
      id: row.actor_id,
      kind: row.actor_kind,
      name: payload?.actor.name ?? null,
      email: payload?.actor.email ?? null,
    },
    operation: row.operation,
    outcome: row.outcome,
    object: row.object_type
      ? { type: row.object_type, id: row.object_id ?? '', name: named?.name ?? null }
      : null,
    ip: payload?.ip ?? null,
    records: payload?.records ?? [],
    erased: payload === null,
  }
}
