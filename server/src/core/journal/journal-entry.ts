import { AppError, newId } from '@flexoffice/base'
import type { Actor } from '../actor.ts'
import { describeActor } from '../actor.ts'

/** What became of an act. `unknown` stands only for an effect whose answer was never seen. */
export type Outcome = 'done' | 'denied' | 'failed' | 'refused' | 'unknown'

/** What a failure makes of an act: only a missing permission denies it. */
export function outcomeOf(error: unknown): Outcome {
  return error instanceof AppError && error.code === 'forbidden' ? 'denied' : 'failed'
}

/** The thing acted upon. The name is payload (erasable), type and id are header. */
export interface AuditObject {
  type: string
  id: string
  name?: string
}

/** What an operation tells about its act beyond its own name. Never put a secret here. */
export interface AuditRecord {
  object?: AuditObject
  before?: unknown
  after?: unknown
  detail?: unknown
}

/** An event on its way: payload of ids, and who may hear it (everybody in the tenant when no one is named). */
export interface EmittedEvent {
  name: string
  payload: unknown
  /** Person ids; absent = every signed-in person of the tenant. */
  to?: string[]
}

/** One row of a journal, as JSON. It is written in the same transaction as the change that it tells of. */
export interface JournalEntry {
  id: string
  at: string
  tenantId: string | null
  actor: { id: string | null; kind: string; name: string; email?: string; sessionId?: string }
  operation: string
  outcome: Outcome
  ip?: string
  records: AuditRecord[]
  events: EmittedEvent[]
}

/** Builds the journal row of one act. */
export function makeJournalEntry(act: {
  actor: Actor
  tenantId: string | null
  operation: string
  outcome: Outcome
  at: Date
  ip?: string
  records: AuditRecord[]
  events: EmittedEvent[]
}): JournalEntry {
  return {
    id: newId(act.at.getTime()),
    at: act.at.toISOString(),
    tenantId: act.tenantId,
    actor: describeActor(act.actor),
    operation: act.operation,
    outcome: act.outcome,
    ip: act.ip,
    records: act.records,
    events: act.events,
  }
}
