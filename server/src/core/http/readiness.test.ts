import { renameSync } from 'node:fs'
import { startTestPostgres, waitFor } from '@flexoffice/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'

const all = { store: true, epochs: true, relay: true, workspaces: true, files: true }
let server: TestServer

beforeAll(async () => {
  server = await startTestServer([])
})
afterAll(() => server.stop())

async function ready(of = server) {
  const response = await fetch(`${of.url}/health/ready`)
  return { status: response.status, body: (await response.json()) as { status: string; checks: object } }
}

/** Waits for it, because one look serves those who ask at the same moment. */
async function becomes(checks: object, of = server) {
  const expected = JSON.stringify(checks)
  await waitFor(async () => JSON.stringify((await ready(of)).body.checks) === expected)
  return ready(of)
}

const without = (part: keyof typeof all) => ({
  status: 503,
  body: { status: 'not ready', checks: { ...all, [part]: false } },
})

describe('readiness', () => {
  afterEach(async () => void (await becomes(all)))

  it('is told with each part that serving needs', async () => {
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready', checks: all } })
  })

  it.each(['app', 'gate'] as const)('ends when the store does not answer the login %s', async (login) => {
    const connection = server.runtime.store.connection.app
    const userOf = (name: string) => connection.user.replace('app', name)
    const user = userOf(login)
    const others = ['app', 'gate', 'relay'].filter((name) => name !== login).map(userOf)
    await server.query(`grant connect on database ${connection.database} to ${others.join(', ')}`)
    await server.query(`revoke connect on database ${connection.database} from public, ${user}`)
    await server.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and datname = $2',
      [user, connection.database],
    )
    // The channel of epochs uses the login app too.
    const checks = { ...all, store: false, epochs: login !== 'app' }
    expect(await becomes(checks)).toMatchObject({ status: 503 })
    await server.query(`grant connect on database ${connection.database} to public`)
  })

  it('ends when journals are not copied, and comes back', async () => {
    await server.query('revoke select on flexoffice.journal from flexoffice_relay')
    expect(await becomes(without('relay').body.checks)).toEqual(without('relay'))
    await server.query('grant select on flexoffice.journal to flexoffice_relay')
  })

  it('ends when the data folder is gone', async () => {
    const { dataFolder } = server.runtime.config
    renameSync(dataFolder, `${dataFolder}-away`)
    expect(await becomes(without('files').body.checks)).toEqual(without('files'))
    renameSync(`${dataFolder}-away`, dataFolder)
  })
})

describe('the server of the workspaces’ databases', () => {
  it('is a part: without it the server is not ready, and says no more than that', async () => {
    const other = await startTestServer([])
    const workspaces = await startTestPostgres({ private: true })
    other.runtime.tenantsServer = workspaces.connection
    expect(await ready(other)).toMatchObject({ status: 200 })
    await workspaces.stop()
    expect(await becomes(without('workspaces').body.checks, other)).toEqual(without('workspaces'))
    expect((await fetch(`${other.url}/health/live`)).status).toBe(200)
    await other.stop()
  })

  it('is no part where none is set up', async () => {
    const other = await startTestServer([])
    other.runtime.tenantsServer = null
    expect(await ready(other)).toEqual({ status: 200, body: { status: 'ready', checks: all } })
    await other.stop()
  })
})
