import { existsSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import type { AuditHeader } from './audit-chain.ts'
import { chainMac, chainStart, digestPayload } from './audit-chain.ts'

export interface AuditVerification {
  entries: number
  erasedPayloads: number
  /** The last entry that an anchored head outside the database covers. */
  anchoredTo: string | null
  /** Each place where the log is not what was written. Empty = whole. */
  findings: { sequence: string; finding: string }[]
}

interface Head {
  sequence: string
  mac: string
}

const batchSize = 2_000

/**
 * Walks the whole chain and names each entry that was altered, removed, reordered or cut off, holding it against the
 * anchored heads. A payload that is gone is counted as erased, since erasing a person keeps the chain whole.
 */
export async function verifyAudit(pool: pg.Pool, key: Buffer, headsFile: string): Promise<AuditVerification> {
  const heads = readHeads(headsFile)
  const anchors = new Map(heads.map((head) => [head.sequence, head.mac]))
  const result: AuditVerification = {
    entries: 0,
    erasedPayloads: 0,
    anchoredTo: heads.at(-1)?.sequence ?? null,
    findings: [],
  }
  let previous: Buffer = chainStart
  let expected = 1n
  let after = '0'
  for (;;) {
    const batch = await readBatch(pool, after)
    if (batch.length === 0) break
    for (const row of batch) {
      const sequence = BigInt(row.sequence)
      if (sequence !== expected)
        report(result, expected, `entries ${expected} to ${sequence - 1n} are missing`)
      const header = headerOfRow(row)
      const mac = chainMac(key, previous, sequence, header, row.digest)
      if (!mac.equals(row.mac))
        report(result, sequence, 'the entry, its place or the one before it was altered')
      if (row.payload === null) result.erasedPayloads += 1
      else if (!digestPayload(row.salt!, row.payload).equals(row.digest))
        report(result, sequence, 'the payload was altered')
      const anchor = anchors.get(row.sequence)
      if (anchor && anchor !== row.mac.toString('hex'))
        report(result, sequence, 'the entry differs from its anchored head')
      anchors.delete(row.sequence)
      previous = row.mac
      expected = sequence + 1n
      result.entries += 1
      after = row.sequence
    }
  }
  for (const sequence of anchors.keys()) {
    if (BigInt(sequence) >= expected)
      report(result, BigInt(sequence), 'the log was cut off: an anchored head names an entry that is gone')
  }
  return result
}

interface EntryRow {
  sequence: string
  id: string
  tenant_id: string | null
  at: Date
  actor_id: string | null
  actor_kind: string
  operation: string
  outcome: string
  object_type: string | null
  object_id: string | null
  digest: Buffer
  mac: Buffer
  salt: Buffer | null
  payload: string | null
}

async function readBatch(pool: pg.Pool, after: string): Promise<EntryRow[]> {
  const result = await pool.query<EntryRow>(
    `select entry.*, payload.salt, payload.payload from core.audit_entry entry left join core.audit_payload payload using (id)
     where sequence > $1 order by sequence limit ${batchSize}`,
    [after],
  )
  return result.rows
}

function headerOfRow(row: EntryRow): AuditHeader {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    operation: row.operation,
    outcome: row.outcome,
    objectType: row.object_type,
    objectId: row.object_id,
  }
}

function report(result: AuditVerification, sequence: bigint, finding: string): void {
  if (result.findings.length < 1_000) result.findings.push({ sequence: sequence.toString(), finding })
}

function readHeads(file: string): Head[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Head)
}
