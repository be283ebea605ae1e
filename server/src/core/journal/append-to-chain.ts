import type pg from 'pg'
import type { ChainedEntry } from './audit-chain.ts'
import { chainEntry, chainStart } from './audit-chain.ts'
import type { JournalEntry } from './journal-entry.ts'

/** Appends the entries that the audit log does not have yet, in one transaction, and returns those. */
export async function appendToChain(
  options: { pool: pg.Pool; key: Buffer },
  entries: readonly JournalEntry[],
): Promise<JournalEntry[]> {
  const client = await options.pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(7302)')
    const ids = entries.map((entry) => entry.id)
    const present = await client.query<{ id: string }>(
      'select id from core.audit_entry where id = any($1::uuid[])',
      [ids],
    )
    const seen = new Set(present.rows.map((row) => row.id))
    const fresh = entries.filter((entry) => !seen.has(entry.id))
    if (fresh.length > 0) {
      const head = await client.query<{ sequence: string; mac: Buffer }>(
        'select sequence, mac from core.audit_entry order by sequence desc limit 1',
      )
      let sequence = BigInt(head.rows[0]?.sequence ?? 0)
      let mac: Buffer = head.rows[0]?.mac ?? chainStart
      const chained = fresh.map((entry) => {
        sequence += 1n
        const link = chainEntry(options.key, mac, sequence, entry)
        mac = link.mac
        return link
      })
      await insertChained(client, chained)
    }
    await client.query('commit')
    return fresh
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function insertChained(client: pg.PoolClient, chained: ChainedEntry[]): Promise<void> {
  const column = <Value>(take: (link: ChainedEntry) => Value) => chained.map(take)
  await client.query(
    `insert into core.audit_entry (sequence, id, tenant_id, at, actor_id, actor_kind, operation, outcome, object_type, object_id, digest, mac)
     select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::bytea[])`,
    [
      column((link) => link.sequence.toString()),
      column((link) => link.header.id),
      column((link) => link.header.tenantId),
      column((link) => link.header.at),
      column((link) => link.header.actorId),
      column((link) => link.header.actorKind),
      column((link) => link.header.operation),
      column((link) => link.header.outcome),
      column((link) => link.header.objectType),
      column((link) => link.header.objectId),
      column((link) => link.digest),
      column((link) => link.mac),
    ],
  )
  await client.query(
    'insert into core.audit_payload (id, tenant_id, salt, payload) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[])',
    [
      column((link) => link.header.id),
      column((link) => link.header.tenantId),
      column((link) => link.salt),
      column((link) => link.payload),
    ],
  )
}
