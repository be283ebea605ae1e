import * as contract from '@flexoffice/contract/people'
import type { Permission } from '@flexoffice/contract/permissions'
import { builtInRoles, levelOfPermissions, permissions } from '@flexoffice/contract/permissions'
import * as roles from '@flexoffice/contract/roles'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { tenants } from '../tenants/index.ts'
import { people } from './index.ts'
import { maximumRoles } from './manage-roles.ts'

let server: TestServer
let boss: TestPerson
let viewer: TestPerson
let stranger: TestPerson
let tenantId: string

beforeAll(async () => {
  server = await startTestServer([tenants, people])
})
afterAll(() => server.stop())
beforeEach(async () => {
  tenantId = await server.createTenant()
  boss = await server.createPerson({ roles: ['admin'], tenantId, name: 'Bia' })
  viewer = await server.createPerson({ roles: ['viewer'], tenantId, name: 'Ana' })
  stranger = await server.createPerson({
    roles: ['admin'],
    tenantId: await server.createTenant('Other'),
    name: 'Eve',
  })
})

const viewing: Permission[] = ['data.use', 'pages.view']
const hiring: Permission[] = ['people.view', 'people.manage', ...viewing]
const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => ({ code: 'done' }),
    (error) => error.problem,
  )
const codeOf = async (call: Promise<unknown>) => {
  const problem = await problemOf(call)
  return problem.reason ?? problem.code
}
const create = (by: TestPerson, name: string, held: readonly string[] = viewing) =>
  by.client.call(roles.createRole, { name, permissions: held as Permission[] })
const change = (by: TestPerson, key: string, version: number, input: object) =>
  by.client.call(roles.changeRole, { key, version, ...input })
const remove = (by: TestPerson, key: string) => by.client.call(roles.deleteRole, { key })
const give = (by: TestPerson, personId: string, held: string[]) =>
  by.client.call(contract.changePerson, { personId, roles: held })
const audited = async (operation: string) =>
  (await server.auditOf(tenantId)).filter((entry) => entry.operation === operation)
const recordsOf = async (operation: string) =>
  (await audited(operation)).flatMap(({ payload }) => payload.records as Record<string, unknown>[])
/** Somebody with a role of the workspace's own and no other. */
async function holderOf(held: readonly string[], name = 'Hiring') {
  const role = await create(boss, name, held)
  return { role, person: await server.createPerson({ roles: [role.key], tenantId, name: 'Caio' }) }
}

