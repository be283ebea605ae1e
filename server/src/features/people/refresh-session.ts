import { AppError } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { operation } from '../../core/operation.ts'
import { appendJournal } from '../../core/run-operation.ts'
import type { SessionRow } from './live-sessions.ts'
import { lastSeenAt } from './live-sessions.ts'
import { peopleTables } from './person-store.ts'
import { isOver, sessionLimits } from './session-limits.ts'
import { readRefreshToken } from './session-tokens.ts'
import { actorOf, answerSession, refreshCookie, refreshPath } from './start-session.ts'

/** Two tabs may refresh at the same moment: the token before the newest is good for this long. */
const graceMilliseconds = 10_000

/** Rotates the refresh token. One that was used before and is out of its grace ends the session: somebody copied it. */
export const refreshSession = operation(contract.refreshSession, {
  allow: 'public',
  async run(ctx) {
    const token = readRefreshToken(ctx.runtime, ctx.http?.cookies[refreshCookie])
    const [row] = token ? await ctx.gate<SessionRow>('people.gate_load_session', token.sessionId) : []
    if (!token || !row || !(await isLive(ctx, row))) throw ended(ctx)
    const sinceRotation = ctx.now().getTime() - row.rotated_at.getTime()
    const repeated = token.generation === row.generation - 1 && sinceRotation < graceMilliseconds
    if (token.generation !== row.generation && !repeated) {
      await endForReuse(ctx, row)
      throw ended(ctx)
    }
    let generation = row.generation
    if (!repeated) {
      await ctx.enterTenant(row.tenant_id, actorOf(row, row.session_id))
      const rotated = await sql<{
        generation: number
      }>`update people.session set generation = generation + 1, rotated_at = ${ctx.now()}
        where id = ${row.session_id} and generation = ${row.generation} and ended_at is null returning generation`.execute(
        ctx.db,
      )
      // Lost against another tab in the same instant: its generation is the newest, and ours is within the grace.
      generation = rotated.rows[0]?.generation ?? row.generation + 1
      // A rotation is no act of a person: the sign-in and the sign-out are in the audit log, not each minute between.
      ctx.journalled()
    }
    return answerSession(ctx, {
      id: row.session_id,
      generation,
      expiresAt: row.expires_at.toISOString(),
      person: { id: row.person_id, name: row.name, email: row.email, language: row.language },
      workspace: { id: row.tenant_id, name: row.tenant_name },
      roles: row.roles,
      ownRoles: row.own_roles,
      attributes: row.attributes,
    })
  },
})

/** Ends the caller's session. */
export const signOut = operation(contract.signOut, {
  allow: 'signedIn',
  async run(ctx) {
    const { sessionId } = ctx.person
    await peopleTables(ctx)
      .updateTable('people.session')
      .set({ ended_at: ctx.now(), ended_reason: 'signed out' })
      .where('id', '=', sessionId)
      .where('ended_at', 'is', null)
      .execute()
    ctx.invalidate({ sessionId })
    ctx.record({ object: { type: 'session', id: sessionId } })
    ctx.http?.setCookie(refreshCookie, null, { path: refreshPath })
    return { ended: true as const }
  },
})

async function isLive(ctx: Context, row: SessionRow): Promise<boolean> {
  if (row.ended_at !== null || row.state !== 'active') return false
  const session = {
    startedAt: row.started_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    lastSeenAt: lastSeenAt(row),
  }
  return !isOver(session, await sessionLimits(ctx.runtime, row.tenant_id), ctx.now().getTime())
}

function ended(ctx: Context): AppError {
  ctx.http?.setCookie(refreshCookie, null, { path: refreshPath })
  return new AppError('session_ended', {
    public: 'Your session has ended. Sign in again; nothing that was saved is lost.',
  })
}

async function endForReuse(ctx: Context, row: SessionRow): Promise<void> {
  const actor = actorOf(row, row.session_id)
  const records = [
    {
      object: { type: 'session', id: row.session_id, name: row.email },
      detail: { cause: 'a refresh token was used twice' },
    },
  ]
  const base = {
    actor,
    tenantId: row.tenant_id,
    operation: contract.refreshSession.name,
    at: ctx.now(),
    ip: ctx.http?.ip,
    records,
    events: [],
  }
  const entry = makeJournalEntry({ ...base, outcome: 'denied' })
  await ctx.runtime.store.inTenant(row.tenant_id, 'write', async (db) => {
    await sql`update people.session set ended_at = ${ctx.now()}, ended_reason = 'refresh token reused' where id = ${row.session_id}`.execute(
      db,
    )
    await appendJournal(db, entry)
    await sql`select pg_notify('flexoffice_epoch', ${JSON.stringify({ tenantId: row.tenant_id, sessionId: row.session_id })})`.execute(
      db,
    )
  })
  ctx.runtime.epochs.applyLocally({ tenantId: row.tenant_id, sessionId: row.session_id })
}
