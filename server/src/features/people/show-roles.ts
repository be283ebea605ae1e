import { forbidden } from '@flexoffice/base'
import { listRoles as listRolesContract } from '@flexoffice/contract/people'
import type { RoleDefinition } from '@flexoffice/contract/permissions'
import { builtInRoles, choosesRoles } from '@flexoffice/contract/permissions'
import * as contract from '@flexoffice/contract/roles'
import { sql } from 'kysely'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { mayGrant } from './person-rules.ts'
import { bookOf, defineOwn, rightsOf } from './role-book.ts'
import { groupHolders } from './role-holders.ts'
import type { RoleRow } from './role-store.ts'
import { findOwnRole, listOwnRoles } from './role-store.ts'
import { findRoleUses } from './role-uses.ts'

/** Lists the roles and who may give them. */
export const listRoles = operation(listRolesContract, {
  allow({ actor }) {
    if (!choosesRoles.some((permission) => holds(actor, permission))) throw forbidden('people.view')
  },
  async run(ctx) {
    const own = await listOwnRoles(ctx.db)
    const book = bookOf(own)
    const people = holds(ctx.actor, 'people.view') ? await countPeople(ctx) : null
    const describe = (role: RoleDefinition, row?: RoleRow) => ({
      key: role.key,
      name: row?.name ?? null,
      description: row?.description ?? '',
      custom: row !== undefined,
      version: row?.version ?? null,
      level: role.level,
      permissions: [...role.permissions],
      people: people && (people.get(role.key) ?? 0),
      grantable: mayGrant(ctx.actor, role.key, book),
    })
    return {
      roles: [
        ...builtInRoles.map((role) => describe(role)),
        ...own.map((row) => describe(defineOwn(row), row)),
      ],
    }
  },
})

async function countPeople(ctx: Context): Promise<Map<string, number>> {
  const { rows } = await sql<{ role: string; people: string }>`
    select role, count(*)::text as people from people.person, unnest(roles) role
    where state = 'active' group by role`.execute(ctx.db)
  return new Map(rows.map((row) => [row.role, Number(row.people)]))
}

/** Weighs a change of a role before it is made: what people have by other roles, they neither gain nor lose. */
export const previewRoleChange = operation(contract.previewRoleChange, {
  allow: 'people.manage',
  async run(ctx, { key, permissions }) {
    const role = await findOwnRole(ctx.db, key)
    const own = await listOwnRoles(ctx.db)
    const [now, then] = [bookOf(own), bookOf([...own, { ...role, permissions }])]
    const groups = await groupHolders(ctx.db, {})
    const holders = groups.filter((group) => group.roles.includes(key))
    const [gained, lost] = [new Map<string, number>(), new Map<string, number>()]
    for (const { roles, people } of holders) {
      const before = rightsOf(roles, now).permissions
      const after = rightsOf(roles, then).permissions
      for (const each of after.difference(before)) gained.set(each, (gained.get(each) ?? 0) + people)
      for (const each of before.difference(after)) lost.set(each, (lost.get(each) ?? 0) + people)
    }
    const list = (counts: Map<string, number>) =>
      [...counts].map(([permission, people]) => ({ permission, people }))
    return {
      people: holders.reduce((sum, { people }) => sum + people, 0),
      gained: list(gained),
      lost: list(lost),
    }
  },
})

/** Tells what stands in the way of deleting a role. */
export const showRoleUses = operation(contract.showRoleUses, {
  allow: 'people.manage',
  async run(ctx, { key }) {
    await findOwnRole(ctx.db, key)
    return { uses: await findRoleUses(ctx, key) }
  },
})
