import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { features } from '../../features.ts'
import { readSetting } from '../settings.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'
import { tenantSnapshot } from './tenant-snapshot.ts'

const declaration = { name: 'test.limit', schema: z.int(), default: 5, description: '' }
const snapshots = tenantSnapshot({
  readVersion: async () => '1',
  load: async (_db, tenantId) => ({ tenantId }),
})

describe('what decisions are made by', () => {
  let server: TestServer
  let tenantId: string
  beforeAll(async () => {
    server = await startTestServer(features)
    tenantId = await server.createTenant()
  })
  afterAll(() => server.stop())

  it('is read also while every connection is held by those who wait for it', async () => {
    const { runtime } = server
    const all = Array.from({ length: 40 }, () =>
      runtime.store.inTenant(tenantId, 'read', async () => ({
        limit: await readSetting(runtime, tenantId, declaration),
        snapshot: await snapshots.get(runtime, tenantId),
      })),
    )
    const answers = await Promise.all(all)
    expect(answers.every(({ limit, snapshot }) => limit === 5 && snapshot.tenantId === tenantId)).toBe(true)
  })
})
