import type { Permission } from '@flexoffice/contract/permissions'

/** The value of a person's attribute; row rules bind it as a parameter. */
export type AttributeValue = string | number | boolean | string[] | null

/** A person with a live session. Everything here was read from the store or from a cache that its epochs keep true. */
export interface PersonActor {
  kind: 'person'
  tenantId: string
  personId: string
  sessionId: string
  name: string
  email: string
  /** Keys of the roles held, sorted: they are the key of every policy cache. */
  roles: readonly string[]
  permissions: ReadonlySet<Permission>
  level: number
  attributes: Readonly<Record<string, AttributeValue>>
}

/** The platform itself, named after what it does (`jobs`, `relay`); it holds the permissions it is given and no others. */
export interface SystemActor {
  kind: 'system'
  name: string
  tenantId: string | null
  permissions: ReadonlySet<Permission>
}

/** Nobody yet: before sign-in. May only call public operations. */
export interface AnonymousActor {
  kind: 'anonymous'
}

export type Actor = PersonActor | SystemActor | AnonymousActor

/** Tells whether the actor holds a permission. */
export function holds(actor: Actor, permission: Permission): boolean {
  return actor.kind !== 'anonymous' && actor.permissions.has(permission)
}

/** Whether a person may still do exactly what they could: the same roles, and the same permissions by them. */
export function sameRights(before: PersonActor, now: PersonActor): boolean {
  if (before === now) return true
  const [was, is] = [before.permissions, now.permissions]
  return before.roles.join() === now.roles.join() && was.size === is.size && was.isSubsetOf(is)
}

/** How the actor stands in the journal: ids in the header, names in the payload (erasable). */
export function describeActor(actor: Actor): {
  id: string | null
  kind: Actor['kind']
  name: string
  email?: string
  sessionId?: string
} {
  if (actor.kind === 'person') {
    return {
      id: actor.personId,
      kind: 'person',
      name: actor.name,
      email: actor.email,
      sessionId: actor.sessionId,
    }
  }
  return { id: null, kind: actor.kind, name: actor.kind === 'system' ? actor.name : 'anonymous' }
}
