// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { client } from '../../core/session/client.ts'
import { type Session, sessionStore } from '../../core/session/session.ts'
import { clearNotifications, notificationStore } from '../../core/shell/notices.ts'
import { tellImports } from './tell-imports.ts'
import { tellSources } from './tell-sources.ts'

const call = vi.spyOn(client, 'call')
const told = () => notificationStore.get().map(({ titleKey, path }) => `${titleKey} ${path}`)
const heard = (importId: string) => [{ name: 'sources/import-progressed', payload: { importId } }]

beforeEach(() => {
  sessionStorage.clear()
  const session = { person: { id: 'ana' }, workspace: { id: 'w' } } as unknown as Session
  sessionStore.set({ status: 'signed-in', session })
  clearNotifications()
  history.replaceState(null, '', '/')
})

describe('an import', () => {
  const answer = (state: string) =>
    call.mockResolvedValue({ state, tableLabel: 'Orders', fileName: 'orders.csv', rowsLoaded: 2 } as never)

  it('that ends elsewhere is told once, though it was asked for while it ran', async () => {
    answer('running')
    await tellImports(heard('1'))
    expect(told()).toEqual([])
    answer('done')
    await tellImports([])
    await tellImports(heard('1'))
    expect(told()).toEqual(['sources.notices.loaded /data/imports?import=1'])
  })

  it('that failed is told as such, one that was cancelled is not', async () => {
    answer('failed')
    await tellImports(heard('2'))
    answer('cancelled')
    await tellImports(heard('3'))
    expect(told()).toEqual(['sources.notices.notLoaded /data/imports?import=2'])
  })

  it('that is a step of greater work is not told by itself', async () => {
    call.mockResolvedValue({ state: 'done', isStep: true } as never)
    await tellImports(heard('5'))
    expect(told()).toEqual([])
  })

  it('whose screen is open needs no notice', async () => {
    history.replaceState(null, '', '/data/imports?import=4')
    answer('done')
    await tellImports(heard('4'))
    expect(told()).toEqual([])
  })
})

describe('a source', () => {
  const answer = (code: string | null) =>
    call.mockResolvedValue({
      sources: [
        {
          id: '7',
          name: 'Shop',
          state: code ? 'failing' : 'ready',
          lastProblem: code && { code, message: code },
        },
      ],
    } as never)

  it('that fails is told once for each reason, and again after it was well', async () => {
    for (const code of ['refused', 'refused', 'wrong_password', null, 'refused']) {
      answer(code)
      await tellSources()
    }
    expect(told()).toEqual(Array(3).fill('sources.notices.failing /data/sources/7'))
    expect(notificationStore.get()[0]?.problem?.code).toBe('refused')
  })
})
