import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'

let server: TestServer
let acme: TestPerson
let other: TestPerson
let email = ''
let count = 0

beforeAll(async () => {
  server = await startTestServer([tenants, people])
  acme = await server.createPerson({ roles: ['admin'] })
  other = await server.createPerson({ roles: ['admin'], tenantId: await server.createTenant('Other') })
})
afterAll(() => server.stop())
beforeEach(() => {
  count += 1
  email = `invited${count}@example.com`
})

async function invite(boss: TestPerson): Promise<string> {
  const { link } = await boss.client.call(contract.invitePerson, { email, roles: ['viewer'] })
  return link.split('#')[1]!
}

const accept = (token: string, password: string) =>
  server.anonymous.call(contract.acceptInvitation, { token, name: 'Bia', password }).then(
    ({ status }) => status,
    (error) => error.problem.reason ?? error.problem.code,
  )

async function stored() {
  const accounts = await server.query<{ id: string }>('select id from people.account where email = $1', [
    email,
  ])
  const members = await server.query<{ account_id: string }>(
    'select account_id from people.person where email = $1',
    [email],
  )
  const [{ open } = { open: 0 }] = await server.query<{ open: number }>(
    'select count(*)::int as open from people.invitation where email = $1 and accepted_at is null',
    [email],
  )
  return { accounts: accounts.length, members: members.length, open }
}

describe('accepting two invitations of one e-mail at once', () => {
  it('of two workspaces with one password: one account, a member of both', async () => {
    const tokens = await Promise.all([invite(acme), invite(other)])
    const answers = await Promise.all(tokens.map((token) => accept(token, 'Better-123')))
    expect(answers).toEqual(['signed_in', 'signed_in'])
    expect(await stored()).toEqual({ accounts: 1, members: 2, open: 0 })
  })

  it('of two workspaces with different passwords: who comes second proves the first one’s password or stays out', async () => {
    const tokens = await Promise.all([invite(acme), invite(other)])
    const passwords = ['Better-123', 'Another-456']
    const answers = await Promise.all(tokens.map((token, index) => accept(token, passwords[index]!)))
    expect(answers.toSorted()).toEqual(['signed_in', 'wrong_credentials'])
    expect(await stored()).toEqual({ accounts: 1, members: 1, open: 1 })
    const loser = answers.indexOf('wrong_credentials')
    expect(await accept(tokens[loser]!, passwords[1 - loser]!)).toBe('signed_in')
    expect(await stored()).toEqual({ accounts: 1, members: 2, open: 0 })
  })

  it('of the same workspace: one membership, and the other link is of no use', async () => {
    const tokens = [await invite(acme), await invite(acme)]
    const answers = await Promise.all(tokens.map((token) => accept(token, 'Better-123')))
    expect(answers.toSorted()).toEqual(['invitation_unusable', 'signed_in'])
    expect(await stored()).toMatchObject({ accounts: 1, members: 1 })
  })

  it('by one link twenty times: one account, one membership, one session', async () => {
    const token = await invite(acme)
    const calls = Array.from({ length: 20 }, (_, index) => accept(token, `Better-${index}-x`))
    const answers = await Promise.all(calls)
    expect(answers.filter((answer) => answer === 'signed_in')).toHaveLength(1)
    expect(await stored()).toEqual({ accounts: 1, members: 1, open: 0 })
    const sessions = await server.query(
      'select 1 from people.session join people.person on person.id = person_id where email = $1',
      [email],
    )
    expect(sessions).toHaveLength(1)
  })

  it('leaves no account behind when the invitation was revoked meanwhile', async () => {
    const token = await invite(acme)
    // Holds the acceptance up at the invitation itself, as a revocation at that moment does.
    await server.query(
      `create function people.revoke_first() returns trigger language plpgsql as $$ begin return null; end $$;
       create trigger revoke_first before update on people.invitation for each row execute function people.revoke_first()`,
    )
    const answer = await accept(token, 'Better-123')
    await server.query('drop function people.revoke_first() cascade')
    expect(answer).toBe('invitation_unusable')
    expect(await stored()).toEqual({ accounts: 0, members: 0, open: 1 })
  })
})

describe('claiming an account', () => {
  it('is refused outside of the transaction that takes the invitation', async () => {
    const token = await invite(acme)
    await accept(token, 'Better-123')
    const [row] = await server.query<{ id: string }>('select id from people.invitation where email = $1', [
      email,
    ])
    const claim = server.runtime.store.inTenant(acme.tenantId, 'write', async (db) => {
      return sql`select * from people.claim_account(${row!.id}, ${row!.id}, null)`.execute(db)
    })
    await expect(claim).rejects.toThrow('not taken in this transaction')
  })
})
