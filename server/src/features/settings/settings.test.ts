import * as contract from '@flexoffice/contract/settings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineFeature } from '../../core/feature.ts'
import { readSetting } from '../../core/settings.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { settings } from './index.ts'

const limit = {
  name: 'sample.limit',
  schema: z.int().min(1, 'use at least 1').max(10),
  default: 5,
  description: 'How many.',
}
const sample = defineFeature({ name: 'sample', operations: [], settings: [limit] })

let server: TestServer
let boss: TestPerson
beforeAll(async () => {
  server = await startTestServer([tenants, people, settings, sample])
  boss = await server.createPerson({ roles: ['admin'] })
})
afterAll(() => server.stop())

describe('save-setting', () => {
  it('works: the new value is read at once, and null brings the default back', async () => {
    expect(await readSetting(server.runtime, boss.tenantId, limit)).toBe(5)
    await boss.client.call(contract.saveSetting, { name: 'sample.limit', value: 7 })
    expect(await readSetting(server.runtime, boss.tenantId, limit)).toBe(7)
    const listed = await boss.client.call(contract.listSettings, {})
    const shown = listed.settings.find(({ name }) => name === 'sample.limit')
    expect(shown).toMatchObject({ value: 7, default: 5, isDefault: false })
    await boss.client.call(contract.saveSetting, { name: 'sample.limit', value: null })
    expect(await readSetting(server.runtime, boss.tenantId, limit)).toBe(5)
  })

  it('refuses bad input', async () => {
    const refused = await boss.client
      .call(contract.saveSetting, { name: 'sample.limit', value: 0 })
      .catch((error) => error.problem)
    expect(refused).toMatchObject({
      code: 'invalid_input',
      fields: [{ path: '/value', message: 'use at least 1' }],
    })
    const unknown = await boss.client
      .call(contract.saveSetting, { name: 'none', value: 0 })
      .catch((error) => error.problem)
    expect(unknown.code).toBe('not_found')
  })

  it('refuses this actor', async () => {
    const editor = await server.createPerson({ roles: ['editor'] })
    const refused = await editor.client
      .call(contract.saveSetting, { name: 'sample.limit', value: 2 })
      .catch((error) => error.problem)
    expect(refused.code).toBe('forbidden')
  })

  it('leaves the other tenant as it was', async () => {
    const other = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    await boss.client.call(contract.saveSetting, { name: 'sample.limit', value: 9 })
    expect(await readSetting(server.runtime, other.tenantId, limit)).toBe(5)
  })
})
