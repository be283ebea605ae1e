import { newId } from '@flexoffice/base'
import type { PageLiveMessage } from '@flexoffice/contract/page-live'
import { pageLiveCloseCodes } from '@flexoffice/contract/page-live'
import type { Connection, Document } from '@hocuspocus/server'
import type { WebSocket } from 'ws'
import type { Runtime } from '../../../core/runtime.ts'
import type { LiveEditor } from './live-editor.ts'
import type { LiveRoom } from './live-room.ts'

/** What the library carries for each connection; `editor` is there once the token was good. */
export interface LiveContext {
  socket: WebSocket
  /** Says that somebody is signed in on the socket. */
  signedIn: () => void
  editor: LiveEditor
}

/** The pages that are open in one process, and who is at them. */
export interface LiveState {
  runtime: Runtime
  /** This process among all that share the store. */
  node: string
  rooms: Map<Document, LiveRoom>
  /** Everybody who is signed in on a page, from the moment they are let in. */
  editors: Set<LiveEditor>
  /** Rooms on their way out: what they still have to write is waited for at the end. */
  closing: Set<Promise<void>>
}

/** Nobody is there yet. */
export function newLiveState(runtime: Runtime): LiveState {
  return { runtime, node: newId(), rooms: new Map(), editors: new Set(), closing: new Set() }
}

/** Everybody at one page. */
export function editorsOf(state: LiveState, pageId: string): LiveEditor[] {
  return [...state.editors].filter((editor) => editor.pageId === pageId)
}

/** Closes the room of a document that is not shared any more. */
export function forgetRoom(state: LiveState, document: Document, room: LiveRoom): void {
  state.rooms.delete(document)
  const closed = room.close().finally(() => state.closing.delete(closed))
  state.closing.add(closed)
}

/** Hears no more of an editor, and says why. */
export function dismiss(editor: LiveEditor, reason: keyof typeof pageLiveCloseCodes): void {
  editor.finished = true
  closeSocket(editor.socket, reason)
}

/** Closes a socket with one of the contract's codes. */
export function closeSocket(socket: WebSocket, reason: keyof typeof pageLiveCloseCodes): void {
  socket.close(pageLiveCloseCodes[reason], reason)
}

/** Says something to one editor besides the document. */
export function tell(connection: Connection, message: PageLiveMessage): void {
  connection.sendStateless(JSON.stringify(message))
}
