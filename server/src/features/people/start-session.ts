import { newId } from '@flexoffice/base'
import type { SignedIn } from '@flexoffice/contract/people'
import { sql } from 'kysely'
import type { AttributeValue, PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { SessionRow } from './live-sessions.ts'
import { toActor } from './live-sessions.ts'
import type { OwnRole } from './role-book.ts'
import { bookOf, rightsOf } from './role-book.ts'
import { defaultLimits, sessionLimits } from './session-limits.ts'
import { accessSeconds, makeRefreshToken, signAccessToken } from './session-tokens.ts'

export const refreshCookie = 'flexoffice_refresh'
export const refreshPath = '/api/people'

/** What a new session is, before it is stored. */
export interface NewSession {
  id: string
  at: string
  expiresAt: string
  ip: string
  userAgent: string
}

/** Describes a session that begins now, for the caller's address; a workspace that is being made has no settings yet. */
export async function describeNewSession(ctx: Context, tenantId: string | null): Promise<NewSession> {
  const now = ctx.now()
  const limits = tenantId === null ? defaultLimits : await sessionLimits(ctx.runtime, tenantId)
  return {
    id: newId(now.getTime()),
    at: now.toISOString(),
    expiresAt: new Date(now.getTime() + limits.lifetimeMilliseconds).toISOString(),
    ip: ctx.http?.ip ?? '',
    userAgent: (ctx.http?.userAgent ?? '').slice(0, 300),
  }
}

/** Stores a session in the tenant's transaction. */
export async function insertSession(ctx: Context, personId: string, session: NewSession): Promise<void> {
  await sql`insert into people.session (id, tenant_id, person_id, started_at, last_seen_at, expires_at, rotated_at, ip, user_agent)
    values (${session.id}, ${ctx.tenant}, ${personId}, ${session.at}, ${session.at}, ${session.expiresAt}, ${session.at}, ${session.ip}, ${session.userAgent})`.execute(
    ctx.db,
  )
}

/** What the answer of a sign-in, set-up, accepted invitation or refresh is made of. */
export interface AnsweredSession {
  id: string
  generation: number
  expiresAt: string
  person: { id: string; name: string; email: string; language: 'en' | 'pt-BR' }
  workspace: { id: string; name: string }
  roles: readonly string[]
  /** Those of the roles that are the workspace's own. */
  ownRoles: readonly OwnRole[]
  attributes: Readonly<Record<string, AttributeValue>>
}

/** Hands the session to the browser: an access token in the answer, the refresh token in a cookie no script can read. */
export async function answerSession(ctx: Context, session: AnsweredSession): Promise<SignedIn> {
  const { id, generation, expiresAt, person, workspace, ownRoles, attributes } = session
  const { roles, permissions } = rightsOf(session.roles, bookOf(ownRoles))
  const maxAgeSeconds = Math.max(0, Math.floor((Date.parse(expiresAt) - ctx.now().getTime()) / 1_000))
  ctx.http?.setCookie(refreshCookie, makeRefreshToken(ctx.runtime, id, generation), {
    path: refreshPath,
    maxAgeSeconds,
  })
  const limits = await sessionLimits(ctx.runtime, workspace.id)
  const claims = { id, personId: person.id, tenantId: workspace.id, roles }
  return {
    status: 'signed_in',
    accessToken: await signAccessToken(ctx.runtime, claims),
    expiresInSeconds: accessSeconds,
    idleMinutes: limits.idleMilliseconds / 60_000,
    person,
    workspace,
    roles: [...roles],
    roleNames: Object.fromEntries(ownRoles.map(({ key, name }) => [key, name])),
    attributes: attributes as SignedIn['attributes'],
    permissions: [...permissions],
  }
}

/** The person as an actor before their session is live, so that the journal names them. */
export function actorOf(
  row: Pick<SessionRow, 'tenant_id' | 'person_id' | 'name' | 'email' | 'roles'>,
  sessionId: string,
): PersonActor {
  return toActor({ ...row, session_id: sessionId, own_roles: [], attributes: {} })
}
