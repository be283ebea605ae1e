import { randomUUID } from 'node:crypto'
import * as contract from '@flexoffice/contract/people'
import { builtInRoles } from '@flexoffice/contract/permissions'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'

let server: TestServer
let boss: TestPerson
let editor: TestPerson
let viewer: TestPerson
let stranger: TestPerson
let shift = 0

beforeAll(async () => {
  server = await startTestServer([tenants, people], { clock: () => new Date(Date.now() + shift) })
})
afterAll(() => server.stop())
beforeEach(async () => {
  shift = 0
  const tenantId = await server.createTenant()
  boss = await server.createPerson({ roles: ['admin'], tenantId, name: 'Bia' })
  editor = await server.createPerson({ roles: ['editor'], tenantId })
  viewer = await server.createPerson({ roles: ['viewer'], tenantId })
  const other = await server.createTenant('Other')
  stranger = await server.createPerson({ roles: ['admin'], tenantId: other, name: 'Eve' })
})

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.problem.reason ?? error.problem.code,
  )
const outcomesOf = async (operation: string) =>
  (await server.auditOf(boss.tenantId))
    .filter((entry) => entry.operation === operation)
    .map(({ outcome }) => outcome)
const signIn = ({ email }: TestPerson) =>
  codeOf(server.anonymous.call(contract.signIn, { email, password: 'Secret-123' }))

describe('reactivate-person', () => {
  const reactivate = (by: TestPerson, personId: string) =>
    by.client.call(contract.reactivatePerson, { personId })
  beforeEach(async () => {
    await boss.client.call(contract.deactivatePerson, { personId: viewer.id, reason: 'on leave' })
  })

  it('works: the person signs in again, and the sessions of before stay ended', async () => {
    expect(await signIn(viewer)).toBe('account_deactivated')
    expect(await reactivate(boss, viewer.id)).toMatchObject({ state: 'active', deactivationReason: null })
    expect(await signIn(viewer)).toBe('done')
    expect(await codeOf(viewer.client.call(contract.showSession, {}))).toBe('not_signed_in')
    expect(await outcomesOf('people/reactivate-person')).toEqual(['done'])
  })

  it('refuses bad input', async () => {
    expect(await codeOf(reactivate(boss, 'nobody'))).toBe('invalid_input')
    expect(await codeOf(reactivate(boss, randomUUID()))).toBe('not_found')
  })

  it('refuses a role that may not, and nobody brings back who is above them', async () => {
    expect(await codeOf(reactivate(editor, viewer.id))).toBe('forbidden')
    const above = await server.createPerson({ roles: ['super_admin'], tenantId: boss.tenantId })
    await server.query(`update people.person set state = 'deactivated' where id = $1`, [above.id])
    expect(await codeOf(reactivate(boss, above.id))).toBe('forbidden')
    expect(await outcomesOf('people/reactivate-person')).toEqual(['denied', 'denied'])
    expect(await signIn(viewer)).toBe('account_deactivated')
  })

  it('finds nobody of the other tenant', async () => {
    expect(await codeOf(reactivate(stranger, viewer.id))).toBe('not_found')
    expect(await signIn(viewer)).toBe('account_deactivated')
  })
})

