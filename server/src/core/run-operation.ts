import { AppError, forbidden, newId } from '@flexoffice/base'
import type { OperationContract } from '@flexoffice/contract/operation'
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import { holds } from './actor.ts'
import type { Context, Gathered, HttpExchange } from './context.ts'
import { epochChannel } from './epochs/epochs.ts'
import type { JournalEntry, Outcome } from './journal/journal-entry.ts'
import { makeJournalEntry, outcomeOf } from './journal/journal-entry.ts'
import { countMissedRead } from './journal/missed-reads.ts'
import type { AnyOperation } from './operation.ts'
import { neededPermissions, RawBody } from './operation.ts'
import { parseInput } from './parse-input.ts'
import type { Runtime } from './runtime.ts'
import type { Database } from './store/management-store.ts'
import { spanOfOperation } from './tracing/span-of-operation.ts'

/** Who calls and from where. */
export interface Caller {
  actor: Actor
  http?: HttpExchange | null
  /** For jobs: where the person was who asked for the work; calls over HTTP bring their own. */
  ip?: string
}

/**
 * The one way in: HTTP, socket, job, automation and script all pass here. Parse, check permission, run, shape, journal,
 * commit. A refusal or failure leaves nothing done, and its own entry in the audit log; so does an output that is not what
 * the contract says. Only an effect cannot be taken back: it is journalled as done, and the caller is told so.
 */
export function runOperation(
  runtime: Runtime,
  operation: AnyOperation,
  caller: Caller,
  rawInput: unknown,
): Promise<unknown> {
  const { tracing } = runtime
  if (tracing === null) return perform(runtime, operation, caller, rawInput)
  const span = spanOfOperation(operation.contract, caller.actor, caller.http ? 'server' : undefined)
  return tracing.within(span, () => perform(runtime, operation, caller, rawInput))
}

async function perform(
  runtime: Runtime,
  operation: AnyOperation,
  caller: Caller,
  rawInput: unknown,
): Promise<unknown> {
  const { contract } = operation
  const startedAt = performance.now()
  const scope = openScope(runtime, contract.name, caller)
  let outcome: Outcome = 'done'
  let input: unknown
  try {
    if (contract.audience === 'signed-in' && caller.actor.kind === 'anonymous') throw notSignedIn()
    const parsed = parseInput(contract, rawInput) as never
    input = parsed
    const output = await scope.run(operation, async (ctx) => {
      await checkAllowed(operation, ctx, parsed)
      return operation.run(ctx, parsed)
    })
    if (operation.audit === 'batched' && contract.kind === 'read') runtime.readAudit.add(scope.entry('done'))
    return output
  } catch (error) {
    outcome = outcomeOf(error)
    if (outcome === 'denied' || contract.kind !== 'read') await scope.appendFailure(outcome, error)
    else if (error instanceof AppError && error.code === 'not_found' && caller.actor.kind === 'person')
      countMissedRead(runtime, { actor: caller.actor, operation: contract.name, input }, () =>
        scope.entry('failed'),
      )
    throw error
  } finally {
    runtime.metrics.operations.observe(
      { operation: contract.name, outcome },
      (performance.now() - startedAt) / 1_000,
    )
  }
}

async function checkAllowed(operation: AnyOperation, ctx: Context, input: never): Promise<void> {
  const { allow } = operation
  if (typeof allow === 'function') return allow(ctx, input)
  if (allow === 'signedIn') return void ctx.person
  const missing = neededPermissions(allow)?.find((permission) => !holds(ctx.actor, permission))
  if (missing) throw forbidden(missing)
}

function notSignedIn(): AppError {
  return new AppError('not_signed_in', { public: 'Sign in first: this call needs a valid access token.' })
}

type Work = (ctx: Context) => unknown

interface Scope {
  /** Answers the output as the contract shapes it. */
  run(operation: AnyOperation, work: Work): Promise<unknown>
  entry(outcome: Outcome): JournalEntry
  appendFailure(outcome: Outcome, error: unknown): Promise<void>
}

