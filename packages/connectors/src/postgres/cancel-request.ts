import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { PostgresEndpoint, PostgresLogin } from './target.ts'
import { isSocketFolder, tlsOptions } from './target.ts'

/** The server process to stop and the proof that we started it. */
export interface BackendKey {
  processId: number
  secretKey: number
}

/**
 * Asks the server to stop what a session is doing, over a connection of its own as the protocol wants it. Resolves when
 * the server has closed that connection: the signal is then sent. Never rejects; a lost request shows as no effect.
 */
export function sendCancelRequest(
  login: PostgresLogin,
  endpoint: PostgresEndpoint,
  key: BackendKey,
  timeoutMilliseconds: number,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = openSocket(endpoint)
    const timer = setTimeout(() => socket.destroy(), timeoutMilliseconds)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    const options = tlsOptions(login, endpoint)
    if (!options) {
      socket.once('connect', () => socket.write(cancelPacket(key)))
      // Unread, the end of the connection would never be noticed.
      socket.resume()
      return
    }
    socket.once('connect', () => socket.write(tlsRequest()))
    socket.once('data', (answer) => {
      // The key is a secret: it is never sent in the clear where encryption was asked for.
      if (answer.toString('latin1') !== 'S') return socket.destroy()
      const secure = connectTls({ ...options, socket }, () => secure.write(cancelPacket(key)))
      secure.on('error', () => socket.destroy())
      secure.once('close', () => socket.destroy())
      secure.resume()
    })
  })
}

/** Opens a plain socket to an endpoint that was checked before. */
export function openSocket(endpoint: PostgresEndpoint): Socket {
  if (isSocketFolder(endpoint.address)) return connect(`${endpoint.address}/.s.PGSQL.${endpoint.port}`)
  return connect(endpoint.port, endpoint.address)
}

/** The question "do you speak TLS?", which every PostgreSQL answers with S or N before anything else. */
export function tlsRequest(): Buffer {
  const packet = Buffer.alloc(8)
  packet.writeInt32BE(8, 0)
  packet.writeInt32BE(80877103, 4)
  return packet
}

function cancelPacket(key: BackendKey): Buffer {
  const packet = Buffer.alloc(16)
  packet.writeInt32BE(16, 0)
  packet.writeInt32BE(80877102, 4)
  packet.writeInt32BE(key.processId, 8)
  packet.writeInt32BE(key.secretKey, 12)
  return packet
}
