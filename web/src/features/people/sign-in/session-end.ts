import { sessionStore } from '../../../core/session/session.ts'
import { createStore } from '../../../core/store.ts'

/** How the last session of this tab ended: by the person's wish, or by itself (idle, ended elsewhere, deactivated). */
export const sessionEnd = createStore<'none' | 'signed-out' | 'ended'>('none')

let wished = false

/** The person asked to leave: the end that follows needs no explanation. */
export function willSignOut(): void {
  wished = true
}

/** Notes each end of a session; call once. */
export function watchSessionEnd(): void {
  let before = sessionStore.get().status
  sessionStore.subscribe(() => {
    const { status } = sessionStore.get()
    if (before === 'signed-in' && status === 'signed-out') sessionEnd.set(wished ? 'signed-out' : 'ended')
    if (status === 'signed-in') {
      sessionEnd.set('none')
      wished = false
    }
    before = status
  })
}
