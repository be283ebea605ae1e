import * as contract from '@flexoffice/contract/people'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'
import { setUpCode } from './set-up-workspace.ts'

const features = [tenants, people]
const admin = { workspaceName: 'Acme', name: 'Ana', email: 'ana@example.com', password: 'Secret-123' }

describe('first run', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(features)
  })
  afterAll(() => server.stop())

  it('lets exactly one of 200 parallel calls create the first workspace', async () => {
    const code = setUpCode(server.runtime)
    const calls = Array.from({ length: 200 }, (_, index) =>
      server.anonymous
        .call(contract.setUpWorkspace, { ...admin, code, email: `admin${index}@example.com` })
        .then(
          () => 'created',
          (error) => error.problem.code,
        ),
    )
    const answers = await Promise.all(calls)
    expect(answers.filter((answer) => answer === 'created')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'setup_closed')).toHaveLength(199)
    expect(await server.query('select count(*)::int as n from people.account')).toEqual([{ n: 1 }])
  })

  it('is closed afterwards and says what to do', async () => {
    expect(await server.anonymous.call(contract.showSetUpState, {})).toEqual({ open: false })
    const refused = await server.anonymous
      .call(contract.setUpWorkspace, { ...admin, code: 'wrong' })
      .catch((error) => error.problem)
    expect(refused).toMatchObject({
      code: 'setup_closed',
      status: 403,
      detail: expect.stringMatching(/[Ss]ign in/),
    })
  })
})

