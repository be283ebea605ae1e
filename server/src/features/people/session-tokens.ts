import { createHmac, timingSafeEqual } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'

/** What an access token says. Roles in it are a hint for machines; the authority is the session in memory. */
export interface AccessClaims {
  sessionId: string
  expiresAt: number
}

export const accessSeconds = 300
const cacheSize = 20_000

/** Verified tokens, bounded: a verification costs more than all else in a request. Expiry is still checked at each use. */
const verified = perRuntime(() => new Map<string, AccessClaims>())

/** Signs an access token of five minutes. */
export async function signAccessToken(
  runtime: Runtime,
  session: { id: string; personId: string; tenantId: string; roles: readonly string[] },
): Promise<string> {
  const now = Math.floor(runtime.clock().getTime() / 1_000)
  return new SignJWT({ sid: session.id, tenant: session.tenantId, roles: session.roles })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(session.personId)
    .setIssuedAt(now)
    .setExpirationTime(now + accessSeconds)
    .setIssuer('flexoffice')
    .sign(runtime.keys.derive('access-token'))
}

/** Answers the claims of a token that is ours and not expired; null for anything else. */
export function readAccessToken(
  runtime: Runtime,
  token: string,
): AccessClaims | null | Promise<AccessClaims | null> {
  const known = verified(runtime).get(token)
  if (known) return known.expiresAt > runtime.clock().getTime() ? known : null
  return verifyAccessToken(runtime, token)
}

async function verifyAccessToken(runtime: Runtime, token: string): Promise<AccessClaims | null> {
  if (token.length > 2_000) return null
  try {
    const options = { issuer: 'flexoffice', algorithms: ['HS256'], currentDate: runtime.clock() }
    const { payload } = await jwtVerify(token, runtime.keys.derive('access-token'), options)
    const claims = { sessionId: String(payload.sid), expiresAt: (payload.exp ?? 0) * 1_000 }
    const cache = verified(runtime)
    if (cache.size >= cacheSize) cache.delete(cache.keys().next().value as string)
    cache.set(token, claims)
    return claims
  } catch {
    return null
  }
}

/**
 * Makes the refresh token of a session's generation. It is derived, not stored: only who holds the keys can make one, and
 * the store's number says which generation is the newest.
 */
export function makeRefreshToken(runtime: Runtime, sessionId: string, generation: number): string {
  return `${sessionId}.${generation}.${refreshMac(runtime, sessionId, generation).toString('base64url')}`
}

/** Reads a refresh token; null unless we made it. */
export function readRefreshToken(
  runtime: Runtime,
  token: string | undefined,
): { sessionId: string; generation: number } | null {
  const [sessionId, number, mac] = (token ?? '').split('.')
  if (!sessionId || !mac || !/^\d{1,9}$/.test(number ?? '')) return null
  const generation = Number(number)
  const given = Buffer.from(mac, 'base64url')
  const expected = refreshMac(runtime, sessionId, generation)
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? { sessionId, generation }
    : null
}

function refreshMac(runtime: Runtime, sessionId: string, generation: number): Buffer {
  return createHmac('sha256', runtime.keys.derive('refresh-token'))
    .update(`${sessionId}.${generation}`)
    .digest()
}