describe('invitations', () => {
  const invite = (email = 'new@example.com') =>
    boss.client.call(contract.invitePerson, { email, roles: ['viewer'] })
  const list = (by: TestPerson) => by.client.call(contract.listInvitations, {})
  const revoke = (by: TestPerson, invitationId: string) =>
    by.client.call(contract.revokeInvitation, { invitationId })
  const open = ({ link }: { link: string }) =>
    codeOf(server.anonymous.call(contract.showInvitation, { token: link.split('#')[1]! }))

  describe('list-invitations', () => {
    it('works: lists the newest first, each with what became of it, and no link', async () => {
      const late = await invite('late@example.com')
      shift = 8 * 86_400_000
      boss = await server.createPerson({ roles: ['admin'], tenantId: boss.tenantId, name: 'Caio' })
      const joined = await invite(`joined-${randomUUID()}@example.com`)
      const token = joined.link.split('#')[1]!
      await server.anonymous.call(contract.acceptInvitation, { token, name: 'Ana', password: 'Secret-123' })
      shift += 1_000
      const revoked = await invite('revoked@example.com')
      await revoke(boss, revoked.invitation.id)
      shift += 1_000
      const opened = await invite('open@example.com')
      const { invitations } = await list(boss)
      expect(invitations.map(({ id, state, invitedBy }) => [id, state, invitedBy])).toEqual([
        [opened.invitation.id, 'open', 'Caio'],
        [revoked.invitation.id, 'revoked', 'Caio'],
        [joined.invitation.id, 'accepted', 'Caio'],
        [late.invitation.id, 'expired', 'Bia'],
      ])
      expect(JSON.stringify(invitations)).not.toContain(opened.link.split('#')[1])
    })

    it('refuses bad input', async () => {
      expect(await codeOf(boss.client.call(contract.listInvitations, { all: true } as never))).toBe(
        'invalid_input',
      )
    })

    it('refuses a role that may not', async () => {
      expect(await codeOf(list(editor))).toBe('forbidden')
      expect(await outcomesOf('people/list-invitations')).toEqual(['denied'])
    })

    it('lists nothing of the other tenant', async () => {
      await invite()
      expect(await list(stranger)).toEqual({ invitations: [] })
    })
  })

  describe('revoke-invitation', () => {
    it('works: the link is of no use any more, and the log says who took it back', async () => {
      const made = await invite()
      expect(await open(made)).toBe('done')
      expect(await revoke(boss, made.invitation.id)).toEqual({ revoked: true })
      expect(await open(made)).toBe('invitation_unusable')
      expect(await outcomesOf('people/revoke-invitation')).toEqual(['done'])
    })

    it('refuses bad input, and what was accepted already', async () => {
      expect(await codeOf(revoke(boss, 'x'))).toBe('invalid_input')
      expect(await codeOf(revoke(boss, randomUUID()))).toBe('not_found')
      const { invitation, link } = await invite(`joined-${randomUUID()}@example.com`)
      const input = { token: link.split('#')[1]!, name: 'Ana', password: 'Secret-123' }
      await server.anonymous.call(contract.acceptInvitation, input)
      expect(await codeOf(revoke(boss, invitation.id))).toBe('not_found')
    })

    it('refuses a role that may not', async () => {
      const made = await invite()
      expect(await codeOf(revoke(editor, made.invitation.id))).toBe('forbidden')
      expect(await open(made)).toBe('done')
      expect(await outcomesOf('people/revoke-invitation')).toEqual(['denied'])
    })

    it('finds nothing of the other tenant', async () => {
      const made = await invite()
      expect(await codeOf(revoke(stranger, made.invitation.id))).toBe('not_found')
      expect(await open(made)).toBe('done')
    })
  })
})

describe('list-roles', () => {
  const list = (by: TestPerson) => by.client.call(contract.listRoles, {})
  const find = async (by: TestPerson, role: string) => (await list(by)).roles.find(({ key }) => key === role)!

  it('works: tells every role with its rights, who holds it, and whether the caller may give it', async () => {
    const { roles } = await list(boss)
    expect(roles.map(({ key }) => key)).toEqual(builtInRoles.map(({ key }) => key))
    expect(await find(boss, 'editor')).toMatchObject({ people: 1, grantable: true })
    expect((await find(boss, 'editor')).permissions).toContain('pages.edit')
    expect(await find(boss, 'super_admin')).toMatchObject({ people: 0, grantable: false })
    await boss.client.call(contract.deactivatePerson, { personId: viewer.id, reason: 'left' })
    expect(await find(boss, 'viewer')).toMatchObject({ people: 0 })
    expect((await list(editor)).roles.filter(({ grantable }) => grantable)).toEqual([])
  })

  it('refuses bad input', async () => {
    const call = boss.client.call(contract.listRoles, { role: 'admin' } as never)
    expect(await codeOf(call)).toBe('invalid_input')
  })

  it('refuses a role that may not', async () => {
    expect(await codeOf(list(viewer))).toBe('forbidden')
    expect(await outcomesOf('people/list-roles')).toEqual(['denied'])
  })

  it('counts nobody of the other tenant', async () => {
    expect((await find(stranger, 'admin')).people).toBe(1)
    expect((await find(stranger, 'viewer')).people).toBe(0)
  })
})

describe('list-attributes', () => {
  const list = (by: TestPerson) => by.client.call(contract.listAttributes, {})
  beforeEach(async () => {
    await boss.client.call(contract.saveAttribute, { name: 'team', label: 'Team', type: 'text' })
    await boss.client.call(contract.saveAttribute, { name: 'country', label: 'Land', type: 'text' })
    await boss.client.call(contract.saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  })

  it('works: lists what is declared, by name, with its label of now', async () => {
    const attributes = [
      { name: 'country', label: 'Country', type: 'text' },
      { name: 'team', label: 'Team', type: 'text' },
    ]
    expect(await list(boss)).toEqual({ attributes })
    expect(await list(editor)).toEqual({ attributes })
  })

  it('refuses bad input', async () => {
    const call = boss.client.call(contract.listAttributes, { name: 'team' } as never)
    expect(await codeOf(call)).toBe('invalid_input')
  })

  it('refuses a role that may not', async () => {
    expect(await codeOf(list(viewer))).toBe('forbidden')
    expect(await outcomesOf('people/list-attributes')).toEqual(['denied'])
  })

  it('lists nothing of the other tenant', async () => {
    expect(await list(stranger)).toEqual({ attributes: [] })
  })
})
