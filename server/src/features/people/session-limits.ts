import { z } from 'zod'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { SettingDeclaration } from '../../core/setting-declaration.ts'
import { readSetting } from '../../core/settings.ts'

/** How long sessions of a workspace last (REQUIREMENTS I-05). */
export interface SessionLimits {
  lifetimeMilliseconds: number
  idleMilliseconds: number
}

/** A session that began earlier ends by it too; a longer one holds for sessions that begin from then on. */
export const sessionHours: SettingDeclaration<number> = {
  name: 'people.sessionHours',
  schema: z.int().min(1).max(168),
  default: 12,
  description: 'How many hours a session lasts at most; after that, people sign in again.',
}

/** Browsers take a new access token every few minutes, which a shorter time would cut off. */
export const idleMinutes: SettingDeclaration<number> = {
  name: 'people.idleMinutes',
  schema: z.int().min(5).max(1_440),
  default: 30,
  description: 'After how many minutes without any activity a session ends.',
}

export const defaultLimits = toLimits(sessionHours.default, idleMinutes.default)

/** Each request of a session asks for the limits, so what was read stands ready until an epoch names its workspace. */
const known = perRuntime((runtime) => {
  const limits = new Map<string, SessionLimits>()
  let epoch = 0
  const unsubscribe = runtime.epochs.subscribe(({ tenantId, policies }) => {
    epoch += 1
    if (tenantId === '*') limits.clear()
    else if (policies) limits.delete(tenantId)
  })
  runtime.onStop(unsubscribe)
  return {
    get: (tenantId: string) => (runtime.epochs.isFresh() ? limits.get(tenantId) : undefined),
    async load(tenantId: string): Promise<SessionLimits> {
      const before = epoch
      const [hours, minutes] = await Promise.all([
        readSetting(runtime, tenantId, sessionHours),
        readSetting(runtime, tenantId, idleMinutes),
      ])
      const loaded = toLimits(hours, minutes)
      // A change heard meanwhile may be of these very settings: then they are used once and not kept.
      if (before === epoch) limits.set(tenantId, loaded)
      return loaded
    },
  }
})

/** The limits of a workspace's sessions as they are now. */
export function sessionLimits(runtime: Runtime, tenantId: string): SessionLimits | Promise<SessionLimits> {
  return known(runtime).get(tenantId) ?? known(runtime).load(tenantId)
}

/** Whether a session is over: past what it was given, past what the workspace gives by now, or left alone too long. */
export function isOver(
  session: { startedAt: number; expiresAt: number; lastSeenAt: number },
  { lifetimeMilliseconds, idleMilliseconds }: SessionLimits,
  now: number,
): boolean {
  const endsAt = Math.min(session.expiresAt, session.startedAt + lifetimeMilliseconds)
  return now >= endsAt || now - session.lastSeenAt > idleMilliseconds
}

function toLimits(hours: number, minutes: number): SessionLimits {
  return { lifetimeMilliseconds: hours * 3_600_000, idleMilliseconds: minutes * 60_000 }
}