describe('create-role', () => {
  it('works: the role is listed with its rights and can be given', async () => {
    const made = await boss.client.call(roles.createRole, {
      name: '  Caixa é nossa ',
      description: 'At the till',
      permissions: ['pages.view', 'data.use', 'pages.view'],
    })
    const role = {
      key: 'custom_caixa_e_nossa',
      name: 'Caixa é nossa',
      description: 'At the till',
      version: 1,
    }
    expect(made).toEqual({ ...role, level: 1, permissions: viewing })
    const listed = (await boss.client.call(contract.listRoles, {})).roles
    expect(listed.slice(0, builtInRoles.length).every(({ custom, name }) => !custom && name === null)).toBe(
      true,
    )
    expect(listed.at(-1)).toEqual({
      ...made,
      custom: true,
      people: 0,
      grantable: true,
    })
    expect((await give(boss, viewer.id, [made.key])).roles).toEqual([made.key])
    const session = await viewer.client.call(contract.showSession, {})
    expect(session.permissions).toEqual(viewing)
    const signedIn = await server.anonymous.call(contract.signIn, {
      email: viewer.email,
      password: 'Secret-123',
    })
    expect(signedIn).toMatchObject({ permissions: viewing, roleNames: { [made.key]: 'Caixa é nossa' } })
    expect(await recordsOf('people/create-role')).toMatchObject([
      { object: { type: 'role', id: made.key, name: made.name }, after: { permissions: viewing } },
    ])
  })

  it('derives the level from the permissions', () => {
    expect(levelOfPermissions([])).toBe(1)
    expect(levelOfPermissions([...viewing, 'people.view'])).toBe(1)
    for (const { permissions: held, level } of builtInRoles)
      expect(levelOfPermissions(held)).toBe(Math.min(level, 3))
    for (const governs of ['people.manage', 'access.manage', 'settings.manage', 'audit.read'])
      expect(levelOfPermissions([governs])).toBe(3)
  })

  it('refuses bad input', async () => {
    const problem = await problemOf(create(boss, 'Till', ['data.use', 'data.own']))
    expect(problem).toMatchObject({ code: 'invalid_input', fields: [{ path: '/permissions/1' }] })
    expect(problem.detail).toContain('is not a permission')
    for (const name of ['', '   ', 'x'.repeat(61), 'Ti\u200bll'])
      expect(await problemOf(create(boss, name))).toMatchObject({
        code: 'invalid_input',
        fields: [{ path: '/name' }],
      })
    const unknown = boss.client.call(roles.createRole, { name: 'Till', permissions: [], level: 4 } as never)
    expect(await codeOf(unknown)).toBe('invalid_input')
  })

  it('refuses a name that another role has, also a built-in one’s', async () => {
    await create(boss, 'Till')
    for (const name of ['till', 'Admin', 'Super admin'])
      expect(await problemOf(create(boss, name))).toMatchObject({
        reason: 'role_name_taken',
        fields: [{ path: '/name' }],
      })
    expect((await create(stranger, 'Till')).key).toBe('custom_till')
  })

  it('gives each of many at the same moment its own key, and no name twice', async () => {
    const made = await Promise.all(
      ['Till!', 'Till?', 'till', 'TILL'].map((name) => create(boss, name).catch(() => null)),
    )
    const keys = made.flatMap((role) => role?.key ?? [])
    expect(keys.sort()).toEqual(['custom_till', 'custom_till_2', 'custom_till_3'])
    expect((await create(boss, '収納')).key).toBe('custom_role')
  })

  it('refuses more than a workspace may have', async () => {
    await server.query(
      `insert into people.role (tenant_id, key, name, description, permissions, changed_at)
       select $1, 'custom_n' || n, 'n' || n, '', '{}', now() from generate_series(1, $2) n`,
      [tenantId, maximumRoles],
    )
    expect(await problemOf(create(boss, 'Till'))).toMatchObject({
      reason: 'too_many_roles',
      detail: expect.stringContaining('Delete one'),
    })
  })

  it('refuses a role that may not, and a permission that the maker lacks', async () => {
    expect(await codeOf(create(viewer, 'Till'))).toBe('forbidden')
    const { person } = await holderOf(hiring)
    expect(await problemOf(create(person, 'Auditor', ['audit.read']))).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('audit.read'),
    })
    expect((await create(person, 'Guest', viewing)).level).toBe(1)
    expect((await audited('people/create-role')).map(({ outcome }) => outcome)).toEqual([
      'denied',
      'done',
      'denied',
      'done',
    ])
  })
})

