import type { KeyObject } from 'node:crypto'
import { createHash, createHmac, createSecretKey, hash } from 'node:crypto'
import { takeRandom } from '@flexoffice/base'
import type { JournalEntry } from './journal-entry.ts'

/** The part of an audit entry that stays for ever: ids, no names, no values. */
export interface AuditHeader {
  id: string
  tenantId: string | null
  at: string
  actorId: string | null
  actorKind: string
  operation: string
  outcome: string
  objectType: string | null
  objectId: string | null
}

export interface ChainedEntry {
  sequence: bigint
  header: AuditHeader
  digest: Buffer
  mac: Buffer
  salt: Buffer
  payload: string
}

/** The mac before the first entry. */
export const chainStart = Buffer.alloc(32)

/** Takes the lasting header of a journal entry; an act on several objects is filed under the first. */
export function headerOf(entry: JournalEntry): AuditHeader {
  const object = entry.records.find((record) => record.object)?.object
  return {
    id: entry.id,
    tenantId: entry.tenantId,
    at: entry.at,
    actorId: entry.actor.id,
    actorKind: entry.actor.kind,
    operation: entry.operation,
    outcome: entry.outcome,
    objectType: object?.type ?? null,
    objectId: object ? shortId(object.id) : null,
  }
}

const longestId = 500

/** A key of a record may be as long as a text; the log's index takes no more than a part, so the rest is digested. */
function shortId(id: string): string {
  if (id.length <= longestId) return id
  return `${id.slice(0, 200).toWellFormed()}… ${createHash('sha256').update(id, 'utf8').digest('hex')}`
}

/** Chains one entry to the one before it: `mac = HMAC(key, previous mac | sequence | header | digest)` (ARCHITECTURE 3). */
export function chainEntry(
  key: Buffer,
  previousMac: Buffer,
  sequence: bigint,
  entry: JournalEntry,
): ChainedEntry {
  const header = headerOf(entry)
  const salt = Buffer.from(takeRandom(16).buffer)
  const { events: _events, ...told } = entry
  const payload = JSON.stringify(told)
  const digest = digestPayload(salt, payload)
  return {
    sequence,
    header,
    digest,
    mac: chainMac(key, previousMac, sequence, header, digest),
    salt,
    payload,
  }
}

/** `SHA-256(salt | payload)`: without the salt, an erased payload cannot be guessed back. */
export function digestPayload(salt: Buffer, payload: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(payload, 'utf8')]), 'buffer')
}

/** The mac of one entry, as written and as verified. */
export function chainMac(
  key: Buffer,
  previousMac: Buffer,
  sequence: bigint,
  header: AuditHeader,
  digest: Buffer,
): Buffer {
  const line = [
    header.id,
    header.tenantId,
    new Date(header.at).toISOString(),
    header.actorId,
    header.actorKind,
    header.operation,
    header.outcome,
    header.objectType,
    header.objectId,
  ]
  return createHmac('sha256', keyObject(key))
    .update(previousMac)
    .update(`|${sequence}|${JSON.stringify(line)}`)
    .update(digest)
    .digest()
}

const keyObjects = new WeakMap<Buffer, KeyObject>()

/** The key as the hash takes it without looking at it anew each time. */
function keyObject(key: Buffer): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key)
  keyObjects.set(key, known)
  return known
}
