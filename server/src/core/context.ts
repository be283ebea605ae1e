import type { Readable } from 'node:stream'
import type { EventContract, PayloadOf } from '@flexoffice/contract/event'
import type { Logger } from 'pino'
import type { Actor, PersonActor } from './actor.ts'
import type { EpochScope } from './epochs/epochs.ts'
import type { AuditRecord, EmittedEvent, JournalEntry } from './journal/journal-entry.ts'
import type { Runtime } from './runtime.ts'
import type { Database } from './store/management-store.ts'

/** What an HTTP caller brought and may be handed back; null for jobs, sockets and automations. */
export interface HttpExchange {
  ip: string
  userAgent: string
  cookies: Record<string, string | undefined>
  setCookie(name: string, value: string | null, options: { path: string; maxAgeSeconds?: number }): void
  setHeader(name: string, value: string): void
  /** The body of operations that stream it. */
  body: Readable | null
  signal: AbortSignal
}

/** What an operation may use. There is no other way to a store, a clock or the outside. */
export interface Context {
  readonly actor: Actor
  /** The actor as a signed-in person; an operation that needs one refuses system actors by asking for it. */
  readonly person: PersonActor
  /** The tenant of the actor, or the one entered by a public operation. */
  readonly tenant: string
  /** The transaction, limited to the tenant's rows. Does not exist in operations of store `none`, nor in effects. */
  readonly db: Database
  readonly runtime: Runtime
  readonly log: Logger
  readonly http: HttpExchange | null
  now(): Date
  /** Tells browsers and other features, after the commit, by ids only. */
  emit<Contract extends EventContract>(event: Contract, payload: PayloadOf<Contract>, to?: string[]): void
  /** Adds a job in the same transaction; it starts after the commit. */
  enqueue(
    job: string,
    payload: Record<string, unknown>,
    options?: { key?: string; runAt?: Date },
  ): Promise<void>
  /** Says on which object the act was, and what it changed, for the audit log. */
  record(record: AuditRecord): void
  /** Ends cached sessions or policies everywhere with the commit. */
  invalidate(scope: Omit<EpochScope, 'tenantId'>): void
  /** A tenant transaction of its own, for effects: before and after the work, never around it. */
  transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result>
  /** A reviewed look-up of the gate, for public operations. */
  gate<Row>(functionName: string, ...values: unknown[]): Promise<Row[]>
  /** Public operations: from here on this tenant's transaction is open, and the act is journalled there. */
  enterTenant(tenantId: string, actor?: Actor): Promise<void>
  /** The journal row of this act so far, for stores that write it in the same statement as the change. */
  journalEntry(): JournalEntry
  /** Says that the journal row was written by the operation itself, in the store of its change. */
  journalled(): void
}

/** What a context gathers while an operation runs; read by runOperation alone. */
export interface Gathered {
  records: AuditRecord[]
  events: EmittedEvent[]
  invalidations: EpochScope[]
  journalled: boolean
}
