import { queryClient } from './client.ts'
import { dropDrafts } from './keep-for-person.ts'
import { endSession, refreshSession, sessionStore } from './session.ts'

const lookSeconds = 15
const storageKey = 'active-at'

/**
 * Keeps the session of somebody who works: a new token before the old one runs out, the end when nobody has touched any tab
 * for the idle time. What was read for one person is never shown to the next. Call once.
 */
export function keepSession(tellServer: () => Promise<unknown>): void {
  let renewAt = 0
  let person: string | undefined
  const follow = () => {
    const { status, session } = sessionStore.get()
    if (session?.person.id !== person) queryClient.clear()
    // Also those of a session whose end this tab did not see: a reload finds it over.
    if (session || status === 'signed-out') dropDrafts(session)
    person = session?.person.id
    // A throttled background tab looks once a minute: early enough for it too.
    if (session) renewAt = Date.now() + session.expiresInSeconds * 700
  }
  const look = async () => {
    const { session } = sessionStore.get()
    if (!session) return
    // As on the server, by the setting of the workspace.
    if (Date.now() - lastActivity() > session.idleMinutes * 60_000) {
      await tellServer()
      endSession()
    } else if (Date.now() >= renewAt) await refreshSession()
  }
  markActivity()
  for (const event of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(event, markActivity, { passive: true, capture: true })
  }
  sessionStore.subscribe(follow)
  follow()
  setInterval(() => void look(), lookSeconds * 1_000)
}

let marked = 0

function markActivity(): void {
  const now = Date.now()
  if (now - marked < 5_000) return
  marked = now
  localStorage.setItem(storageKey, String(now))
}

/** Of any tab of this browser. */
function lastActivity(): number {
  return Math.max(marked, Number(localStorage.getItem(storageKey) ?? 0))
}
