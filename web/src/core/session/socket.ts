import { useEffect, useRef } from 'react'
import { createStore } from '../store.ts'
import { accessToken, refreshSession, sessionStore } from './session.ts'

/** Something that happened, as the server tells it: ids only. */
export interface ServerEvent {
  name: string
  payload: Record<string, unknown>
}

type Listener = (event: ServerEvent) => void

const listeners = new Set<Listener>()
const reconnectListeners = new Set<() => void>()
let socket: WebSocket | null = null
let attempt = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Whether live updates flow; `idle` before sign-in. */
export const connectionStore = createStore<'idle' | 'connecting' | 'open' | 'lost'>('idle')

/** Keeps one socket open while somebody is signed in; call once. */
export function startSocket(): void {
  let person: string | undefined
  const follow = () => {
    const next = sessionStore.get().session?.person.id
    // The server closes a socket whose token has run out, so each new one is told.
    if (next === person) return sendToken()
    person = next
    close()
    if (next) connect()
  }
  sessionStore.subscribe(follow)
  addEventListener('online', () => socket === null && person && connect())
  follow()
}

/** Hears every event; returns how to stop. */
export function listen(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Told after a gap: what happened meanwhile was missed, so whatever is on screen should be read again. */
export function onReconnect(listener: () => void): () => void {
  reconnectListeners.add(listener)
  return () => reconnectListeners.delete(listener)
}

/** Hears one kind of event while the component is on screen. */
export function useServerEvent(name: string, handler: (payload: Record<string, unknown>) => void): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => listen((event) => event.name === name && latest.current(event.payload)), [name])
}

function connect(): void {
  clearTimeout(timer)
  const token = accessToken()
  if (!token) return
  connectionStore.set(attempt === 0 ? 'connecting' : connectionStore.get())
  const opened = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/socket`)
  socket = opened
  opened.addEventListener('open', () => {
    sendToken()
    connectionStore.set('open')
    if (attempt > 0) for (const listener of reconnectListeners) listener()
    attempt = 0
  })
  opened.addEventListener('message', (message) => deliver(String(message.data)))
  opened.addEventListener('close', (event) => {
    if (socket !== opened) return
    socket = null
    connectionStore.set('lost')
    // 1008 and 44xx: the server refused this token; a new one may be welcome, or the session is over.
    void retryLater(event.code === 1008 || (event.code >= 4400 && event.code < 4500))
  })
}

function sendToken(): void {
  const token = accessToken()
  if (token && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ token }))
}

async function retryLater(refused: boolean): Promise<void> {
  if (refused) await refreshSession()
  if (sessionStore.get().status !== 'signed-in') return
  const delay = Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random())
  attempt++
  clearTimeout(timer)
  timer = setTimeout(connect, delay)
}

function close(): void {
  clearTimeout(timer)
  const open = socket
  socket = null
  attempt = 0
  open?.close()
  connectionStore.set('idle')
}

function deliver(text: string): void {
  const event = parseEvent(text)
  if (event) for (const listener of [...listeners]) listener(event)
}

function parseEvent(text: string): ServerEvent | null {
  try {
    const read = JSON.parse(text) as Partial<ServerEvent> | null
    return typeof read?.name === 'string' ? { name: read.name, payload: read.payload ?? {} } : null
  } catch {
    return null
  }
}