describe('change-role', () => {
  it('works: live sessions have the new rights at once, and the log both states', async () => {
    const { role, person } = await holderOf(viewing, 'Till')
    expect(await codeOf(person.client.call(contract.listPeople, {}))).toBe('forbidden')
    const changed = await change(boss, role.key, 1, { permissions: [...viewing, 'people.view'] })
    expect(changed).toMatchObject({ name: 'Till', version: 2 })
    expect((await person.client.call(contract.listPeople, {})).total).toBe(3)
    await change(boss, role.key, 2, { name: 'Front desk', permissions: viewing })
    expect(await codeOf(person.client.call(contract.listPeople, {}))).toBe('forbidden')
    const [, last] = await recordsOf('people/change-role')
    expect(last).toMatchObject({
      object: { type: 'role', id: role.key, name: 'Front desk' },
      before: { name: 'Till', permissions: ['people.view', ...viewing] },
      after: { name: 'Front desk', permissions: viewing },
    })
  })

  it('keeps others of the workspace and of other workspaces signed in as they are', async () => {
    const { role } = await holderOf(viewing, 'Till')
    const theirs = await create(stranger, 'Till', hiring)
    expect(theirs.key).toBe(role.key)
    const eve = await server.createPerson({ roles: [theirs.key], tenantId: stranger.tenantId })
    await change(boss, role.key, 1, { permissions: [] })
    expect((await eve.client.call(contract.showSession, {})).permissions).toEqual(
      expect.arrayContaining(hiring),
    )
  })

  it('refuses a change of what somebody else changed meanwhile', async () => {
    const role = await create(boss, 'Till')
    const both = await Promise.all(['A', 'B'].map((name) => codeOf(change(boss, role.key, 1, { name }))))
    expect(both.sort()).toEqual(['done', 'role_changed'])
  })

  it('refuses bad input', async () => {
    const role = await create(boss, 'Till')
    await create(boss, 'Bar')
    expect(await codeOf(change(boss, role.key, 1, { name: 'BAR' }))).toBe('role_name_taken')
    expect(await codeOf(change(boss, role.key, 1, { name: 'Viewer' }))).toBe('role_name_taken')
    expect(await codeOf(change(boss, role.key, 1, { name: 'TILL' }))).toBe('done')
    expect(await codeOf(change(boss, role.key, 2, { permissions: ['all'] }))).toBe('invalid_input')
    expect(await codeOf(change(boss, 'custom_none', 1, { name: 'X' }))).toBe('not_found')
    expect(await codeOf(change(boss, 'admin', 1, { name: 'X' }))).toBe('role_built_in')
    expect(await codeOf(change(boss, 'Admin', 1, { name: 'X' }))).toBe('invalid_input')
  })

  it('refuses a role that may not, and rights that the caller lacks, before or after', async () => {
    const { role, person } = await holderOf(hiring)
    const auditor = await create(boss, 'Auditor', ['audit.read'])
    expect(await codeOf(change(viewer, role.key, 1, { name: 'X' }))).toBe('forbidden')
    expect(await codeOf(change(person, auditor.key, 1, { permissions: [] }))).toBe('forbidden')
    expect(await codeOf(remove(person, auditor.key))).toBe('forbidden')
    const more = [...hiring, 'settings.manage']
    expect(await codeOf(change(person, role.key, 1, { permissions: more }))).toBe('forbidden')
  })

  it('finds no role of the other tenant', async () => {
    const role = await create(boss, 'Till')
    expect(await codeOf(change(stranger, role.key, 1, { name: 'X' }))).toBe('not_found')
    expect(await codeOf(remove(stranger, role.key))).toBe('not_found')
    expect(await codeOf(stranger.client.call(roles.showRoleUses, { key: role.key }))).toBe('not_found')
    const preview = stranger.client.call(roles.previewRoleChange, { key: role.key, permissions: [] })
    expect(await codeOf(preview)).toBe('not_found')
    expect(await codeOf(give(stranger, stranger.id, ['admin', role.key]))).toBe('unknown_role')
  })
})

describe('preview-role-change', () => {
  it('works: counts who gains and who loses what, but not what they have by another role', async () => {
    const { role } = await holderOf(viewing, 'Till')
    await server.createPerson({ roles: ['editor', role.key], tenantId })
    const gone = await server.createPerson({ roles: [role.key], tenantId })
    await boss.client.call(contract.deactivatePerson, { personId: gone.id, reason: 'left' })
    const preview = (held: Permission[]) =>
      boss.client.call(roles.previewRoleChange, { key: role.key, permissions: held })
    expect(await preview(['data.use', 'people.view', 'audit.read'])).toEqual({
      people: 2,
      gained: expect.arrayContaining([
        { permission: 'people.view', people: 1 },
        { permission: 'audit.read', people: 2 },
      ]),
      lost: [{ permission: 'pages.view', people: 1 }],
    })
    expect(await preview(viewing)).toEqual({ people: 2, gained: [], lost: [] })
  })

  it('refuses a role that may not', async () => {
    const role = await create(boss, 'Till')
    const call = viewer.client.call(roles.previewRoleChange, { key: role.key, permissions: [] })
    expect(await codeOf(call)).toBe('forbidden')
    expect(await codeOf(viewer.client.call(roles.showRoleUses, { key: role.key }))).toBe('forbidden')
  })
})

