// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest'
import { client } from '../../core/session/client.ts'
import { type Session, sessionStore } from '../../core/session/session.ts'
import { clearNotifications, notificationStore } from '../../core/shell/notices.ts'
import { tellCompany } from './tell-company.ts'

const call = vi.spyOn(client, 'call')
const told = () => notificationStore.get().map(({ titleKey, path }) => `${titleKey} ${path}`)
const page = { id: '7', title: 'Sales' }

async function hear(state: string, more: object = {}): Promise<void> {
  call.mockResolvedValue({ state, page: null, ...more } as never)
  await tellCompany()
}

beforeEach(() => {
  sessionStorage.clear()
  const session = { person: { id: 'ana' }, workspace: { id: 'w' } } as unknown as Session
  sessionStore.set({ status: 'signed-in', session })
  clearNotifications()
  history.replaceState(null, '', '/')
})

it('tells once that the company is ready, when it was seen on its way', async () => {
  await hear('opening')
  expect(told()).toEqual([])
  await hear('ready', { page })
  await hear('ready', { page })
  expect(told()).toEqual(['samples.ready /pages/7'])
})

it('tells that it could not be opened, and leads to the reason', async () => {
  await hear('opening')
  await hear('failed')
  expect(told()).toEqual(['samples.failed /data/sample-company'])
})

it('is silent on its own screen, and about a company that was there already', async () => {
  await hear('ready', { page })
  history.replaceState(null, '', '/data/sample-company')
  await hear('opening')
  await hear('ready', { page })
  expect(told()).toEqual([])
})
