import { AppError, forbidden, invalidField } from '@flexoffice/base'
import type { Person } from '@flexoffice/contract/people'
import type { Actor, AttributeValue } from '../../core/actor.ts'
import { holds } from '../../core/actor.ts'
import type { PersonRow } from './person-store.ts'
import type { OwnRole, RoleBook } from './role-book.ts'
import { bookOf, covers, rightsOf } from './role-book.ts'

/** Whether the actor may give a role: not above their own level, and no permission that they lack (DOMAIN 7). */
export function mayGrant(actor: Actor, key: string, book: RoleBook): boolean {
  return actor.kind === 'person' && holds(actor, 'people.manage') && covers(actor, [key], book)
}

/** Refuses role keys that do not exist or that the actor may not give. */
export function checkRoles(
  actor: Actor,
  roles: readonly string[],
  book: RoleBook,
  already: readonly string[] = [],
): void {
  for (const [index, key] of roles.entries()) {
    if (!book.has(key)) throw invalidField(`/roles/${index}`, `there is no role "${key}"`, 'unknown_role')
    if (!already.includes(key) && !mayGrant(actor, key, book))
      throw forbidden('people.manage', `You may not give the role "${key}".`)
  }
}

/** Nobody manages people whose rights reach further than their own (REQUIREMENTS I-12). */
export function checkMayManage(actor: Actor, person: Pick<PersonRow, 'roles'>, book: RoleBook): void {
  if (!holds(actor, 'people.manage')) throw forbidden('people.manage')
  if (actor.kind === 'person' && !covers(actor, person.roles, book)) {
    throw forbidden('people.manage', 'This person has rights that you lack.')
  }
}

/** A one-time link under way: what it gives, and who made it. */
export interface LinkUnderWay {
  roles: readonly string[]
  maker_roles: readonly string[]
  maker_state: string
  /** The workspace's own roles among both. */
  own_roles: readonly OwnRole[]
}

/** Whoever made a link must still be somebody who may, over what it gives as it is by now. */
export function makerMayStill({ roles, maker_roles, maker_state, own_roles }: LinkUnderWay): boolean {
  const book = bookOf(own_roles)
  const rights = rightsOf(maker_roles, book)
  return maker_state === 'active' && rights.permissions.has('people.manage') && covers(rights, roles, book)
}

/** A workspace always keeps an Admin who can sign in. */
export function checkAdminRemains(otherAdmins: number): void {
  if (otherAdmins > 0) return
  throw new AppError('conflict', {
    public: 'This is the last Admin of the workspace. Make somebody else an Admin first.',
    reason: 'last_admin',
  })
}

type AttributeType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'text_list'

/** Checks attribute values against their declarations; numbers and dates stay canonical text. */
export function checkAttributes(
  declared: readonly { name: string; type: AttributeType }[],
  values: Record<string, AttributeValue>,
): void {
  for (const [name, value] of Object.entries(values)) {
    const attribute = declared.find((candidate) => candidate.name === name)
    if (!attribute)
      throw invalidField(
        `/attributes/${name}`,
        `"${name}" is not declared; add the attribute first`,
        'unknown_attribute',
      )
    if (value !== null && !fits(attribute.type, value)) {
      throw invalidField(`/attributes/${name}`, `must be ${expectations[attribute.type]}`, 'attribute_type')
    }
  }
}

const expectations: Record<AttributeType, string> = {
  text: 'a text',
  integer: 'a whole number, e.g. "42"',
  decimal: 'a number, e.g. "10.50"',
  boolean: 'true or false',
  date: 'a date, e.g. "2026-03-31"',
  text_list: 'a list of texts',
}

function fits(type: AttributeType, value: Exclude<AttributeValue, null>): boolean {
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'text_list') return Array.isArray(value)
  if (typeof value !== 'string') return false
  if (type === 'integer') return /^-?\d{1,18}$/.test(value)
  if (type === 'decimal') return /^-?\d{1,30}(\.\d{1,20})?$/.test(value)
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
  return true
}

/** The person as answered, with what the asker may do with them. */
export function toPerson(actor: Actor, row: PersonRow, book: RoleBook): Person {
  const manages = actor.kind === 'person' && holds(actor, 'people.manage') && covers(actor, row.roles, book)
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    attributes: row.attributes as Person['attributes'],
    state: row.state,
    deactivationReason: manages ? row.deactivation_reason : null,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    abilities: {
      change: manages,
      deactivate: manages && actor.kind === 'person' && row.id !== actor.personId,
    },
  }
}
