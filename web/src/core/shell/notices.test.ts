// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { loadWords, setLanguage } from '../i18n/languages.ts'
import { defineWebFeature } from '../registry.ts'
import { type Session, sessionStore } from '../session/session.ts'
import type { ServerEvent } from '../session/socket.ts'
import {
  clearNotifications,
  markNotificationsRead,
  noticeWords,
  notificationStore,
  notify,
  reopenNotifications,
} from './notices.ts'
import { watchNotices } from './watch-notices.ts'

const socket = vi.hoisted(() => ({
  hear: (_event: ServerEvent) => {},
  comeBack: () => {},
}))
vi.mock('../when-quiet.ts', () => ({ whenQuiet: (run: () => void) => run() }))
vi.mock('../session/socket.ts', () => ({
  listen: (listener: (event: ServerEvent) => void) => Object.assign(socket, { hear: listener }),
  onReconnect: (listener: () => void) => Object.assign(socket, { comeBack: listener }),
}))

const titles = () => notificationStore.get().map(({ titleKey }) => titleKey)

function enter(id: string, permissions: string[] = []): void {
  const session = { person: { id }, workspace: { id: 'w' }, permissions } as unknown as Session
  sessionStore.set({ status: 'signed-in', session })
}

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
  enter('ana')
  reopenNotifications()
})

describe('what stands behind the bell', () => {
  it('is kept for the visit, the newest first, for nobody but the person', () => {
    notify({ titleKey: 'first' })
    notify({ titleKey: 'second', path: '/data/imports' })
    expect(titles()).toEqual(['second', 'first'])
    enter('bia')
    reopenNotifications()
    expect(titles()).toEqual([])
    enter('ana')
    reopenNotifications()
    expect(titles()).toEqual(['second', 'first'])
  })

  it('is unread until it was looked at, and can be cleared', () => {
    notify({ titleKey: 'first' })
    expect(notificationStore.get()).toMatchObject([{ read: false }])
    markNotificationsRead()
    notify({ titleKey: 'second' })
    expect(notificationStore.get()).toMatchObject([{ read: false }, { read: true }])
    clearNotifications()
    reopenNotifications()
    expect(titles()).toEqual([])
  })

  it('keeps no more than fifty', () => {
    for (let each = 0; each < 60; each += 1) notify({ titleKey: `notice ${each}` })
    expect(titles()).toHaveLength(50)
    expect(titles()[0]).toBe('notice 59')
  })

  it('speaks the language that is chosen when it is read', async () => {
    await setLanguage('en')
    await loadWords([])
    const notice = { titleKey: 'sources.notices.loaded', params: { table: 'Orders' } }
    expect(noticeWords(notice).title).toBe('Orders is loaded')
    await setLanguage('pt-BR')
    expect(noticeWords(notice).title).toBe('Orders foi carregada')
    const problem = { code: 'source_wrong_password', message: 'Wrong.' }
    expect(noticeWords({ ...notice, problem }).detail).toContain('recusou')
  })
})

describe('a watch', () => {
  it('looks after sign-in, after its events together and after a gap, if the person may', async () => {
    const looks: string[][] = []
    const tell = async (heard: readonly ServerEvent[]) => void looks.push(heard.map(({ name }) => name))
    const watch = { events: ['thing-done'], load: async () => tell }
    watchNotices([defineWebFeature({ name: 'a', notices: [watch, { ...watch, permission: 'audit.read' }] })])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(looks).toEqual([[]])
    socket.hear({ name: 'thing-done', payload: {} })
    socket.hear({ name: 'other', payload: {} })
    socket.hear({ name: 'thing-done', payload: {} })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(looks.slice(1)).toEqual([['thing-done', 'thing-done']])
    enter('boss', ['audit.read'])
    await vi.advanceTimersByTimeAsync(2_000)
    socket.comeBack()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(looks.slice(2)).toEqual([[], [], [], []])
  })
})
