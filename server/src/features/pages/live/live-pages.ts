import type { IncomingMessage } from 'node:http'
import { Hocuspocus } from '@hocuspocus/server'
import type { WebSocket } from 'ws'
import type { Runtime } from '../../../core/runtime.ts'
import { perRuntime } from '../../../core/runtime.ts'
import { watchEditors } from './authenticate-editor.ts'
import { listenToDrafts } from './draft-listener.ts'
import { liveHooks } from './live-hooks.ts'
import type { LiveContext } from './live-state.ts'
import { forgetRoom, newLiveState } from './live-state.ts'

/** All pages that are open in this process. */
const livePages = perRuntime(openLivePages, (live) => live.stop())

/** Serves one browser on the live socket; see contract/page-live.ts for what is said on it. */
export function servePageSocket(
  runtime: Runtime,
  socket: WebSocket,
  request: IncomingMessage,
  signedIn: () => void,
): void {
  livePages(runtime).serve(socket, request, signedIn)
}

function openLivePages(runtime: Runtime) {
  const state = newLiveState(runtime)
  const { rooms, editors } = state
  const stopListening = listenToDrafts(runtime, (change) => {
    for (const room of rooms.values())
      if (!change || (change.pageId === room.pageId && change.node !== state.node)) void room.follow()
  })
  const hocuspocus = new Hocuspocus<LiveContext>({
    quiet: true,
    debounce: 0,
    maxDebounce: 0,
    maxUnauthenticatedQueueSize: 64 * 1024,
    maxUnauthenticatedQueueMessages: 50,
    maxPendingDocuments: 3,
    ...liveHooks(state),
  })

  function serve(socket: WebSocket, request: IncomingMessage, signedIn: () => void): void {
    const connection = hocuspocus.handleConnection(
      socket as unknown as Parameters<typeof hocuspocus.handleConnection>[0],
      new Request(`http://localhost${request.url ?? '/'}`),
      { socket, signedIn } as LiveContext,
    )
    const ownEditors = () => [...editors].filter((editor) => editor.socket === socket)
    const stopWatching = watchEditors(runtime, socket, ownEditors)
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) connection.handleMessage(new Uint8Array(data))
      else socket.close(1003, 'expected binary messages')
    })
    socket.on('error', () => {})
    socket.on('close', (code, reason) => {
      stopWatching()
      connection.handleClose({ code, reason: String(reason) })
    })
  }

  async function stop(): Promise<void> {
    await stopListening()
    for (const editor of editors) editor.socket.close(1012, 'restarting')
    for (const [document, room] of rooms) forgetRoom(state, document, room)
    await Promise.allSettled(state.closing)
  }

  return { serve, stop }
}