describe('delete-role', () => {
  it('works, and its key is never given again', async () => {
    const role = await create(boss, 'Till')
    expect(await remove(boss, role.key)).toEqual({ deleted: true })
    expect(await codeOf(remove(boss, role.key))).toBe('not_found')
    expect(await codeOf(give(boss, viewer.id, [role.key]))).toBe('unknown_role')
    expect((await create(boss, 'Till', hiring)).key).toBe('custom_till_2')
    expect(await recordsOf('people/delete-role')).toMatchObject([{ before: { name: 'Till' } }, {}])
    // Whoever was left with the key behind the product's back has no rights by it.
    await server.query('update people.person set roles = $2 where id = $1', [viewer.id, [role.key]])
    const session = await server.anonymous.call(contract.signIn, {
      email: viewer.email,
      password: 'Secret-123',
    })
    expect(session).toMatchObject({ permissions: [] })
  })

  it('is refused while people or open invitations have it, and says which', async () => {
    const { role, person } = await holderOf(viewing, 'Till')
    const invited = await boss.client.call(contract.invitePerson, {
      email: 'new@example.com',
      roles: [role.key],
    })
    const uses = await boss.client.call(roles.showRoleUses, { key: role.key })
    expect(uses.uses).toEqual([
      { kind: 'person', blocks: true, count: 1, names: ['Caio'] },
      { kind: 'invitation', blocks: true, count: 1, names: ['new@example.com'] },
    ])
    expect(await problemOf(remove(boss, role.key))).toMatchObject({
      reason: 'role_in_use',
      detail: expect.stringMatching(
        /people who hold it: 1 \(Caio\); open invitations: 1 \(new@example.com\)/,
      ),
      params: { people: 1, invitations: 1, pages: 0 },
    })
    await boss.client.call(contract.revokeInvitation, { invitationId: invited.invitation.id })
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'left' })
    expect(await codeOf(remove(boss, role.key))).toBe('role_in_use')
    await give(boss, person.id, ['viewer'])
    expect(await codeOf(remove(boss, role.key))).toBe('done')
  })

  it('is refused for built-in roles, and to a role that may not', async () => {
    const role = await create(boss, 'Till')
    expect(await codeOf(remove(boss, 'viewer'))).toBe('role_built_in')
    expect(await codeOf(remove(viewer, role.key))).toBe('forbidden')
  })

  it('leaves no person with a role that is gone, whichever of the two comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const role = await create(boss, `Till ${round}`)
      const done = await Promise.all([
        codeOf(give(boss, viewer.id, [role.key])),
        codeOf(remove(boss, role.key)),
      ])
      expect([
        ['done', 'role_in_use'],
        ['unknown_role', 'done'],
      ]).toContainEqual(done)
      await give(boss, viewer.id, ['viewer'])
    }
  })
})

