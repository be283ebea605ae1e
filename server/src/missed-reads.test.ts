import { newId } from '@flexoffice/base'
import { listSessions, showPerson } from '@flexoffice/contract/people'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { people } from './features/people/index.ts'
import { tenants } from './features/tenants/index.ts'

let server: TestServer
let editor: TestPerson
let stranger: TestPerson
let shift = 0

beforeAll(async () => {
  server = await startTestServer([tenants, people], { clock: () => new Date(Date.now() + shift) })
})
afterAll(() => server.stop())
beforeEach(async () => {
  editor = await server.createPerson({ roles: ['editor'], tenantId: await server.createTenant() })
  stranger = await server.createPerson({ roles: ['viewer'], tenantId: await server.createTenant('Other') })
})

const look = (personId: string) =>
  editor.client.call(showPerson, { personId }).then(
    () => 'seen',
    (error) => ({ ...error.problem, reference: '' }),
  )

async function missed() {
  const entries = (await server.auditOf(editor.tenantId)).filter(({ outcome }) => outcome === 'failed')
  return entries.map(({ operation, payload }) => {
    const { records, actor, ip } = payload as {
      records: { object?: { type: string; id: string }; detail?: Record<string, unknown> }[]
      actor: { email: string }
      ip: string
    }
    return {
      operation,
      actor: actor.email,
      ip,
      object: records[0]!.object,
      details: records.map((r) => r.detail),
    }
  })
}

describe('a read of what the person may not see', () => {
  it('is in the audit log with its object, for a hidden and for a missing one alike', async () => {
    const nobody = newId()
    expect(await look(stranger.id)).toEqual(await look(nobody))
    const told = { operation: 'people/show-person', actor: editor.email, ip: '127.0.0.1' }
    const details = [{ code: 'not_found' }, { count: 1 }]
    expect(await missed()).toEqual([
      { ...told, object: { type: 'person', id: stranger.id }, details },
      { ...told, object: { type: 'person', id: nobody }, details },
    ])
    expect(await server.auditOf(stranger.tenantId)).not.toContainEqual(
      expect.objectContaining({ operation: 'people/show-person' }),
    )
  })

  it('many times over is one entry with its count', async () => {
    await Promise.all(Array.from({ length: 30 }, () => look(stranger.id)))
    const counted = (await missed()).map(({ details }) => (details[1] as { count: number }).count)
    expect(counted.length).toBeLessThan(5)
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(30)
  })

  it('over ever new ids fills no log: ten objects a minute are named, the rest is counted', async () => {
    await Promise.all(Array.from({ length: 60 }, () => look(newId())))
    const entries = await missed()
    expect(entries.filter(({ object }) => object)).toHaveLength(10)
    const rest = entries.filter(({ object }) => !object)
    expect(rest.length).toBeLessThan(5)
    expect(rest[0]!.details[0]).toEqual({ code: 'not_found', objects: 'several' })
    shift += 61_000
    await look(stranger.id)
    expect((await missed()).at(-1)!.object).toEqual({ type: 'person', id: stranger.id })
  })

  it('of another operation is told by its name', async () => {
    await expect(editor.client.call(listSessions, { personId: stranger.id })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
    expect(await missed()).toMatchObject([{ operation: 'people/list-sessions', object: { id: stranger.id } }])
  })

  it('leaves nothing where the read succeeds', async () => {
    expect(await look(editor.id)).toBe('seen')
    expect(await missed()).toEqual([])
  })
})
