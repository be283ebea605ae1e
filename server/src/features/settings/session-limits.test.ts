import * as contract from '@flexoffice/contract/people'
import { saveSetting } from '@flexoffice/contract/settings'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { settings } from './index.ts'

const minute = 60_000
let server: TestServer
let boss: TestPerson
let person: TestPerson
let shift = 0
const clock = () => new Date(Date.now() + shift)

beforeAll(async () => {
  server = await startTestServer([tenants, people, settings], { clock })
})
afterAll(() => server.stop())
beforeEach(async () => {
  const tenantId = await server.createTenant()
  boss = await server.createPerson({ roles: ['admin'], tenantId })
  person = await server.createPerson({ roles: ['viewer'], tenantId })
})

interface Browser {
  cookie: string
  token: string
}

async function signIn({ email }: TestPerson): Promise<Browser & { idleMinutes: number }> {
  const { cookie, body } = await post('sign-in', { email, password: 'Secret-123' })
  return { cookie, token: body.accessToken, idleMinutes: body.idleMinutes }
}

/** As a browser does that stays open: asks for new tokens before the old ones run out, and calls. */
async function workFor(minutes: number, browser: Browser): Promise<number> {
  for (let passed = 0; passed < minutes; passed += 4) {
    shift += Math.min(4, minutes - passed) * minute
    const refreshed = await post('refresh-session', {}, browser.cookie)
    if (refreshed.status !== 200) return refreshed.status
    browser.cookie = refreshed.cookie
    browser.token = refreshed.body.accessToken
  }
  return call(browser)
}

async function call({ token }: Browser): Promise<number> {
  const response = await fetch(`${server.url}/api/people/session`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return response.status
}

const save = (name: string, value: number | null) => boss.client.call(saveSetting, { name, value })
const refresh = async ({ cookie }: Browser) => (await post('refresh-session', {}, cookie)).status

describe('the inactivity after which a session ends', () => {
  it('is 30 minutes unless the workspace says otherwise', async () => {
    const browser = await signIn(person)
    expect(browser.idleMinutes).toBe(30)
    shift += 29 * minute
    expect(await refresh(browser)).toBe(200)
    const idle = await signIn(person)
    shift += 31 * minute
    expect(await refresh(idle)).toBe(401)
  })

  it('is the workspace’s, at refresh and for the live session', async () => {
    await save('people.idleMinutes', 60)
    const browser = await signIn(person)
    expect(browser.idleMinutes).toBe(60)
    shift += 59 * minute
    expect(await refresh(browser)).toBe(200)
    boss = await again(boss)
    const short = await signIn(person)
    // Live: the access token itself would be good for longer than the waiting.
    expect(await call(short)).toBe(200)
    await save('people.idleMinutes', 5)
    shift += 4 * minute
    expect(await call(short)).toBe(200)
    expect(await refresh(short)).toBe(200)
    shift += 6 * minute
    expect(await refresh(short)).toBe(401)
  })

  it('ends a live session in the moment that it is set, for a token that is still good', async () => {
    await save('people.idleMinutes', 10)
    const browser = await signIn(person)
    await server.query(
      `update people.session set last_seen_at = last_seen_at - interval '7 minutes' where person_id = $1`,
      [person.id],
    )
    expect(await call(browser)).toBe(200)
    const quiet = await signIn(person)
    await server.query(
      `update people.session set last_seen_at = last_seen_at - interval '7 minutes', rotated_at = rotated_at - interval '7 minutes'
       where person_id = $1`,
      [person.id],
    )
    await save('people.idleMinutes', 5)
    expect(await call(quiet)).toBe(401)
    const listed = await boss.client.call(contract.listSessions, { personId: person.id })
    expect(listed.sessions).toEqual([])
  })
})

describe('the longest time that a session lasts', () => {
  it('is 12 hours unless the workspace says otherwise', async () => {
    const browser = await signIn(person)
    expect(await workFor(11 * 60 + 58, browser)).toBe(200)
    expect(await workFor(4, browser)).toBe(401)
  })

  it('is the workspace’s, also for sessions that began before it was made shorter', async () => {
    const browser = await signIn(person)
    expect(await workFor(50, browser)).toBe(200)
    boss = await again(boss)
    await save('people.sessionHours', 1)
    expect(await call(browser)).toBe(200)
    expect(await workFor(9, browser)).toBe(200)
    shift += 2 * minute
    // The token was made two minutes ago; it is the session that is over.
    expect(await call(browser)).toBe(401)
    expect(await refresh(browser)).toBe(401)
  })

  it('holds when made longer for sessions that begin from then on', async () => {
    await save('people.sessionHours', 13)
    const browser = await signIn(person)
    expect(await workFor(12 * 60 + 30, browser)).toBe(200)
    expect(await workFor(32, browser)).toBe(401)
  })

  it('of one workspace is not another’s', async () => {
    await save('people.sessionHours', 1)
    const other = await server.createPerson({
      roles: ['viewer'],
      tenantId: await server.createTenant('Other'),
    })
    const browser = await signIn(other)
    expect(await workFor(70, browser)).toBe(200)
  })

  it('stays within its bounds', async () => {
    for (const [name, value] of [
      ['people.sessionHours', 0],
      ['people.sessionHours', 169],
      ['people.idleMinutes', 4],
      ['people.idleMinutes', 1_441],
    ] as const)
      await expect(save(name, value)).rejects.toMatchObject({ problem: { code: 'invalid_input' } })
  })
})

/** The same person signed in anew, after the clock was moved past their token. */
async function again(someone: TestPerson): Promise<TestPerson> {
  const tenantId = someone.tenantId
  return server.createPerson({ roles: ['admin'], tenantId })
}

async function post(name: string, input: object, cookie = '') {
  const response = await fetch(`${server.url}/api/people/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input),
  })
  return {
    status: response.status,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    body: (await response.json()) as { accessToken: string; idleMinutes: number },
  }
}
