import { isId } from '@flexoffice/base'
import { pageLiveCloseCodes } from '@flexoffice/contract/page-live'
import type { WebSocket } from 'ws'
import type { PersonActor } from '../../../core/actor.ts'
import { holds } from '../../../core/actor.ts'
import type { Runtime } from '../../../core/runtime.ts'
import { loadPage } from '../page-store.ts'
import type { LiveEditor } from './live-editor.ts'
import { newBudget } from './live-editor.ts'

const checkMilliseconds = 250
const tokenMilliseconds = 60_000
/** A browser that does not read what it is sent must not fill the server's memory. */
const maximumUnreadBytes = 16 * 1024 * 1024

/** Says why a page is not opened; without a message, so that the library logs nothing. */
export class LiveRefusal extends Error {
  readonly reason: 'not_signed_in' | 'forbidden' | 'not_found'

  constructor(reason: LiveRefusal['reason']) {
    super('')
    this.reason = reason
  }
}

/** Opens a page of the token's own workspace for somebody who may edit pages. */
export async function authenticateEditor(
  runtime: Runtime,
  socket: WebSocket,
  token: string,
  pageId: string,
): Promise<LiveEditor> {
  const person = await identify(runtime, token)
  if (!person) throw new LiveRefusal('not_signed_in')
  if (!holds(person, 'pages.edit')) throw new LiveRefusal('forbidden')
  if (!isId(pageId)) throw new LiveRefusal('not_found')
  const page = await runtime.store.inTenant(person.tenantId, 'read', (db) => loadPage(db, pageId))
  if (!page || page.removed_at) throw new LiveRefusal('not_found')
  return {
    person,
    pageId,
    token,
    color: '',
    readOnly: false,
    presenceId: null,
    finished: false,
    socket,
    requestToken: null,
    budget: newBudget(Date.now()),
  }
}

/** Takes a fresh token of the same person; any other ends the socket. */
export async function renewToken(runtime: Runtime, editor: LiveEditor, token: string): Promise<void> {
  const person = await identify(runtime, token)
  if (person?.personId !== editor.person.personId || person.tenantId !== editor.person.tenantId)
    return end(editor, 'sessionEnded')
  editor.token = token
  editor.person = person
}

/** Looks at the sessions of a socket every 250 ms, so that a sign-out or a lost right reaches it within a second. */
export function watchEditors(
  runtime: Runtime,
  socket: WebSocket,
  listEditors: () => LiveEditor[],
): () => void {
  let tokenAskedAt = Date.now()

  async function check(editor: LiveEditor): Promise<void> {
    const { token } = editor
    const person = await identify(runtime, token)
    if (token !== editor.token) return
    if (!person) end(editor, 'sessionEnded')
    else if (!holds(person, 'pages.edit')) end(editor, 'forbidden')
    else editor.person = person
  }

  const timer = setInterval(() => {
    if (socket.bufferedAmount > maximumUnreadBytes) return socket.terminate()
    const editors = listEditors()
    for (const editor of editors) void check(editor)
    if (Date.now() - tokenAskedAt < tokenMilliseconds) return
    tokenAskedAt = Date.now()
    for (const editor of editors) editor.requestToken?.()
  }, checkMilliseconds)
  return () => clearInterval(timer)
}

function end(editor: LiveEditor, reason: 'sessionEnded' | 'forbidden'): void {
  editor.finished = true
  editor.socket.close(pageLiveCloseCodes[reason], reason)
}

async function identify(runtime: Runtime, token: string): Promise<PersonActor | null> {
  const actor = await Promise.resolve(runtime.authenticate(token, runtime)).catch(() => null)
  return actor?.kind === 'person' ? actor : null
}
