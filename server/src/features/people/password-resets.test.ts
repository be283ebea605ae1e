import { randomUUID } from 'node:crypto'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'
import { makeOperatorResetLink } from './operator-reset-link.ts'

const next = 'Better-456'
let server: TestServer
let boss: TestPerson
let person: TestPerson
let shift = 0
const clock = () => new Date(Date.now() + shift)

beforeAll(async () => {
  server = await startTestServer([tenants, people], { clock })
})
afterAll(() => server.stop())
beforeEach(async () => {
  const tenantId = await server.createTenant()
  boss = await server.createPerson({ roles: ['admin'], tenantId })
  person = await server.createPerson({ roles: ['viewer'], tenantId })
})

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.problem.reason ?? error.problem.code,
  )
const make = (maker: TestPerson, personId: string) => maker.client.call(contract.makeResetLink, { personId })
const tokenOf = ({ link }: { link: string }) => link.split('#')[1]!
const show = (token: string) => codeOf(server.anonymous.call(contract.showPasswordReset, { token }))
const reset = (token: string, password = next) =>
  codeOf(server.anonymous.call(contract.resetPassword, { token, password }))
const signIn = (email: string, password: string) =>
  server.anonymous.call(contract.signIn, { email, password }).then(
    ({ status }) => status,
    (error) => error.problem.code,
  )
const audited = async (operation: string) =>
  (await server.auditOf(person.tenantId)).filter((entry) => entry.operation === operation)

async function joinElsewhere({ id }: TestPerson): Promise<void> {
  await server.query(
    `insert into people.person (id, tenant_id, account_id, name, email, roles)
     select gen_random_uuid(), $1, account_id, name, email, '{viewer}' from people.person where id = $2`,
    [await server.createTenant('Elsewhere'), id],
  )
}

describe('a reset link', () => {
  it('sets a new password once and ends every session of the person', async () => {
    const made = await make(boss, person.id)
    expect(made.link).toMatch(/^http:\/\/localhost:4400\/password-reset#.{32}$/)
    expect(Date.parse(made.expiresAt) - clock().getTime()).toBeGreaterThan(23 * 3_600_000)
    const token = tokenOf(made)
    const shown = await server.anonymous.call(contract.showPasswordReset, { token })
    expect(shown).toEqual({ email: person.email, workspaceName: 'Acme' })
    expect(await codeOf(person.client.call(contract.showSession, {}))).toBe('done')
    expect(await reset(token)).toBe('done')
    expect(await codeOf(person.client.call(contract.showSession, {}))).toBe('not_signed_in')
    expect(await signIn(person.email, 'Secret-123')).toBe('wrong_credentials')
    expect(await signIn(person.email, next)).toBe('signed_in')
    expect(await show(token)).toBe('reset_unusable')
    expect(await reset(token, 'Another-789')).toBe('reset_unusable')
    expect(await signIn(person.email, next)).toBe('signed_in')
  })

  it('is in the audit log without its secret, which is nowhere at rest', async () => {
    const token = tokenOf(await make(boss, person.id))
    await reset(token)
    await reset(token)
    expect(await audited('people/make-reset-link')).toMatchObject([
      {
        outcome: 'done',
        payload: { actor: { email: boss.email }, records: [{ object: { id: person.id } }] },
      },
    ])
    const used = await audited('people/reset-password')
    expect(used.map(({ outcome }) => outcome)).toEqual(['done', 'failed'])
    expect(used[0]!.payload).toMatchObject({ ip: '127.0.0.1', actor: { email: person.email } })
    const kept = JSON.stringify([
      await server.query('select payload from core.audit_payload'),
      await server.query('select * from people.password_reset'),
    ])
    expect(kept).not.toContain(token)
    expect(kept).not.toContain(next)
  })

  it('lets in who was locked out by wrong guesses', async () => {
    for (let time = 0; time < 5; time += 1) await signIn(person.email, 'no')
    expect(await signIn(person.email, 'Secret-123')).toBe('locked')
    expect(await reset(tokenOf(await make(boss, person.id)))).toBe('done')
    expect(await signIn(person.email, next)).toBe('signed_in')
  })

  it('takes no weak password and not the one of before, and stays good meanwhile', async () => {
    const token = tokenOf(await make(boss, person.id))
    const weak = await server.anonymous
      .call(contract.resetPassword, { token, password: 'short' })
      .catch((error) => error.problem)
    expect(weak).toMatchObject({ code: 'invalid_input', fields: expect.any(Array) })
    expect(weak.fields[0].path).toBe('/password')
    expect(await reset(token, 'Secret-123')).toBe('same_password')
    expect(await audited('people/reset-password')).toMatchObject([{ outcome: 'failed' }])
    expect(await reset(token)).toBe('done')
  })

  it('is of no use after 24 hours', async () => {
    const token = tokenOf(await make(boss, person.id))
    shift += 24 * 3_600_000 + 1_000
    expect(await show(token)).toBe('reset_unusable')
    expect(await reset(token)).toBe('reset_unusable')
    expect(await signIn(person.email, 'Secret-123')).toBe('signed_in')
  })

  it('is replaced by the next one, also when several are made at once', async () => {
    const first = tokenOf(await make(boss, person.id))
    const others = await Promise.all([1, 2, 3, 4].map(() => make(boss, person.id)))
    const answers: string[] = []
    for (const token of [first, ...others.map(tokenOf)]) answers.push(await show(token))
    expect(answers[0]).toBe('reset_unusable')
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
    expect(await reset(first)).toBe('reset_unusable')
  })

  it('used twenty times at once changes the password once', async () => {
    const token = tokenOf(await make(boss, person.id))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => reset(token, `Better-${index}-x`)),
    )
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
    expect(await signIn(person.email, `Better-${answers.indexOf('done')}-x`)).toBe('signed_in')
  })

  it('is of no use once the person is deactivated or its maker may not any more', async () => {
    const second = await server.createPerson({ roles: ['admin'], tenantId: boss.tenantId })
    const token = tokenOf(await make(second, person.id))
    await server.query(`update people.person set state = 'deactivated' where id = $1`, [person.id])
    expect(await show(token)).toBe('reset_unusable')
    await server.query(`update people.person set state = 'active' where id = $1`, [person.id])
    expect(await show(token)).toBe('done')
    for (const change of [`roles = '{viewer}'`, `roles = '{admin}', state = 'deactivated'`]) {
      await server.query(`update people.person set ${change} where id = $1`, [second.id])
      expect(await show(token)).toBe('reset_unusable')
      expect(await reset(token)).toBe('reset_unusable')
    }
  })

  it('of an Admin opens no other workspace: neither made nor used for an account that has one', async () => {
    const token = tokenOf(await make(boss, person.id))
    await joinElsewhere(person)
    expect(await show(token)).toBe('reset_unusable')
    expect(await reset(token)).toBe('reset_unusable')
    expect(await codeOf(make(boss, person.id))).toBe('reset_by_operator')
  })
})

