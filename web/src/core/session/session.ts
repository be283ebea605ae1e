import { createStore, useStore } from '../store.ts'

/** Who works here, as the server tells with each new access token. */
export interface Session {
  /** Lives in memory only: a page that is closed forgets it. */
  accessToken: string
  expiresInSeconds: number
  /** Who does nothing for so long is signed out. */
  idleMinutes: number
  person: { id: string; name: string; email: string; language?: string | null }
  workspace: { id: string; name: string }
  roles: string[]
  /** The names of those roles that are the workspace's own, by key. */
  roleNames: Record<string, string>
  /** What the workspace keeps of the person, by the names it chose. */
  attributes: Record<string, string | boolean | string[] | null>
  permissions: string[]
}

/** `unknown` until the first refresh has answered; `unreachable` when the server did not. */
export type SessionState =
  | { status: 'unknown' | 'signed-out' | 'unreachable'; session: null }
  | { status: 'signed-in'; session: Session }

const state = createStore<SessionState>({ status: 'unknown', session: null })
const otherTabs = new BroadcastChannel('session')
let refreshing: Promise<boolean> | null = null

otherTabs.addEventListener('message', (event) => {
  if (event.data === 'signed-out') state.set({ status: 'signed-out', session: null })
  if (event.data === 'signed-in' && state.get().status === 'signed-out') void refreshSession()
})

/** The session store, for code outside React. */
export const sessionStore = state

/** The access token to send, or null. */
export function accessToken(): string | null {
  return state.get().session?.accessToken ?? null
}

/** Takes what sign-in, set-up or an accepted invitation answered. */
export function startSession(session: Session): void {
  state.set({ status: 'signed-in', session })
  otherTabs.postMessage('signed-in')
}

/** Asks for a new access token by the refresh cookie; calls at the same moment share one request, across tabs too. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= withTabLock(requestSession).finally(() => {
    refreshing = null
  })
  return refreshing
}

/** Ends the session here and in the other tabs; the caller tells the server first. */
export function endSession(): void {
  state.set({ status: 'signed-out', session: null })
  otherTabs.postMessage('signed-out')
}

/** The state of the session. */
export function useSessionState(): SessionState {
  return useStore(state)
}

/** The session; only for screens behind sign-in. */
export function useSession(): Session {
  const { session } = useSessionState()
  if (!session) throw new Error('This screen is only for people who are signed in.')
  return session
}

/** Whether the person holds a permission. The server decides again; this only spares showing what would be refused. */
export function usePermission(permission: string): boolean {
  return useSessionState().session?.permissions.includes(permission) ?? false
}

async function requestSession(): Promise<boolean> {
  try {
    const response = await fetch('/api/people/refresh-session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{}',
      credentials: 'same-origin',
    })
    if (response.ok) {
      state.set({ status: 'signed-in', session: (await response.json()) as Session })
      return true
    }
    if (response.status >= 500 || response.status === 429) return unreachable()
    state.set({ status: 'signed-out', session: null })
    return false
  } catch {
    return unreachable()
  }
}

/** A server that is down ends nobody's session: who was signed in stays so and tries again later. */
function unreachable(): false {
  if (state.get().status !== 'signed-in') state.set({ status: 'unreachable', session: null })
  return false
}

/** Two tabs that rotate the same refresh cookie at once would look like its theft. */
function withTabLock(run: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('refresh-session', run) : run()
}
