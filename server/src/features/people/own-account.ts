import { AppError, notFound } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import { holds } from '../../core/actor.ts'
import { operation } from '../../core/operation.ts'
import { guessPassword } from './guess-password.ts'
import { hashPassword } from './passwords.ts'
import { checkMayManage } from './person-rules.ts'
import { endSessions, findPerson, peopleTables } from './person-store.ts'
import { readRoles } from './role-store.ts'
import { sessionLimits } from './session-limits.ts'

/** Tells the caller who they are here. */
export const showSession = operation(contract.showSession, {
  allow: 'signedIn',
  async run(ctx) {
    const { person } = ctx
    const row = await findPerson(ctx, person.personId)
    const tenant = await sql<{ name: string }>`select name from tenants.tenant`.execute(ctx.db)
    return {
      sessionId: person.sessionId,
      person: {
        id: row.id,
        name: row.name,
        email: row.email,
        roles: row.roles,
        attributes: row.attributes as never,
      },
      workspace: { id: ctx.tenant, name: tenant.rows[0]!.name },
      permissions: [...person.permissions],
      language: row.language,
    }
  },
})

/** Lists live sessions. */
export const listSessions = operation(contract.listSessions, {
  allow: 'signedIn',
  async run(ctx, { personId = ctx.person.personId }) {
    if (personId !== ctx.person.personId && !holds(ctx.actor, 'people.manage')) throw notFound()
    const limits = await sessionLimits(ctx.runtime, ctx.tenant)
    const since = new Date(ctx.now().getTime() - limits.idleMilliseconds)
    const begunBy = new Date(ctx.now().getTime() - limits.lifetimeMilliseconds)
    const rows = await peopleTables(ctx)
      .selectFrom('people.session')
      .selectAll()
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', ctx.now())
      .where('started_at', '>', begunBy)
      .where((where) => where.or([where('last_seen_at', '>', since), where('rotated_at', '>', since)]))
      .orderBy('started_at', 'desc')
      .limit(100)
      .execute()
    return {
      sessions: rows.map((row) => ({
        id: row.id,
        startedAt: row.started_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        ip: row.ip,
        userAgent: row.user_agent,
        current: row.id === ctx.person.sessionId,
      })),
    }
  },
})

/** Ends one session; its tokens and sockets stop within a second. */
export const endSession = operation(contract.endSession, {
  allow: 'signedIn',
  async run(ctx, { sessionId }) {
    const tables = peopleTables(ctx)
    const session = await tables
      .selectFrom('people.session')
      .selectAll()
      .where('id', '=', sessionId)
      .executeTakeFirst()
    if (!session) throw notFound(`session ${sessionId}`)
    if (session.person_id !== ctx.person.personId) {
      if (!holds(ctx.actor, 'people.manage')) throw notFound()
      checkMayManage(ctx.actor, await findPerson(ctx, session.person_id), await readRoles(ctx.db))
    }
    await tables
      .updateTable('people.session')
      .set({ ended_at: ctx.now(), ended_reason: 'ended by a person' })
      .where('id', '=', sessionId)
      .where('ended_at', 'is', null)
      .execute()
    ctx.invalidate({ sessionId })
    ctx.record({ object: { type: 'session', id: sessionId } })
    return { ended: true as const }
  },
})

/**
 * Changes the caller's password; every other session of theirs in this workspace ends. Whoever took over a session may
 * guess the password no more often than at sign-in.
 */
export const changePassword = operation(contract.changePassword, {
  allow: 'signedIn',
  async run(ctx, { currentPassword, newPassword }) {
    const row = await findPerson(ctx, ctx.person.personId)
    const [account] = await ctx.gate<{ password_hash: string }>(
      'people.gate_account_password',
      row.account_id,
    )
    const holder = { id: row.account_id, hash: account!.password_hash }
    if (!(await guessPassword(ctx, { email: row.email, holder }, currentPassword))) {
      throw new AppError('invalid_input', {
        public: 'The current password is not right.',
        reason: 'wrong_current_password',
        fields: [{ path: '/currentPassword', message: 'is not right' }],
      })
    }
    await sql`select people.change_password(${row.id}, ${await hashPassword(newPassword)})`.execute(ctx.db)
    await endSessions(ctx, row.id, 'password changed', ctx.person.sessionId)
    ctx.record({ object: { type: 'person', id: row.id, name: row.email } })
    return { changed: true as const }
  },
})

/** Changes the caller's own name and language. */
export const changePreferences = operation(contract.changePreferences, {
  allow: 'signedIn',
  async run(ctx, { name, language }) {
    const row = await findPerson(ctx, ctx.person.personId)
    const change = { name: name ?? row.name, language: language ?? row.language }
    await peopleTables(ctx).updateTable('people.person').set(change).where('id', '=', row.id).execute()
    ctx.record({
      object: { type: 'person', id: row.id, name: row.email },
      before: { name: row.name, language: row.language },
      after: change,
    })
    ctx.emit(contract.personChanged, { personId: row.id })
    ctx.invalidate({ personId: row.id })
    return { changed: true as const }
  },
})
