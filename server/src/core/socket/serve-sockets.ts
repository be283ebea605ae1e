import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { SocketEndpoint } from '../feature.ts'
import type { ClientAddress } from '../http/client-address.ts'
import type { Runtime } from '../runtime.ts'
import { serveEventSocket } from './event-socket.ts'
import type { GateLimits } from './socket-gate.ts'
import { createSocketGate, gateLimits } from './socket-gate.ts'

export interface SocketOptions {
  endpoints: readonly SocketEndpoint[]
  addressOf: ClientAddress
  limits?: GateLimits
}

const maximumMessageBytes = 2 * 1024 * 1024

/** Serves `/api/socket` and the features' own sockets. Who has not signed in yet waits at a gate of few places. */
export function serveSockets(
  runtime: Runtime,
  server: Server,
  { endpoints, addressOf, limits = gateLimits }: SocketOptions,
): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessageBytes })
  const gate = createSocketGate(limits)
  server.on('upgrade', (request, socket, head) => {
    // Until a WebSocket takes it over nobody else hears that the caller went away, and an unheard error ends the process.
    const letGo = () => socket.destroy()
    socket.on('error', letGo)
    const connect = findEndpoint(endpoints, request)
    if (!connect) return refuse(socket, '404 Not Found')
    if (!sameOrigin(request.headers.origin, request.headers.host)) return refuse(socket, '403 Forbidden')
    const place = gate.enter(addressOf(request), () => {
      opened?.close(4401, 'not signed in')
      // Who does not answer the close, or never ended the handshake.
      setTimeout(letGo, 1_000).unref()
    })
    if (!place) return refuse(socket, '429 Too Many Requests')
    socket.once('close', place.leave)
    let opened: Parameters<SocketEndpoint['connect']>[1] | null = null
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('error', letGo)
      opened = webSocket
      connect(runtime, webSocket, request, place.leave)
    })
  })
  runtime.onStop(() => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  })
}

function findEndpoint(
  endpoints: readonly SocketEndpoint[],
  request: IncomingMessage,
): SocketEndpoint['connect'] | undefined {
  const path = pathOf(request.url)
  if (path === '/api/socket')
    return (runtime, socket, _request, signedIn) => serveEventSocket(runtime, socket, signedIn)
  return endpoints.find((candidate) => candidate.path === path)?.connect
}

/** Ends the connection once the words are on their way, whatever the other side does with its half. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}

/** The path as it was sent; an address that names no path (`//`) is none of ours. */
function pathOf(url: string | undefined): string | undefined {
  return url?.split('?', 1)[0]
}

/** Browsers send Origin with every socket; another site's page may not open one here. Machines send none. */
function sameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (!origin) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
