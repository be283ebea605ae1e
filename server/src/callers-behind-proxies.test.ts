import { listPeople, saveAttribute, showInvitation, showSession, signIn } from '@flexoffice/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { people } from './features/people/index.ts'
import { tenants } from './features/tenants/index.ts'

const features = [tenants, people]

function post(server: TestServer, path: string, body: object, headers: Record<string, string>) {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

const guess = { token: 'guess-guess-guess-guess' }

describe('behind a trusted proxy', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(features, { config: { trustedProxies: ['127.0.0.1'] } })
  })
  afterAll(() => server.stop())

  it('the audit log has the client’s own address', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' }
    await post(server, signIn.http.path, { email: person.email, password: 'Secret-123' }, headers)
    const entries = await server.auditOf(person.tenantId)
    expect(entries.at(-1)).toMatchObject({ operation: 'people/sign-in', payload: { ip: '203.0.113.9' } })
  })

  it('guesses are counted by client, so one cannot shut out the others', async () => {
    const from = (address: string) =>
      post(server, showInvitation.http.path, guess, { 'x-forwarded-for': address }).then(
        ({ status }) => status,
      )
    const answers = await Promise.all(Array.from({ length: 260 }, () => from('203.0.113.9')))
    expect(answers).toContain(429)
    expect(await from('203.0.113.10')).toBe(410)
  })
})

describe('with no proxy trusted', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(features)
  })
  afterAll(() => server.stop())

  it('nobody escapes the count by naming other addresses', async () => {
    const calls = Array.from({ length: 260 }, (_, index) =>
      post(server, showInvitation.http.path, guess, { 'x-forwarded-for': `203.0.113.${index}` }),
    )
    const answers = await Promise.all(calls)
    expect(answers.map(({ status }) => status)).toContain(429)
  })
})

describe('changes of one person', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(features, { config: { writesPerSecond: 0.2 } })
  })
  afterAll(() => server.stop())

  it('are bounded where the operator says so, over all of their sessions; reads and other people are not', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const second = await server.anonymous.call(signIn, { email: boss.email, password: 'Secret-123' })
    if (second.status !== 'signed_in') throw new Error('no second session')
    const save = (token: string, name: string) =>
      post(
        server,
        saveAttribute.http.path,
        { name, label: name, type: 'text' },
        { authorization: `Bearer ${token}` },
      )
    expect((await save(boss.token, 'one')).status).toBe(200)
    expect((await save(second.accessToken, 'two')).status).toBe(200)
    const refused = await save(boss.token, 'three')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' })
    expect((await save(second.accessToken, 'four')).status).toBe(429)
    for (let time = 0; time < 5; time += 1) await boss.client.call(showSession, {})
    const other = await server.createPerson({ roles: ['admin'] })
    expect((await save(other.token, 'five')).status).toBe(200)
    expect((await other.client.call(listPeople, {})).total).toBe(2)
  })
})
