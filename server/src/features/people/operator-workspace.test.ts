import * as contract from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../core/testing/refusal.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'
import type { WorkspaceRequest } from './operator-workspace.ts'
import { createOperatorWorkspace } from './operator-workspace.ts'

let server: TestServer
let ana: TestPerson
beforeAll(async () => {
  server = await startTestServer([tenants, people])
})
afterAll(() => server.stop())

const password = 'Secret-123'
let count = 0
const newName = () => `North ${++count}`

function create(request: WorkspaceRequest) {
  const { query, runtime } = server
  const reach = { query, keys: runtime.keys, publicUrl: 'http://localhost:4400', now: new Date() }
  return createOperatorWorkspace(reach, request)
}
const refused = (request: WorkspaceRequest) =>
  create(request).then(
    () => 'made',
    (error) => [
      error.code,
      error.detail.fields?.map(({ path }: { path: string }) => path) ?? error.detail.reason,
    ],
  )
const signIn = (email: string, workspaceId?: string, word = password) =>
  server.anonymous.call(contract.signIn, { email, password: word, workspaceId })
const countOf = async (table: string) =>
  (await server.query<{ count: string }>(`select count(*) from ${table}`))[0]!.count

describe('a further workspace', () => {
  it('is refused while the first one is not set up', async () => {
    expect(await refused({ name: 'Early', adminEmail: 'ana@example.com' })).toEqual([
      'conflict',
      'not_set_up',
    ])
    expect([await countOf('tenants.tenant'), await countOf('people.account')]).toEqual(['0', '0'])
  })

  it('has an account of another workspace as its Admin, whose password stays what it was', async () => {
    ana = await server.createPerson({ roles: ['viewer'], name: 'Ana Souza' })
    await server.query(`update people.person set language = 'pt-BR' where id = $1`, [ana.id])
    const name = newName()
    const made = await create({ name: `  ${name} `, adminEmail: ` ${ana.email.toUpperCase()}` })
    expect(made).toEqual({
      id: expect.any(String),
      name,
      admin: { email: ana.email, name: 'Ana Souza' },
      reset: null,
      workspaces: 2,
    })
    expect(await signIn(ana.email)).toEqual({
      status: 'choose_workspace',
      workspaces: [
        { id: ana.tenantId, name: 'Acme' },
        { id: made.id, name },
      ],
    })
    expect(await signIn(ana.email, made.id)).toMatchObject({
      workspace: { id: made.id, name },
      roles: ['admin', 'developer', 'editor'],
      person: { language: 'pt-BR' },
    })
    expect(await signIn(ana.email, ana.tenantId)).toMatchObject({ roles: ['viewer'] })
    expect(await countOf('people.password_reset')).toBe('0')
    const entries = await server.auditOf(made.id)
    expect(entries[0]).toMatchObject({
      operation: 'people/set-up-workspace',
      outcome: 'done',
      payload: {
        actor: { kind: 'system', name: 'operator' },
        records: [{ object: { id: made.id, name }, detail: { by: 'the command workspace:create' } }],
      },
    })
    const elsewhere = await server.auditOf(ana.tenantId)
    expect(JSON.stringify(elsewhere)).not.toContain(made.id)
  })

  it('gives a new e-mail a link by which alone its account is opened', async () => {
    const email = 'bia@example.com'
    const made = await create({ name: newName(), adminEmail: email, adminName: 'Beatriz Lima' })
    expect(made.admin).toEqual({ email, name: 'Beatriz Lima' })
    const token = made.reset!.link.split('#')[1]!
    expect(made.reset!.link).toMatch(/^http:\/\/localhost:4400\/password-reset#.{32}$/)
    for (const word of ['', token, password])
      await expect(signIn(email, undefined, word || ' ')).rejects.toThrow()
    expect(await server.anonymous.call(contract.showPasswordReset, { token })).toEqual({
      email,
      workspaceName: made.name,
    })
    await server.anonymous.call(contract.resetPassword, { token, password })
    expect(await signIn(email)).toMatchObject({ status: 'signed_in', workspace: { id: made.id } })
    const again = server.anonymous.call(contract.resetPassword, { token, password: 'Secret-456' })
    expect(await refusal(again)).toMatchObject({ reason: 'reset_unusable' })
    const entries = await server.auditOf(made.id)
    expect(entries.map(({ operation }) => operation).slice(0, 2)).toEqual([
      'people/set-up-workspace',
      'people/make-reset-link',
    ])
    expect(JSON.stringify(entries)).not.toContain(token)
  })

  it('names its Admin after the e-mail where nothing else is known', async () => {
    const made = await create({ name: newName(), adminEmail: 'caio.dias@example.com' })
    expect(made.admin.name).toBe('caio.dias')
  })

  it('is not made of values out of their limits, nor with the name of another', async () => {
    const name = newName()
    const adminEmail = 'dora@example.com'
    const before = await countOf('tenants.tenant')
    expect(await refused({ name: ' ', adminEmail })).toEqual(['invalid_input', ['--name']])
    expect(await refused({ name: undefined, adminEmail: undefined })).toEqual([
      'invalid_input',
      ['--name', '--admin-email'],
    ])
    expect(await refused({ name: 'x'.repeat(81), adminEmail })).toEqual(['invalid_input', ['--name']])
    expect(await refused({ name, adminEmail: 'dora' })).toEqual(['invalid_input', ['--admin-email']])
    const long = { name, adminEmail, adminName: 'x'.repeat(121) }
    expect(await refused(long)).toEqual(['invalid_input', ['--admin-name']])
    expect(await refused({ name: 'aCME', adminEmail })).toEqual(['already_exists', 'workspace_name_taken'])
    expect(await countOf('tenants.tenant')).toBe(before)
    expect(await server.query('select 1 from people.account where email = $1', [adminEmail])).toEqual([])
  })

  it('is made once of a name, however many ask at a time', async () => {
    const name = newName()
    const requests = [1, 2, 3, 4].map((each) => refused({ name, adminEmail: `each-${each}@example.com` }))
    const answers = await Promise.all(requests)
    expect(answers.filter((answer) => answer === 'made')).toHaveLength(1)
    expect(await server.query('select 1 from people.account where email like $1', ['each-%'])).toHaveLength(1)
  })

  it('is made by the owner alone: none of the server’s own logins may', async () => {
    const allowed = await server.query(
      `select rolname from pg_roles where rolname like 'flexoffice\\_%' and not rolsuper
       and has_function_privilege(rolname, 'people.create_workspace(jsonb, jsonb, jsonb, jsonb)', 'execute')`,
    )
    expect(allowed).toEqual([])
  })

  it('takes from the Admins of the other one the right to reset the password of the account', async () => {
    const boss = await server.createPerson({ roles: ['admin'], tenantId: ana.tenantId })
    const made = boss.client.call(contract.makeResetLink, { personId: ana.id })
    expect(await refusal(made)).toMatchObject({ reason: 'reset_by_operator' })
  })
})

describe('the sessions of one e-mail in two workspaces', () => {
  it('are apart: neither sees nor ends what is of the other', async () => {
    const person = await server.createPerson({ roles: ['admin'], name: 'Eva' })
    const made = await create({ name: newName(), adminEmail: person.email })
    const there = await enter(person.email, made.id)
    const here = await enter(person.email, person.tenantId)
    const listed = await there.client.call(contract.listPeople, {})
    expect(listed.people.map(({ email }) => email)).toEqual([person.email])
    const [own] = listed.people
    expect(own!.id).not.toBe(person.id)
    expect(await codeOf(there.client.call(contract.showPerson, { personId: person.id }))).toBe('not_found')
    expect(await codeOf(here.client.call(contract.showPerson, { personId: own!.id }))).toBe('not_found')
    const { sessionId } = await here.client.call(contract.showSession, {})
    expect(await codeOf(there.client.call(contract.endSession, { sessionId }))).toBe('not_found')
    const { sessions } = await there.client.call(contract.listSessions, {})
    expect(sessions.map(({ id }) => id)).not.toContain(sessionId)
    await there.client.call(contract.signOut, {})
    expect(await codeOf(there.client.call(contract.showSession, {}))).toBe('not_signed_in')
    expect(await there.refresh()).not.toBe(200)
    expect(await here.client.call(contract.showSession, {})).toMatchObject({ sessionId })
    expect(await here.refresh()).toBe(200)
  })
})

const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code

/** Signs in as a browser of its own does, with a cookie. */
async function enter(email: string, workspaceId: string) {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${server.url}/api/people/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const answer = await post('sign-in', { email, password, workspaceId })
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  const { accessToken } = (await answer.json()) as { accessToken: string }
  return {
    client: createClient({ baseUrl: server.url, getToken: () => accessToken }),
    refresh: async () => (await post('refresh-session', {}, cookie)).status,
  }
}
