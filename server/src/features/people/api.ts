import type { Permission } from '@flexoffice/contract/permissions'
import type { AttributeValue, PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { toActor } from './live-sessions.ts'
import { findPerson, peopleTables } from './person-store.ts'
import { bookOf, rightsOf } from './role-book.ts'
import { findOwnRoles } from './role-store.ts'

export type { RoleBook } from './role-book.ts'
export { isAdmin, rightsOf } from './role-book.ts'
export type { RoleHolder } from './role-holders.ts'
export { findHolders, groupHolders } from './role-holders.ts'
export { holdRoles, readRoles } from './role-store.ts'
export type { RoleUse } from './role-uses.ts'
export { tellRoleUses } from './role-uses.ts'

/** An attribute that row rules may name. */
export interface DeclaredAttribute {
  name: string
  type: 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'text_list'
}

/** What decides about a person's rights. */
export interface PersonRights {
  id: string
  name: string
  roles: string[]
  /** What the roles give together; of somebody who is not active too. */
  permissions: ReadonlySet<Permission>
  level: number
  attributes: Record<string, AttributeValue>
  active: boolean
}

/** The attributes that the workspace declared for its people. */
export function listDeclaredAttributes(ctx: Pick<Context, 'db'>): Promise<DeclaredAttribute[]> {
  return peopleTables(ctx).selectFrom('people.attribute').select(['name', 'type']).orderBy('name').execute()
}

/** A person of the tenant as the access rules see them; throws notFound for anybody else. */
export async function findPersonRights(ctx: Context, personId: string): Promise<PersonRights> {
  const { id, name, roles, attributes, state } = await findPerson(ctx, personId)
  const rights = rightsOf(roles, bookOf(await findOwnRoles(ctx.db, roles)))
  return { id, name, ...rights, roles: [...roles].sort(), attributes, active: state === 'active' }
}

/**
 * A person with the rights that they have now, for work that goes on in their name after their call; null when they were
 * deactivated or are gone.
 */
export async function findPersonActor(
  ctx: Context,
  { personId, sessionId }: { personId: string; sessionId: string },
): Promise<PersonActor | null> {
  const row = await findPerson(ctx, personId).catch(() => null)
  if (row?.state !== 'active') return null
  const own = await findOwnRoles(ctx.db, row.roles)
  return toActor({ ...row, person_id: row.id, session_id: sessionId, own_roles: own })
}
