import * as contract from '@flexoffice/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'

const right = 'Secret-123'
let server: TestServer
let shift = 0
const clock = () => new Date(Date.now() + shift)

beforeAll(async () => {
  server = await startTestServer([tenants, people], { clock })
})
afterAll(() => server.stop())

/** The whole problem body, but for what differs between any two requests. */
const guess = (email: string, password = 'no') =>
  server.anonymous.call(contract.signIn, { email, password }).then(
    ({ status }) => ({ code: status }),
    (error) => ({ ...error.problem, reference: '' }),
  )

async function guessInTurn(email: string, times: number) {
  const answers: { code: string }[] = []
  for (let time = 0; time < times; time += 1) answers.push(await guess(email))
  return answers
}

describe('guessing at sign-in', () => {
  it('answers a known and an unknown e-mail alike, all the way into the lock and out of it', async () => {
    const { email } = await server.createPerson({ roles: ['viewer'] })
    const known = await guessInTurn(email, 7)
    const unknown = await guessInTurn('nobody@example.com', 7)
    expect(known.map(({ code }) => code)).toEqual([
      ...Array(4).fill('wrong_credentials'),
      ...Array(3).fill('locked'),
    ])
    expect(unknown).toEqual(known)
    shift += 16 * 60_000
    expect(await guess('nobody@example.com')).toEqual(await guess(email))
    expect(await guess(email, right)).toEqual({ code: 'signed_in' })
  })

  it('asks the store the same for both', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const { store } = server.runtime
    const gate = store.gate
    const called: string[] = []
    store.gate = (name, ...values) => {
      called.push(name)
      return gate(name, ...values)
    }
    const askedFor = async (email: string) => {
      called.length = 0
      await guess(email)
      return [...called]
    }
    const [known, unknown] = [await askedFor(person.email), await askedFor('stranger@example.com')]
    store.gate = gate
    expect(known).toEqual(['people.gate_find_account', 'people.gate_take_guess', 'people.gate_fail_guess'])
    expect(unknown).toEqual(known)
  })

  it('tries no more than five of sixty guesses that come side by side', async () => {
    const { email, tenantId } = await server.createPerson({
      roles: ['viewer'],
      tenantId: await server.createTenant('Guessed'),
    })
    const answers = await Promise.all(Array.from({ length: 60 }, () => guess(email)))
    const codes = answers.map(({ code }) => code)
    expect(new Set(codes)).not.toContain('signed_in')
    const tried = (await server.auditOf(tenantId)).filter(({ payload }) =>
      JSON.stringify(payload).includes('wrong password'),
    )
    expect(tried).toHaveLength(5)
    expect((await guess(email, right)).code).toBe('locked')
  })

  it('does not lock out who signs in with the right password many times at once', async () => {
    const { email } = await server.createPerson({ roles: ['viewer'] })
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(email, right)))
    const codes = new Set(answers.map(({ code }) => code))
    expect(codes).toContain('signed_in')
    expect(codes).not.toContain('locked')
    expect(await guess(email, right)).toEqual({ code: 'signed_in' })
  })

  it('forgets failures after the right password, and after a while', async () => {
    const { email } = await server.createPerson({ roles: ['viewer'] })
    await guessInTurn(email, 4)
    expect(await guess(email, right)).toEqual({ code: 'signed_in' })
    await guessInTurn(email, 4)
    shift += 16 * 60_000
    expect((await guessInTurn(email, 4)).map(({ code }) => code)).toEqual(Array(4).fill('wrong_credentials'))
  })

  it('gives back the guesses of a process that ended while it verified', async () => {
    const { email } = await server.createPerson({ roles: ['viewer'] })
    const subject = server.runtime.keys.digest('guess', email)
    for (let time = 0; time < 5; time += 1)
      await server.runtime.store.gate('people.gate_take_guess', subject, clock(), 5, 15)
    expect((await guess(email, right)).code).toBe('too_many_requests')
    shift += 11_000
    expect(await guess(email, right)).toEqual({ code: 'signed_in' })
  })
})

describe('guessing elsewhere', () => {
  const change = (person: TestPerson, currentPassword: string) =>
    person.client.call(contract.changePassword, { currentPassword, newPassword: 'Better-456' }).then(
      () => 'changed',
      (error) => error.problem.reason ?? error.problem.code,
    )

  it('of the current password is counted with sign-in, and locks', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const answers: string[] = []
    for (let time = 0; time < 6; time += 1) answers.push(await change(person, 'no'))
    expect(answers).toEqual([...Array(4).fill('wrong_current_password'), 'locked', 'locked'])
    expect(await change(person, right)).toBe('locked')
    expect((await guess(person.email, right)).code).toBe('locked')
    shift += 16 * 60_000
    expect(await guess(person.email, right)).toEqual({ code: 'signed_in' })
  })

  it('side by side tries no more than five, and none of them changes the password', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    const answers = await Promise.all(Array.from({ length: 30 }, () => change(person, 'no')))
    expect(answers.filter((answer) => answer === 'wrong_current_password').length).toBeLessThan(5)
    expect(answers).not.toContain('changed')
    expect(await change(person, right)).toBe('locked')
  })

  it('of the account behind an invitation is counted too', async () => {
    const victim = await server.createPerson({ roles: ['viewer'] })
    const boss = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Curious'),
    })
    const { link } = await boss.client.call(contract.invitePerson, { email: victim.email, roles: ['viewer'] })
    const token = link.split('#')[1]!
    const accept = (password: string) =>
      server.anonymous.call(contract.acceptInvitation, { token, name: 'x', password }).then(
        ({ status }) => status,
        (error) => error.problem.code,
      )
    const answers: string[] = []
    for (let time = 0; time < 5; time += 1) answers.push(await accept('no'))
    expect(answers).toEqual([...Array(4).fill('wrong_credentials'), 'locked'])
    expect(await accept(right)).toBe('locked')
    // Both the workspace that invited and the one that the account is of have each failed try in their audit logs.
    for (const { tenantId } of [boss, victim]) {
      const tried = (await server.auditOf(tenantId)).filter(
        ({ operation, payload }) =>
          operation === 'people/accept-invitation' && JSON.stringify(payload).includes(victim.email),
      )
      expect(tried.map(({ outcome }) => outcome)).toEqual(Array(6).fill('failed'))
    }
  })

  it('takes the right current password once, and then only the new one', async () => {
    const person = await server.createPerson({ roles: ['viewer'] })
    expect(await change(person, right)).toBe('changed')
    expect((await guess(person.email, right)).code).toBe('wrong_credentials')
    expect(await guess(person.email, 'Better-456')).toEqual({ code: 'signed_in' })
  })
})

describe('the table of guesses', () => {
  it('names no e-mail and is bounded, expired ones first', async () => {
    await guess('nobody-else@example.com')
    const rows = await server.query('select * from people.guess')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('example.com')
    const count = async () =>
      (await server.query<{ n: number }>('select count(*)::int as n from people.guess'))[0]!.n
    await server.query(
      `insert into people.guess (subject, pending_at, expires_at)
       select sha256(n::text::bytea), now(), now() + n * interval '1 minute' from generate_series(-49, 50) n`,
    )
    await server.runtime.store.gate('people.gate_trim_guesses', new Date(), 20)
    expect(await count()).toBe(20)
    await server.runtime.store.gate('people.gate_trim_guesses', new Date(Date.now() + 86_400_000), 20)
    expect(await count()).toBe(0)
  })
})
