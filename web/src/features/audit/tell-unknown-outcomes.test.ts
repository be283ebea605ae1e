// @vitest-environment jsdom
import { expect, it, vi } from 'vitest'
import { client } from '../../core/session/client.ts'
import { type Session, sessionStore } from '../../core/session/session.ts'
import { notificationStore } from '../../core/shell/notices.ts'
import { tellUnknownOutcomes } from './tell-unknown-outcomes.ts'

it('tells of changes with an unknown outcome once, by the log that is filtered for them', async () => {
  const session = { person: { id: 'ana' }, workspace: { id: 'w' } } as unknown as Session
  sessionStore.set({ status: 'signed-in', session })
  const call = vi.spyOn(client, 'call')
  for (const count of [0, 2, 2, 3]) {
    call.mockResolvedValue({ count } as never)
    await tellUnknownOutcomes()
  }
  const path = '/audit?outcome=unknown'
  expect(notificationStore.get()).toMatchObject([
    { params: { count: 1 }, path },
    { params: { count: 2 }, path },
  ])
})