describe('making a reset link', () => {
  it('refuses bad input, a role that may not, the other tenant and who is above', async () => {
    const editor = await server.createPerson({ roles: ['editor'], tenantId: boss.tenantId })
    const above = await server.createPerson({ roles: ['super_admin'], tenantId: boss.tenantId })
    const stranger = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    expect(await codeOf(make(boss, 'x'))).toBe('invalid_input')
    expect(await codeOf(make(editor, person.id))).toBe('forbidden')
    expect(await codeOf(make(stranger, person.id))).toBe('not_found')
    expect(await codeOf(make(boss, randomUUID()))).toBe('not_found')
    expect(await codeOf(make(boss, above.id))).toBe('forbidden')
    expect(await codeOf(make(above, boss.id))).toBe('done')
    const refused = (await audited('people/make-reset-link')).filter(({ outcome }) => outcome === 'denied')
    expect(refused).toHaveLength(2)
  })

  it('is not the way to one’s own password, nor to that of the deactivated', async () => {
    expect(await codeOf(make(boss, boss.id))).toBe('reset_self')
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'left' })
    expect(await codeOf(make(boss, person.id))).toBe('reset_deactivated')
  })
})

describe('the operator’s command', () => {
  const operate = (email: string) =>
    makeOperatorResetLink(
      { query: server.query, keys: server.runtime.keys, publicUrl: 'http://localhost:4400', now: clock() },
      email,
    )

  it('helps the only Admin, also one of several workspaces, and says so in each audit log', async () => {
    await joinElsewhere(boss)
    const before = tokenOf((await operate(boss.email))!)
    const made = (await operate(` ${boss.email.toUpperCase()} `))!
    expect(made.name).toBe('Ana')
    expect(await show(before)).toBe('reset_unusable')
    expect(await reset(tokenOf(made))).toBe('done')
    expect(await codeOf(boss.client.call(contract.showSession, {}))).toBe('not_signed_in')
    expect(await signIn(boss.email, next)).toBe('choose_workspace')
    expect(await audited('people/make-reset-link')).toMatchObject([
      { outcome: 'done', payload: { actor: { kind: 'system', name: 'operator' } } },
      { outcome: 'done' },
    ])
    const [other] = await server.query<{ tenant_id: string }>(
      'select tenant_id from people.person where email = $1 and tenant_id <> $2',
      [boss.email, boss.tenantId],
    )
    const elsewhere = await server.auditOf(other!.tenant_id)
    expect(elsewhere.filter(({ operation }) => operation === 'people/make-reset-link')).toHaveLength(2)
  })

  it('makes nothing for an unknown e-mail and for the deactivated', async () => {
    expect(await operate('nobody@example.com')).toBeNull()
    await server.query(`update people.person set state = 'deactivated' where id = $1`, [person.id])
    expect(await operate(person.email)).toBeNull()
    expect(await audited('people/make-reset-link')).toEqual([])
  })

  it('is for the owner alone: none of the server’s own logins may call it', async () => {
    const allowed = await server.query(
      `select rolname from pg_roles where rolname like 'flexoffice\\_%' and not rolsuper
       and has_function_privilege(rolname, 'people.make_operator_reset(text, uuid, bytea, timestamptz, timestamptz, jsonb)', 'execute')`,
    )
    expect(allowed).toEqual([])
  })
})

describe('setting the password in the store', () => {
  it('is refused outside of the transaction that uses the link', async () => {
    const token = tokenOf(await make(boss, person.id))
    await reset(token)
    const [row] = await server.query<{ id: string }>(
      'select id from people.password_reset where person_id = $1',
      [person.id],
    )
    const setting = server.runtime.store.inTenant(person.tenantId, 'write', (db) =>
      sql`select * from people.reset_password(${row!.id}, 'x', ''::bytea, now())`.execute(db),
    )
    await expect(setting).rejects.toThrow('not used in this transaction')
  })
})
