import type { WebSocket } from 'ws'
import type { PersonActor } from '../actor.ts'
import { sameRights } from '../actor.ts'
import type { Runtime } from '../runtime.ts'

const checkMilliseconds = 250
const maximumMessageBytes = 8_192

/**
 * Serves one browser on `/api/socket`: its first message is `{ "token": … }`, from then on it hears events. The session is
 * looked at again every 250 ms, so a sign-out or role change reaches an open socket within a second. A new token may be
 * sent at any time.
 */
export function serveEventSocket(runtime: Runtime, socket: WebSocket, signedIn: () => void): void {
  let token: string | null = null
  let person: PersonActor | null = null
  let unlisten: () => void = () => {}
  const check = setInterval(() => void verify(), checkMilliseconds)

  async function verify(): Promise<void> {
    if (!token) return
    const actor = await Promise.resolve(runtime.authenticate(token, runtime)).catch(() => null)
    if (actor?.kind !== 'person') return socket.close(4401, 'session ended')
    signedIn()
    if (person && !sameRights(person, actor)) send({ name: 'people/rights-changed', payload: {} })
    if (!person || person.personId !== actor.personId || person.tenantId !== actor.tenantId) {
      unlisten()
      unlisten = runtime.hub.listen({ tenantId: actor.tenantId, personId: actor.personId, hear: send })
      send({ name: 'ready', payload: {} })
    }
    person = actor
  }

  function send(message: { name: string; payload: unknown }): void {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount < 1_000_000)
      socket.send(JSON.stringify(message))
  }

  socket.on('message', (data) => {
    const text = String(data)
    if (text.length > maximumMessageBytes) return socket.close(1009, 'message too large')
    try {
      const message = JSON.parse(text) as { token?: unknown }
      if (typeof message.token !== 'string') return socket.close(1008, 'expected {"token": …}')
      token = message.token
      void verify()
    } catch {
      socket.close(1008, 'expected JSON')
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(check)
    unlisten()
  })
}