describe('nobody reaches above their own rights', () => {
  it('holders of people.manage manage those whose rights they have, and nobody else', async () => {
    const { role, person } = await holderOf(hiring)
    expect(role.level).toBe(3)
    const hr = person.client
    expect(await codeOf(give(person, viewer.id, ['sales', 'viewer']))).toBe('done')
    for (const asked of [['admin'], ['super_admin'], ['editor'], ['developer']])
      expect(await codeOf(give(person, viewer.id, asked))).toBe('forbidden')
    const listed = (await hr.call(contract.listRoles, {})).roles
    expect(listed.filter(({ grantable }) => !grantable).map(({ key }) => key)).toEqual([
      'super_admin',
      'admin',
      'editor',
      'developer',
    ])
    const editor = await server.createPerson({ roles: ['editor'], tenantId })
    for (const { id } of [boss, editor]) {
      expect(await codeOf(hr.call(contract.makeResetLink, { personId: id }))).toBe('forbidden')
      expect(await codeOf(hr.call(contract.deactivatePerson, { personId: id, reason: 'x' }))).toBe(
        'forbidden',
      )
      expect(await codeOf(give(person, id, ['viewer']))).toBe('forbidden')
      const { sessions } = await hr.call(contract.listSessions, { personId: id })
      expect(await codeOf(hr.call(contract.endSession, { sessionId: sessions[0]!.id }))).toBe('forbidden')
      expect((await hr.call(contract.showPerson, { personId: id })).abilities.change).toBe(false)
    }
    const { invitation } = await boss.client.call(contract.invitePerson, {
      email: `next-admin-${tenantId.slice(-6)}@example.com`,
      roles: ['admin'],
    })
    const revoking = { invitationId: invitation.id }
    expect(await codeOf(hr.call(contract.revokeInvitation, revoking))).toBe('forbidden')
    const { invitations } = await boss.client.call(contract.listInvitations, {})
    expect(invitations.find(({ id }) => id === invitation.id)?.state).toBe('open')
    const shown = await hr.call(contract.showPerson, { personId: viewer.id })
    expect(shown.abilities).toEqual({ change: true, deactivate: true })
  })

  it('weighs people as they are by the moment of the change, not as they were when it was asked for', async () => {
    const { person } = await holderOf(hiring)
    const personId = viewer.id
    const promotion = server.query(`do $$ begin
      update people.person set roles = '{admin}' where id = '${personId}';
      perform pg_sleep(0.6);
    end $$`)
    await waitFor(async () => {
      const sleeping = await server.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'")
      return sleeping.length > 0
    })
    const refused = await Promise.all([
      codeOf(give(person, personId, ['sales'])),
      codeOf(person.client.call(contract.deactivatePerson, { personId, reason: 'left' })),
    ])
    await promotion
    expect(refused).toEqual(['forbidden', 'forbidden'])
    const { roles: held, state } = await boss.client.call(contract.showPerson, { personId })
    expect({ held, state }).toEqual({ held: ['admin'], state: 'active' })
  })

  it('of the last two Admins who demote one another at the same moment, one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tenant = await server.createTenant(`Round ${round}`)
      const [one, other] = await Promise.all(
        ['Ada', 'Bob'].map((name) => server.createPerson({ roles: ['admin'], tenantId: tenant, name })),
      )
      await Promise.all([
        codeOf(give(one!, other!.id, ['viewer'])),
        codeOf(give(other!, one!.id, ['viewer'])),
      ])
      const admins = await server.query(
        "select 1 from people.person where tenant_id = $1 and 'admin' = any(roles)",
        [tenant],
      )
      expect(admins).toHaveLength(1)
    }
  })

  it('a role with every permission is not an Admin, and does not keep the workspace from losing its last', async () => {
    const { role, person } = await holderOf(Object.keys(permissions), 'Everything')
    expect(role.level).toBe(3)
    expect(await codeOf(give(person, person.id, ['admin']))).toBe('forbidden')
    const personId = boss.id
    expect(await codeOf(person.client.call(contract.makeResetLink, { personId }))).toBe('forbidden')
    expect(await codeOf(give(boss, boss.id, [role.key]))).toBe('last_admin')
  })

  it('a reset link made by somebody whose role has lost the right since is of no use', async () => {
    const { role, person } = await holderOf(hiring)
    const { link } = await person.client.call(contract.makeResetLink, { personId: viewer.id })
    const token = link.split('#')[1]!
    const show = () => codeOf(server.anonymous.call(contract.showPasswordReset, { token }))
    expect(await show()).toBe('done')
    await change(boss, role.key, 1, { permissions: viewing })
    expect(await show()).toBe('reset_unusable')
    await change(boss, role.key, 2, { permissions: hiring })
    const auditor = await create(boss, 'Auditor', ['audit.read'])
    await give(boss, viewer.id, [auditor.key])
    expect(await show()).toBe('reset_unusable')
  })

  it('an invitation is of no use once its maker may not give its roles any more', async () => {
    const { role, person } = await holderOf(hiring)
    const invite = async (email: string) => {
      const { link } = await person.client.call(contract.invitePerson, { email, roles: [role.key] })
      return link.split('#')[1]!
    }
    const [first, second, third] = await Promise.all(
      ['d1', 'd2', 'd3'].map((name) => invite(`${name}@example.com`)),
    )
    const join = (token: string) =>
      codeOf(
        server.anonymous.call(contract.acceptInvitation, { token, name: 'Dora', password: 'Secret-123' }),
      )
    expect(await join(first!)).toBe('done')
    await give(boss, person.id, ['viewer'])
    expect(await join(second!)).toBe('invitation_unusable')
    expect(await codeOf(server.anonymous.call(contract.showInvitation, { token: second! }))).toBe(
      'invitation_unusable',
    )
    await give(boss, person.id, [role.key, 'editor'])
    expect(await join(second!)).toBe('done')
    await boss.client.call(contract.deactivatePerson, { personId: person.id, reason: 'left' })
    expect(await join(third!)).toBe('invitation_unusable')
  })

  it('whoever joins by an invitation has what the role gives by then', async () => {
    const role = await create(boss, 'Till')
    const { link } = await boss.client.call(contract.invitePerson, {
      email: `new-${role.key}-${tenantId.slice(-6)}@example.com`,
      roles: [role.key],
    })
    await change(boss, role.key, 1, { permissions: [...viewing, 'people.view'] })
    const joined = await server.anonymous.call(contract.acceptInvitation, {
      token: link.split('#')[1]!,
      name: 'Duda',
      password: 'Secret-123',
    })
    expect(joined.permissions).toEqual(expect.arrayContaining([...viewing, 'people.view']))
    expect(joined.roleNames).toEqual({ [role.key]: 'Till' })
  })
})

describe('list-roles', () => {
  it('serves whoever chooses among roles, and counts people only for who may see them', async () => {
    const { person } = await holderOf(['pages.edit'], 'Layout')
    const { roles: listed } = await person.client.call(contract.listRoles, {})
    expect(listed.map(({ people: count }) => count)).toEqual(listed.map(() => null))
    expect(listed.at(-1)).toMatchObject({ key: 'custom_layout', name: 'Layout', grantable: false })
  })
})