function openScope(runtime: Runtime, name: string, caller: Caller): Scope {
  const gathered: Gathered = { records: [], events: [], invalidations: [], journalled: false }
  let actor = caller.actor
  let tenantId = actor.kind === 'anonymous' ? null : actor.tenantId
  let database: Database | null = null
  let entered: ((tenantId: string) => Promise<void>) | null = null
  // Made when first needed: most reads of records write no entry of their own.
  let entryId: string | null = null

  function entry(outcome: Outcome): JournalEntry {
    const { records, events } = gathered
    const act = {
      actor,
      tenantId,
      operation: name,
      outcome,
      at: runtime.clock(),
      ip: caller.http?.ip ?? caller.ip,
      records,
      events,
    }
    const made = makeJournalEntry(act)
    entryId ??= made.id
    return { ...made, id: entryId }
  }

  const ctx: Context = {
    get actor() {
      return actor
    },
    get person() {
      if (actor.kind !== 'person') throw forbidden('a signed-in person', 'This call is for signed-in people.')
      return actor
    },
    get tenant() {
      if (!tenantId) throw new Error(`${name} asked for the tenant before one was entered`)
      return tenantId
    },
    get db() {
      if (!database) throw new Error(`${name} asked for ctx.db outside a tenant transaction`)
      return database
    },
    runtime,
    log: runtime.log,
    http: caller.http ?? null,
    now: () => runtime.clock(),
    emit: (event, payload, to) =>
      void gathered.events.push({ name: event.name, payload: event.payload.parse(payload), to }),
    enqueue: (job, payload, options) =>
      runtime.jobs.enqueue(ctx.db, { job, tenantId: ctx.tenant, payload, ...options }),
    record: (record) => void gathered.records.push(record),
    invalidate: (scope) => void gathered.invalidations.push({ tenantId: ctx.tenant, ...scope }),
    transaction: (work) => runtime.store.inTenant(ctx.tenant, 'write', work),
    gate: (functionName, ...values) => runtime.store.gate(functionName, ...values),
    async enterTenant(id, as) {
      if (!entered) throw new Error(`${name} entered a tenant twice, or is not public`)
      if (as) actor = as
      tenantId = id
      runtime.tracing?.note({ 'flexoffice.tenant.id': id })
      await entered(id)
      entered = null
    },
    journalEntry: () => entry('done'),
    journalled: () => {
      gathered.journalled = true
    },
  }

  async function finish(db: Database): Promise<void> {
    if (!gathered.journalled) await appendJournal(db, entry('done'))
    for (const scope of gathered.invalidations) {
      await sql`select pg_notify(${epochChannel}, ${JSON.stringify(scope)})`.execute(db)
    }
  }

  function afterCommit(): void {
    for (const scope of gathered.invalidations) runtime.epochs.applyLocally(scope)
  }

  return {
    entry,
    async run(operation, work) {
      const { contract } = operation
      const { kind, audience } = contract
      if (audience === 'public') return runPublic(contract, work)
      if (operation.store === 'none' || kind === 'effect') return runOutside(contract, work)
      const output = await runtime.store.inTenant(
        ctx.tenant,
        kind === 'read' ? 'read' : 'write',
        async (db) => {
          database = db
          const result = shapeOutput(contract, await work(ctx), false)
          if (kind === 'write') await finish(db)
          database = null
          return result
        },
      )
      afterCommit()
      return output
    },
    async appendFailure(outcome, error) {
      // One act, one entry: a refusal by a foreign source is written with its intent.
      if (!tenantId || gathered.journalled) return
      gathered.events.length = 0
      const code = error instanceof AppError ? error.code : 'internal'
      gathered.records.push({
        detail: { code, reason: error instanceof AppError ? error.detail.reason : undefined },
      })
      // An entry that cannot be written must not hide the refusal itself.
      await runtime.store
        .inTenant(tenantId, 'write', (db) => appendJournal(db, { ...entry(outcome), id: newId() }))
        .catch((cause) =>
          runtime.log.error({ err: cause, operation: name }, 'a refusal could not be journalled'),
        )
    },
  }

  async function runOutside(contract: OperationContract, work: Work): Promise<unknown> {
    const { kind } = contract
    const output = await work(ctx)
    const told =
      gathered.journalled ||
      (gathered.records.length === 0 && gathered.events.length === 0 && kind === 'read')
    if (!told) await runtime.store.inTenant(ctx.tenant, 'write', finish)
    afterCommit()
    // It is done, and the log says so: an answer that cannot be given must not add that it failed.
    gathered.journalled = true
    return shapeOutput(contract, output, kind !== 'read')
  }

  /** A public operation starts without a tenant; its transaction opens when it enters one and commits when it is done. */
  async function runPublic(contract: OperationContract, work: Work): Promise<unknown> {
    let commit: (() => void) | null = null
    let abort: ((reason: unknown) => void) | null = null
    let transaction: Promise<void> | null = null
    entered = (id) =>
      new Promise<void>((opened, failed) => {
        transaction = runtime.store.inTenant(id, 'write', (db) => {
          database = db
          return new Promise<void>((resolve, reject) => {
            commit = () => finish(db).then(resolve, reject)
            abort = reject
            opened()
          })
        })
        transaction.catch(failed)
      })
    try {
      const output = shapeOutput(contract, await work(ctx), false)
      ;(commit as (() => void) | null)?.()
      await transaction
      afterCommit()
      return output
    } catch (error) {
      ;(abort as ((reason: unknown) => void) | null)?.(error)
      await (transaction as Promise<void> | null)?.catch(() => {})
      throw error
    } finally {
      database = null
    }
  }
}

/** The output as its contract says; what is ready for the wire stays as it is, if it is of the media type that was told. */
function shapeOutput(
  { name, output: schema, answers }: Pick<OperationContract, 'name' | 'output' | 'answers'>,
  output: unknown,
  isDone: boolean,
): unknown {
  const mediaType = output instanceof RawBody ? output.contentType.split(';')[0]! : 'application/json'
  const shaped = output instanceof RawBody ? null : schema.safeParse(output)
  if (mediaType === answers && (!shaped || shaped.success)) return shaped ? shaped.data : output
  const found = shaped?.error?.message ?? `${mediaType} instead of ${answers}`
  const internal = `the output of ${name} is not what its contract says: ${found}`
  if (!isDone) throw new AppError('internal', { public: 'The server failed; nothing was changed.', internal })
  throw new AppError('internal', {
    public: 'It was done, but the server could not say so properly. Look at the result before you try again.',
    reason: 'done_without_answer',
    internal,
  })
}

/** Writes a journal row in the caller's transaction. */
export async function appendJournal(db: Database, entry: JournalEntry): Promise<void> {
  await sql`insert into flexoffice.journal (id, entry) values (${entry.id}, ${JSON.stringify(entry)}::jsonb)`.execute(
    db,
  )
}
