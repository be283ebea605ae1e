import * as contract from '@flexoffice/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer([tenants, people])
})
afterAll(() => server.stop())

describe('what a sign-in answers', () => {
  it('tells who, where and what they may do, and so does each refresh, with the rights of that moment', async () => {
    const boss = await server.createPerson({ roles: ['admin'], name: 'Bia' })
    const viewer = await server.createPerson({ roles: ['viewer'], name: 'Caio' })
    const { cookie, body } = await post('sign-in', { email: viewer.email, password: 'Secret-123' })
    expect(body).toMatchObject({
      status: 'signed_in',
      person: { id: viewer.id, name: 'Caio', email: viewer.email, language: 'en' },
      workspace: { id: viewer.tenantId, name: 'Acme' },
      roles: ['viewer'],
      permissions: ['data.use', 'pages.view'],
    })
    expect(body).toMatchObject({ attributes: {} })
    await boss.client.call(contract.saveAttribute, { name: 'country', label: 'Country', type: 'text' })
    await boss.client.call(contract.changePerson, {
      personId: viewer.id,
      name: 'Caio B',
      roles: ['editor'],
      attributes: { country: 'BR' },
    })
    const refreshed = await post('refresh-session', {}, cookie)
    expect(refreshed.body).toMatchObject({
      person: { name: 'Caio B' },
      roles: ['editor'],
      attributes: { country: 'BR' },
    })
    const again = await post('sign-in', { email: viewer.email, password: 'Secret-123' })
    expect(again.body).toMatchObject({ attributes: { country: 'BR' } })
    expect(refreshed.body).toHaveProperty('permissions', expect.arrayContaining(['pages.edit']))
  })

  it('asks which workspace where there are several, and enters the chosen one', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const other = await server.createTenant('Second')
    await server.query(
      `insert into people.person (id, tenant_id, account_id, name, email, roles)
       select gen_random_uuid(), $1, account_id, 'Ana Second', email, '{editor}' from people.person where id = $2`,
      [other, person.id],
    )
    const input = { email: person.email, password: 'Secret-123' }
    const asked = await server.anonymous.call(contract.signIn, input)
    expect(asked).toMatchObject({
      status: 'choose_workspace',
      workspaces: [{ name: 'Acme' }, { name: 'Second' }],
    })
    const entered = await server.anonymous.call(contract.signIn, { ...input, workspaceId: other })
    expect(entered).toMatchObject({
      workspace: { id: other },
      person: { name: 'Ana Second' },
      roles: ['editor'],
    })
  })
})

describe('a sign-in of the deactivated', () => {
  it('is told why only with the right password, and stands in the audit log', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const person = await server.createPerson({ roles: ['viewer'] })
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'left' })
    const attempt = (email: string, password: string) =>
      server.anonymous
        .call(contract.signIn, { email, password })
        .catch((error) => ({ ...error.problem, reference: '' }))
    const wrong = await attempt(person.email, 'no')
    expect(wrong).toMatchObject({ code: 'wrong_credentials' })
    expect(wrong).toEqual(await attempt('stranger@example.com', 'no'))
    const right = await attempt(person.email, 'Secret-123')
    expect(right).toMatchObject({ code: 'forbidden', reason: 'account_deactivated', status: 403 })
    expect(JSON.stringify(right)).not.toContain('left')
    const told = (await server.auditOf(person.tenantId)).filter(
      ({ operation, payload }) =>
        operation === 'people/sign-in' && JSON.stringify(payload).includes('deactivated'),
    )
    expect(told).toMatchObject([
      { outcome: 'denied', payload: { ip: '127.0.0.1', records: [{ object: { id: person.id } }] } },
    ])
    await boss.client.call(contract.reactivatePerson, { personId: person.id })
    expect(await attempt(person.email, 'Secret-123')).toMatchObject({ status: 'signed_in' })
  })

  it('in one workspace goes on in the other', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const other = await server.createTenant('Still there')
    await server.query(
      `insert into people.person (id, tenant_id, account_id, name, email, roles)
       select gen_random_uuid(), $1, account_id, name, email, '{viewer}' from people.person where id = $2`,
      [other, person.id],
    )
    await server.query(`update people.person set state = 'deactivated' where id = $1`, [person.id])
    const input = { email: person.email, password: 'Secret-123' }
    expect(await server.anonymous.call(contract.signIn, input)).toMatchObject({ workspace: { id: other } })
    const refused = server.anonymous.call(contract.signIn, { ...input, workspaceId: person.tenantId })
    await expect(refused).rejects.toMatchObject({ problem: { reason: 'account_deactivated' } })
  })
})

describe('show-person', () => {
  it('works: tells the reason of a deactivation to those who manage people', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const person = await server.createPerson({ roles: ['viewer'] })
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'Left the company' })
    const input = { personId: person.id }
    expect(await boss.client.call(contract.showPerson, input)).toMatchObject({
      state: 'deactivated',
      deactivationReason: 'Left the company',
    })
    const editor = await server.createPerson({ roles: ['editor'] })
    expect(await editor.client.call(contract.showPerson, input)).toMatchObject({ deactivationReason: null })
  })

  it('refuses bad input, this actor and the other tenant', async () => {
    const boss = await server.createPerson({ roles: ['admin'] })
    const viewer = await server.createPerson({ roles: ['viewer'] })
    const stranger = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    const code = (call: Promise<unknown>) =>
      call.then(
        () => 'done',
        (error) => error.problem.code,
      )
    expect(await code(boss.client.call(contract.showPerson, { personId: 'x' }))).toBe('invalid_input')
    expect(await code(viewer.client.call(contract.showPerson, { personId: boss.id }))).toBe('forbidden')
    expect(await code(stranger.client.call(contract.showPerson, { personId: boss.id }))).toBe('not_found')
  })
})

describe('guessing', () => {
  it('is slowed down by address, and honest sign-ins are not counted', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const guess = (index: number) =>
      post('show-invitation', { token: `guess-${index}-guess-guess-guess` }).then(({ status }) => status)
    const answers = await Promise.all(Array.from({ length: 260 }, (_, index) => guess(index)))
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0)
    expect(answers.filter((status) => status === 410).length).toBeGreaterThanOrEqual(200)
    // The allowance grows again meanwhile: more guesses, sent before the sign-in, use up what has grown.
    const more = Array.from({ length: 60 }, (_, index) => guess(1000 + index))
    const refused = await post('sign-in', { email: person.email, password: 'Secret-123' })
    await Promise.all(more)
    expect(refused.body).toMatchObject({ code: 'too_many_requests' })
    expect(refused.retryAfter).toBe('1')
  })
})

async function post(name: string, input: object, cookie = '') {
  const response = await fetch(`${server.url}/api/people/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input),
  })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    body: await response.json(),
  }
}