describe('people', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(features)
  })
  afterAll(() => server.stop())

  it('locks an account after five wrong passwords, and journals each with its address', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const refused = await server.anonymous
        .call(contract.signIn, { email: person.email, password: 'no' })
        .catch((error) => error.problem)
      expect(refused.code).toBe('wrong_credentials')
    }
    const fifth = await server.anonymous
      .call(contract.signIn, { email: person.email, password: 'no' })
      .catch((error) => error.problem)
    expect(fifth).toMatchObject({ code: 'locked', params: { minutes: 15 } })
    const correct = await server.anonymous
      .call(contract.signIn, { email: person.email, password: 'Secret-123' })
      .catch((error) => error.problem)
    expect(correct.code).toBe('locked')
    const failures = (await server.auditOf(person.tenantId)).filter(
      (entry) => entry.operation === 'people/sign-in' && entry.outcome === 'failed',
    )
    expect(failures).toHaveLength(6)
    expect(failures[0]!.payload).toMatchObject({ ip: '127.0.0.1', actor: { email: person.email } })
  })

  it('answers unknown e-mail and wrong password alike', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const [unknown, wrong] = await Promise.all(
      ['nobody@example.com', person.email].map((email) =>
        server.anonymous
          .call(contract.signIn, { email, password: 'no' })
          .catch((error) => ({ ...error.problem, reference: '' })),
      ),
    )
    expect(unknown).toEqual(wrong)
  })

  it('refuses a token after sign-out', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    await person.client.call(contract.showSession, {})
    await person.client.call(contract.signOut, {})
    const refused = await person.client.call(contract.showSession, {}).catch((error) => error.problem)
    expect(refused).toMatchObject({ code: 'not_signed_in', detail: expect.stringContaining('Sign in') })
  })

  it('rotates the refresh cookie and ends the session when an old one comes back', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const first = await signInRaw(server, person.email)
    const second = await refreshRaw(server, first)
    expect(second.status).toBe(200)
    await server.query("update people.session set rotated_at = rotated_at - interval '1 minute'")
    expect((await refreshRaw(server, first)).status).toBe(401)
    expect((await refreshRaw(server, second.cookie)).status).toBe(401)
  })

  it('gives live sessions new rights at once and ends those of the deactivated', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const person = await server.createPerson({ roles: ['viewer'] })
    expect((await person.client.call(contract.listPeople, {}).catch((error) => error.problem)).code).toBe(
      'forbidden',
    )
    await boss.client.call(contract.changePerson, { personId: person.id, roles: ['editor'] })
    expect((await person.client.call(contract.listPeople, {})).total).toBeGreaterThan(1)
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'left' })
    const refused = await person.client.call(contract.showSession, {}).catch((error) => error.problem)
    expect(refused.code).toBe('not_signed_in')
  })

  it('keeps the last Admin, and lets nobody give a role above their own', async () => {
    const tenantId = await server.createTenant('Small')
    const boss = await server.createPerson({ roles: ['admin'], tenantId })
    const demotion = await boss.client
      .call(contract.changePerson, { personId: boss.id, roles: ['viewer'] })
      .catch((error) => error.problem)
    expect(demotion).toMatchObject({ code: 'conflict', reason: 'last_admin' })
    const above = await boss.client
      .call(contract.changePerson, { personId: boss.id, roles: ['super_admin'] })
      .catch((error) => error.problem)
    expect(above.code).toBe('forbidden')
  })

  it('answers a person of another tenant exactly as one that does not exist', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const other = await server.createPerson({
      roles: ['viewer'],
      tenantId: await server.createTenant('Other'),
    })
    const ids = [other.id, '00000000-0000-7000-8000-000000000000']
    const bodies = await Promise.all(
      ids.map(async (personId) => {
        const response = await fetch(`${server.url}/api/people/change-person`, {
          method: 'POST',
          headers: { authorization: `Bearer ${boss.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ personId, name: 'x' }),
        })
        return `${response.status} ${await response.text()}`
      }),
    )
    expect(bodies[0]).toBe(bodies[1])
    expect(bodies[0]).toMatch(/^404/)
  })

  it('invites by a one-time link', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    await boss.client.call(contract.saveAttribute, { name: 'country', label: 'Country', type: 'text' })
    const invited = await boss.client.call(contract.invitePerson, {
      email: 'Bia@Example.com',
      roles: ['viewer'],
      attributes: { country: 'Brazil' },
    })
    const token = invited.link.split('#')[1]!
    expect(await server.anonymous.call(contract.showInvitation, { token })).toMatchObject({
      email: 'bia@example.com',
      hasAccount: false,
    })
    const weak = await server.anonymous
      .call(contract.acceptInvitation, { token, name: 'Bia', password: 'short' })
      .catch((error) => error.problem)
    expect(weak.fields[0].path).toBe('/password')
    const joined = await server.anonymous.call(contract.acceptInvitation, {
      token,
      name: 'Bia',
      password: 'Better-123',
    })
    expect(joined.status).toBe('signed_in')
    const again = await server.anonymous
      .call(contract.acceptInvitation, { token, name: 'Bia', password: 'Better-123' })
      .catch((error) => error.problem)
    expect(again.reason).toBe('invitation_unusable')
    const operations = (await server.auditOf(boss.tenantId)).map((entry) => entry.operation)
    expect(operations).toContain('people/accept-invitation')
    expect(JSON.stringify(await server.query('select payload from core.audit_payload'))).not.toContain(token)
  })

  it('refuses unknown fields by name', async () => {
    const refused = await server.anonymous
      .call(contract.signIn, { email: 'a@b.co', password: 'x', admin: true } as never)
      .catch((error) => error.problem)
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ path: '/admin' }] })
  })

  it('tells an open socket of its session’s end within a second', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/socket`)
    const heard: string[] = []
    let closed = 0
    socket.onmessage = (message) => heard.push(JSON.parse(String(message.data)).name)
    socket.onclose = (event) => {
      closed = event.code
    }
    socket.onopen = () => socket.send(JSON.stringify({ token: person.token }))
    await waitFor(() => heard.includes('ready'))
    await person.client.call(contract.signOut, {})
    await waitFor(() => closed === 4401)
    expect(closed).toBe(4401)
  })
})

async function signInRaw(server: TestServer, email: string): Promise<string> {
  const response = await fetch(`${server.url}/api/people/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'Secret-123' }),
  })
  return response.headers.getSetCookie()[0]!.split(';')[0]!
}

async function refreshRaw(server: TestServer, cookie: string): Promise<{ status: number; cookie: string }> {
  const response = await fetch(`${server.url}/api/people/refresh-session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: '{}',
  })
  return { status: response.status, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}
