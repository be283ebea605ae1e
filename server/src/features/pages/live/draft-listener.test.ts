import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { people } from '../../people/index.ts'
import { tenants } from '../../tenants/index.ts'
import { draftChannel } from '../draft-store.ts'
import { listenToDrafts } from './draft-listener.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer([tenants, people])
})
afterAll(() => server.stop())

describe('listening to drafts', () => {
  it('takes words that it does not understand as if any page had changed, and listens on', async () => {
    const heard: unknown[] = []
    const stop = listenToDrafts(server.runtime, (change) => void heard.push(change))
    const say = (payload: string) => server.query('select pg_notify($1, $2)', [draftChannel, payload])
    await waitFor(() => heard.length === 1)
    for (const payload of ['{', '"text"', '{"pageId":1}']) await say(payload)
    const change = { pageId: 'one', node: 'other' }
    await say(JSON.stringify(change))
    await waitFor(() => heard.length === 5)
    expect(heard).toEqual([null, null, null, null, change])
    await stop()
  })
})
