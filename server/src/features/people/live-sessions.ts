import type { AttributeValue, PersonActor } from '../../core/actor.ts'
import type { EpochScope } from '../../core/epochs/epochs.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { OwnRole } from './role-book.ts'
import { bookOf, rightsOf } from './role-book.ts'
import { isOver, sessionLimits } from './session-limits.ts'
import { readAccessToken } from './session-tokens.ts'

/** A row of the gate's session look-up. */
export interface SessionRow {
  session_id: string
  tenant_id: string
  tenant_name: string
  person_id: string
  account_id: string
  name: string
  email: string
  language: 'en' | 'pt-BR'
  roles: string[]
  own_roles: OwnRole[]
  attributes: Record<string, AttributeValue>
  state: string
  started_at: Date
  last_seen_at: Date
  expires_at: Date
  ended_at: Date | null
  generation: number
  rotated_at: Date
}

type SessionTime = 'started_at' | 'last_seen_at' | 'expires_at' | 'ended_at' | 'generation' | 'rotated_at'

interface LiveSession {
  actor: PersonActor
  startedAt: number
  expiresAt: number
  lastSeenAt: number
  touched: boolean
}

const touchMilliseconds = 15_000
const maximumSessions = 50_000

/** The sessions in use, kept true by epochs: a sign-out, role change or deactivation drops them everywhere at once. */
const liveSessions = perRuntime((runtime) => {
  const sessions = new Map<string, LiveSession>()
  const loading = new Map<string, Promise<LiveSession | null>>()
  let epoch = 0
  const unsubscribe = runtime.epochs.subscribe((scope) => {
    epoch += 1
    if (!scope.personId && !scope.sessionId && !scope.role && scope.tenantId !== '*') return
    for (const [id, { actor }] of sessions) if (isNamed(scope, id, actor)) sessions.delete(id)
  })
  const timer = setInterval(() => void touch(runtime, sessions).catch(() => {}), touchMilliseconds)
  timer.unref()
  runtime.onStop(async () => {
    unsubscribe()
    clearInterval(timer)
    await touch(runtime, sessions)
  })

  async function load(sessionId: string): Promise<LiveSession | null> {
    const before = epoch
    const session = await loadSession(runtime, sessionId)
    // A change heard while we were reading may concern this very session: then it is used once and not kept.
    if (session && before === epoch) {
      if (sessions.size >= maximumSessions) sessions.delete(sessions.keys().next().value as string)
      sessions.set(sessionId, session)
    }
    return session
  }

  return {
    get: (sessionId: string) => (runtime.epochs.isFresh() ? sessions.get(sessionId) : undefined),
    load(sessionId: string): Promise<LiveSession | null> {
      const present = loading.get(sessionId)
      if (present) return present
      const started = load(sessionId).finally(() => loading.delete(sessionId))
      loading.set(sessionId, started)
      return started
    },
  }
})

function isNamed(scope: EpochScope, sessionId: string, actor: PersonActor): boolean {
  if (scope.tenantId === '*' || sessionId === scope.sessionId || actor.personId === scope.personId)
    return true
  return scope.role !== undefined && actor.tenantId === scope.tenantId && actor.roles.includes(scope.role)
}

/** Resolves an access token to the person of its live session; null when it is not ours, expired, ended or idle. */
export function authenticate(
  token: string,
  runtime: Runtime,
): PersonActor | null | Promise<PersonActor | null> {
  const claims = readAccessToken(runtime, token)
  if (claims === null) return null
  if (claims instanceof Promise)
    return claims.then((read) => (read ? resolveSession(runtime, read.sessionId) : null))
  return resolveSession(runtime, claims.sessionId)
}

/** The person of a session as they are now; null when it ended. */
export function resume(
  { sessionId }: PersonActor,
  runtime: Runtime,
): PersonActor | null | Promise<PersonActor | null> {
  return resolveSession(runtime, sessionId)
}

function resolveSession(
  runtime: Runtime,
  sessionId: string,
): PersonActor | null | Promise<PersonActor | null> {
  const live = liveSessions(runtime).get(sessionId)
  const limits = live ? sessionLimits(runtime, live.actor.tenantId) : null
  const now = runtime.clock().getTime()
  if (live && limits && !(limits instanceof Promise) && !isOver(live, limits, now)) return use(live, now)
  return loadAndUse(runtime, sessionId)
}

/** A session that seems to be over here may have been used on another node, or refreshed: the store decides. */
async function loadAndUse(runtime: Runtime, sessionId: string): Promise<PersonActor | null> {
  const loaded = await liveSessions(runtime).load(sessionId)
  if (!loaded) return null
  const limits = await sessionLimits(runtime, loaded.actor.tenantId)
  const now = runtime.clock().getTime()
  return isOver(loaded, limits, now) ? null : use(loaded, now)
}

function use(session: LiveSession, now: number): PersonActor {
  session.lastSeenAt = now
  session.touched = true
  return session.actor
}

async function loadSession(runtime: Runtime, sessionId: string): Promise<LiveSession | null> {
  const [row] = await runtime.store.gate<SessionRow>('people.gate_load_session', sessionId)
  if (!row || row.ended_at || row.state !== 'active') return null
  return {
    actor: toActor(row),
    startedAt: row.started_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    lastSeenAt: lastSeenAt(row),
    touched: false,
  }
}

/** A refresh is a sign of life too: browsers ask for it only while somebody is there. */
export function lastSeenAt({ last_seen_at, rotated_at }: SessionRow): number {
  return Math.max(last_seen_at.getTime(), rotated_at.getTime())
}

/** Builds the actor of a session: permissions are the union of the roles', the level is the highest. */
export function toActor(
  row: Omit<SessionRow, 'tenant_name' | 'account_id' | 'language' | 'state' | SessionTime>,
): PersonActor {
  return {
    kind: 'person',
    tenantId: row.tenant_id,
    personId: row.person_id,
    sessionId: row.session_id,
    name: row.name,
    email: row.email,
    ...rightsOf(row.roles, bookOf(row.own_roles)),
    attributes: row.attributes,
  }
}

async function touch(runtime: Runtime, sessions: Map<string, LiveSession>): Promise<void> {
  const seen = [...sessions.values()].filter((session) => session.touched)
  if (seen.length === 0) return
  for (const session of seen) session.touched = false
  const ids = seen.map(({ actor }) => actor.sessionId)
  await runtime.store.gate(
    'people.gate_touch_sessions',
    ids,
    seen.map(({ lastSeenAt }) => new Date(lastSeenAt)),
  )
}
