import type { UpdateRefusal } from '@flexoffice/page-model'
import type {
  beforeSyncPayload,
  Configuration,
  connectedPayload,
  onAuthenticatePayload,
  onDisconnectPayload,
  onLoadDocumentPayload,
} from '@hocuspocus/server'
import type * as Y from 'yjs'
import { readSetting } from '../../../core/settings.ts'
import { authenticateEditor, LiveRefusal, renewToken } from './authenticate-editor.ts'
import type { LiveEditor } from './live-editor.ts'
import { chooseColor, spendMessage } from './live-editor.ts'
import type { LiveRoom } from './live-room.ts'
import { openRoom } from './live-room.ts'
import { maximumEditors } from './live-settings.ts'
import type { LiveContext, LiveState } from './live-state.ts'
import { closeSocket, dismiss, editorsOf, forgetRoom, tell } from './live-state.ts'
import { noteEdit } from './note-edit.ts'
import { cutPresence } from './presence.ts'

const syncStepTwo = 1
const syncUpdate = 2

/** What happens at each step of a live connection, from the token to the last word. */
export function liveHooks(state: LiveState): Partial<Configuration<LiveContext>> {
  return {
    onAuthenticate: (payload) => letIn(state, payload),
    onLoadDocument: (payload) => openDocument(state, payload),
    connected: (payload) => welcome(state, payload),
    beforeSync: (payload) => checkSync(state, payload),
    onDisconnect: (payload) => leave(state, payload),
    onTokenSync: ({ context, token }) => renewToken(state.runtime, context.editor, token),
    async beforeHandleMessage({ context, connection }) {
      const { editor } = context
      if (editor.finished || spendMessage(editor, Date.now())) return
      connection.readOnly = true
      dismiss(editor, 'tooFast')
    },
    async beforeHandleAwareness({ states, context, documentName }) {
      if (context) cutPresence(context.editor, states, editorsOf(state, documentName))
      else states.clear()
    },
  }
}

async function letIn(
  state: LiveState,
  { token, documentName, context, connectionConfig }: onAuthenticatePayload<LiveContext>,
): Promise<{ editor: LiveEditor }> {
  const { runtime, editors } = state
  const editor = await authenticateEditor(runtime, context.socket, token, documentName)
  const limit = await readSetting(runtime, editor.person.tenantId, maximumEditors)
  // From here on nothing waits, so two who come at once cannot both take the last place.
  if (context.socket.readyState !== context.socket.OPEN) throw new LiveRefusal('not_signed_in')
  const present = editorsOf(state, documentName)
  const writers = new Set(present.filter((one) => !one.readOnly).map((one) => one.person.personId))
  editor.readOnly = !writers.has(editor.person.personId) && writers.size >= limit
  editor.color = chooseColor(present, editor.person.personId)
  connectionConfig.readOnly = editor.readOnly
  editors.add(editor)
  context.signedIn()
  context.socket.on('close', () => editors.delete(editor))
  return { editor }
}

async function openDocument(
  state: LiveState,
  { document, documentName, context }: onLoadDocumentPayload<LiveContext>,
): Promise<void> {
  const room = await openRoom({
    runtime: state.runtime,
    tenantId: context.editor.person.tenantId,
    pageId: documentName,
    node: state.node,
    ydoc: document,
    onEnd(ended, reason) {
      for (const editor of editorsOf(state, ended.pageId)) dismiss(editor, reason)
    },
  })
  state.rooms.set(document, room)
  document.on('afterTransaction', (transaction: Y.Transaction) => noteEdit(room, document, transaction))
  document.on('destroy', () => forgetRoom(state, document, room))
  // What was stored between the reading and now.
  void room.follow()
}

async function welcome(
  state: LiveState,
  { connection, context }: connectedPayload<LiveContext>,
): Promise<void> {
  const room = state.rooms.get(connection.document)
  if (!room || room.end) return closeSocket(context.socket, room?.end ?? 'unavailable')
  const { editor } = context
  const { personId, name, tenantId } = editor.person
  editor.requestToken = () => connection.requestToken()
  tell(connection, {
    type: 'welcome',
    readOnly: editor.readOnly,
    ...(editor.readOnly ? { reason: 'too_many_editors' as const } : {}),
    maximumEditors: await readSetting(state.runtime, tenantId, maximumEditors),
    user: { id: personId, name, color: editor.color },
  })
}

/**
 * Lets an update through once it is accepted and stored. A read-only connection's updates are dropped by the library and
 * not acknowledged, which is how a refused one is kept from the shared document.
 */
async function checkSync(
  state: LiveState,
  { type, payload, document, connection, context }: beforeSyncPayload<LiveContext>,
): Promise<void> {
  const { editor } = context
  if (type !== syncStepTwo && type !== syncUpdate) return
  if (editor.finished || editor.readOnly) {
    connection.readOnly = true
    return
  }
  const room = state.rooms.get(document)
  const refusal = await accept(room, editor, payload)
  if (refusal === null) return
  connection.readOnly = true
  if (refusal === 'unavailable') return dismiss(editor, room?.end ?? 'unavailable')
  const about = { pageId: document.name, personId: editor.person.personId, refusal }
  state.runtime.log.warn(about, 'refused an update of a page')
  tell(connection, { type: 'refused', ...refusal })
  dismiss(editor, 'updateRefused')
}

async function accept(
  room: LiveRoom | undefined,
  editor: LiveEditor,
  update: Uint8Array,
): Promise<UpdateRefusal | 'unavailable' | null> {
  if (!room) return 'unavailable'
  return room.accept(editor, update).catch(() => 'unavailable' as const)
}

async function leave(
  state: LiveState,
  { document, context }: onDisconnectPayload<LiveContext>,
): Promise<void> {
  const { editor } = context
  state.editors.delete(editor)
  const { personId } = editor.person
  const isStillThere = editorsOf(state, document.name).some((one) => one.person.personId === personId)
  if (!isStillThere) await state.rooms.get(document)?.journal.flush(personId)
}
