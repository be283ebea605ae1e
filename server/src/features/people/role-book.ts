import type { Permission, RoleDefinition } from '@flexoffice/contract/permissions'
import { builtInRoles, isPermission, levelOfPermissions } from '@flexoffice/contract/permissions'
import type { PersonActor } from '../../core/actor.ts'

/** A role of a workspace's own, as the store describes it. */
export interface OwnRole {
  key: string
  name: string
  permissions: readonly string[]
}

/** The roles of a workspace by key: the built-in ones and its own. */
export type RoleBook = ReadonlyMap<string, RoleDefinition>

/** What a set of roles gives together. */
export interface Rights {
  roles: string[]
  permissions: ReadonlySet<Permission>
  level: number
}

const builtIn = new Map<string, RoleDefinition>(builtInRoles.map((role) => [role.key, role]))

/** The built-in roles and those given; without any, nothing is made. */
export function bookOf(own: readonly OwnRole[]): RoleBook {
  if (own.length === 0) return builtIn
  return new Map([...builtIn, ...own.map((role) => [role.key, defineOwn(role)] as const)])
}

/** A role of a workspace's own as a definition. A permission that the product no longer knows gives nothing. */
export function defineOwn({ key, permissions }: OwnRole): RoleDefinition {
  const known = permissions.filter(isPermission)
  return { key, level: levelOfPermissions(known), permissions: known }
}

/** The union of the roles' permissions and the highest of their levels; a key without a role gives nothing. */
export function rightsOf(roles: readonly string[], book: RoleBook): Rights {
  const held = roles.flatMap((key) => book.get(key) ?? [])
  return {
    roles: [...roles].sort(),
    permissions: new Set(held.flatMap((role) => role.permissions)),
    level: Math.max(0, ...held.map((role) => role.level)),
  }
}

/** Tells whether somebody holds an Admin role; no role of a workspace's own is one. */
export function isAdmin(roles: readonly string[]): boolean {
  return roles.includes('admin') || roles.includes('super_admin')
}

/**
 * Whether rights reach as far as those of some roles: no lower level, no permission missing, and an Admin only by an Admin,
 * who reads every table besides.
 */
export function covers(
  rights: Pick<PersonActor, 'roles' | 'permissions' | 'level'>,
  roles: readonly string[],
  book: RoleBook,
): boolean {
  const { permissions, level } = rightsOf(roles, book)
  if (level > rights.level || (isAdmin(roles) && !isAdmin(rights.roles))) return false
  return [...permissions].every((permission) => rights.permissions.has(permission))
}
