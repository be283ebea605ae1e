import { AppError, forbidden, invalidField, plainWords } from '@flexoffice/base'
import { roleChanged } from '@flexoffice/contract/people'
import type { Permission } from '@flexoffice/contract/permissions'
import { builtInRoles, isPermission, ownRolePrefix, permissions } from '@flexoffice/contract/permissions'
import type { RoleUse } from '@flexoffice/contract/roles'
import * as contract from '@flexoffice/contract/roles'
import type { Actor } from '../../core/actor.ts'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { mayGrant } from './person-rules.ts'
import { bookOf, defineOwn } from './role-book.ts'
import type { RoleRow } from './role-store.ts'
import { findOwnRole, freeKey, listOwnRoles, lockRoleNames, roleTables } from './role-store.ts'
import { findRoleUses, forgetRole } from './role-uses.ts'

/** So many can be told apart on a screen; it is also the most that a page or a new source may name. */
export const maximumRoles = 50

/** Makes a role. Its key is made of the name it has now and stays, whatever it is called later. */
export const createRole = operation(contract.createRole, {
  allow: 'people.manage',
  async run(ctx, { name, description, permissions: wanted }) {
    checkHeld(ctx.actor, wanted)
    await lockRoleNames(ctx.db, ctx.tenant)
    const others = await listOwnRoles(ctx.db)
    if (others.length >= maximumRoles) throw tooMany()
    checkName(name, others)
    const row: RoleRow = {
      tenant_id: ctx.tenant,
      key: await freeKey(ctx.db, ownRolePrefix + toWord(name)),
      name,
      description,
      permissions: inOrder(wanted),
      version: 1,
      changed_at: ctx.now(),
      removed_at: null,
    }
    await roleTables(ctx.db).insertInto('people.role').values(row).execute()
    tellChange(ctx, row, { after: visible(row) })
    return toRole(row)
  },
})

/** Changes a role; with the commit, the sessions of all who hold it are read anew. */
export const changeRole = operation(contract.changeRole, {
  allow: 'people.manage',
  async run(ctx, { key, version, ...input }) {
    checkOwn(key)
    await lockRoleNames(ctx.db, ctx.tenant)
    const before = await findOwnRole(ctx.db, key, true)
    checkMayChange(ctx.actor, before)
    if (before.version !== version) {
      throw new AppError('conflict', {
        public: 'Somebody else changed this role meanwhile. Look at it again, then make your change.',
        reason: 'role_changed',
        params: { role: key, version: before.version },
      })
    }
    if (input.permissions) checkHeld(ctx.actor, input.permissions)
    if (input.name !== undefined) {
      const others = await listOwnRoles(ctx.db)
      checkName(
        input.name,
        others.filter((other) => other.key !== key),
      )
    }
    const change = {
      name: input.name ?? before.name,
      description: input.description ?? before.description,
      permissions: input.permissions ? inOrder(input.permissions) : before.permissions,
      version: version + 1,
      changed_at: ctx.now(),
    }
    await roleTables(ctx.db).updateTable('people.role').set(change).where('key', '=', key).execute()
    const after = { ...before, ...change }
    tellChange(ctx, after, { before: visible(before), after: visible(after) })
    return toRole(after)
  },
})

/** Deletes a role that nobody has, with its rights on tables. Its row stays, so that no later role has its key. */
export const deleteRole = operation(contract.deleteRole, {
  allow: 'people.manage',
  async run(ctx, { key }) {
    checkOwn(key)
    const before = await findOwnRole(ctx.db, key, true)
    checkMayChange(ctx.actor, before)
    const uses = (await findRoleUses(ctx, key)).filter(({ blocks }) => blocks)
    if (uses.length > 0) throw inUse(before.name, uses)
    await forgetRole(ctx, key)
    await roleTables(ctx.db)
      .updateTable('people.role')
      .set({ removed_at: ctx.now() })
      .where('key', '=', key)
      .execute()
    tellChange(ctx, before, { before: visible(before) })
    return { deleted: true as const }
  },
})

function checkOwn(key: string): void {
  if (!builtInRoles.some((role) => role.key === key)) return
  throw new AppError('read_only', {
    public: 'Built-in roles stay as they are. Make a role of your own with the permissions that you need.',
    reason: 'role_built_in',
  })
}

/** Nobody puts a permission into a role that they lack (DOMAIN 7). */
function checkHeld(actor: Actor, wanted: readonly Permission[]): void {
  const lacked = wanted.find((permission) => !holds(actor, permission))
  if (lacked !== undefined)
    throw forbidden(lacked, `You lack the permission "${lacked}" yourself, so you cannot put it into a role.`)
}

/** A role that gives more than the actor has is managed by others: to take rights from it is to take them from its holders. */
function checkMayChange(actor: Actor, row: RoleRow): void {
  if (!mayGrant(actor, row.key, bookOf([row])))
    throw forbidden('people.manage', `The role "${row.name}" has permissions that you lack.`)
}

function checkName(name: string, others: readonly RoleRow[]): void {
  const lower = name.toLowerCase()
  const builtIn = builtInRoles.some(({ key }) => key === toWord(name))
  if (!builtIn && !others.some((other) => other.name.toLowerCase() === lower)) return
  throw invalidField(
    '/name',
    'is the name of another role; choose one that people can tell apart',
    'role_name_taken',
  )
}

function inOrder(wanted: readonly Permission[]): Permission[] {
  return Object.keys(permissions)
    .filter(isPermission)
    .filter((permission) => wanted.includes(permission))
}

function toWord(name: string): string {
  return plainWords(name).join('_').slice(0, 40) || 'role'
}

function visible({ name, description, permissions: held }: RoleRow) {
  return { name, description, permissions: held }
}

function toRole(row: RoleRow) {
  const { level, permissions: held } = defineOwn(row)
  const { key, name, description, version } = row
  return { key, name, description, level, permissions: [...held], version }
}

function tellChange(ctx: Context, { key, name }: RoleRow, change: { before?: object; after?: object }): void {
  ctx.record({ object: { type: 'role', id: key, name }, ...change })
  ctx.emit(roleChanged, { role: key })
  ctx.invalidate({ role: key })
}

function tooMany(): AppError {
  return new AppError('conflict', {
    public: `A workspace has at most ${maximumRoles} roles of its own. Delete one that nobody needs, or change it.`,
    reason: 'too_many_roles',
    params: { limit: maximumRoles },
  })
}

const usedBy: Partial<Record<RoleUse['kind'], string>> = {
  person: 'people who hold it',
  invitation: 'open invitations',
  page: 'pages shared with it',
}

function inUse(name: string, uses: RoleUse[]): AppError {
  const told = uses.map(({ kind, count, names }) => {
    const list = names.length < count ? [...names, '…'] : names
    return `${usedBy[kind]}: ${count}${list.length > 0 ? ` (${list.join(', ')})` : ''}`
  })
  const count = (kind: RoleUse['kind']) => uses.find((use) => use.kind === kind)?.count ?? 0
  return new AppError('conflict', {
    public: `"${name}" is still in use. Take it away there first, then delete it. ${told.join('; ')}.`,
    reason: 'role_in_use',
    params: {
      people: count('person'),
      invitations: count('invitation'),
      pages: count('page'),
    },
  })
}
