import { connectionStore } from '../session/socket.ts'
import { createStore } from '../store.ts'

/** What to tell about the connection; null while all is well. */
export const connectionNotice = createStore<'offline' | 'reconnecting' | null>(null)

/** Whether a newer version of the application waits for a reload. */
export const updateStore = createStore(false)

/** Watches the network, the socket and the application's own files; call once. */
export function watchConnection(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const judge = () => {
    clearTimeout(timer)
    if (!navigator.onLine) return connectionNotice.set('offline')
    if (connectionStore.get() !== 'lost') return connectionNotice.set(null)
    // Short gaps heal by themselves; telling of each would only worry people.
    timer = setTimeout(() => connectionNotice.set('reconnecting'), 5000)
  }
  addEventListener('online', judge)
  addEventListener('offline', judge)
  connectionStore.subscribe(judge)
  addEventListener('vite:preloadError', () => updateStore.set(true))
  judge()
}
