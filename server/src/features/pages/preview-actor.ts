import { invalidField, notFound } from '@flexoffice/base'
import type { previewAs } from '@flexoffice/contract/pages'
import type { Permission } from '@flexoffice/contract/permissions'
import { builtInRoles } from '@flexoffice/contract/permissions'
import type { z } from 'zod'
import type { AttributeValue, PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import { findPersonRights } from '../people/api.ts'

/** Nobody's id: an imagined holder of roles brought no table in. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Whom a preview stands for. It decides about rows and columns alone; the act stays that of the caller, in the audit log too.
 */
export async function previewActor(
  ctx: Context,
  db: Database,
  as: z.output<typeof previewAs>,
): Promise<PersonActor> {
  if ('roles' in as) return imagine(ctx, { ...as, id: nobody, name: 'Preview' })
  const person = await findPersonRights(withDatabase(ctx, db), as.personId)
  if (!person.active) throw notFound(`person ${as.personId} is deactivated`)
  return imagine(ctx, person)
}

function imagine(
  ctx: Context,
  person: { id: string; name: string; roles: readonly string[]; attributes: Record<string, AttributeValue> },
): PersonActor {
  for (const [index, key] of person.roles.entries())
    if (!builtInRoles.some((role) => role.key === key))
      throw invalidField(`/as/roles/${index}`, `There is no role "${key}".`, 'unknown_role')
  const held = builtInRoles.filter((role) => person.roles.includes(role.key))
  return {
    kind: 'person',
    tenantId: ctx.tenant,
    personId: person.id,
    sessionId: ctx.person.sessionId,
    name: person.name,
    email: '',
    roles: [...new Set(person.roles)].sort(),
    permissions: new Set<Permission>(held.flatMap((role) => [...role.permissions])),
    level: Math.max(0, ...held.map((role) => role.level)),
    attributes: person.attributes,
  }
}

/** The same act with a transaction, for look-ups of operations that hold none while the source answers. */
function withDatabase(ctx: Context, db: Database): Context {
  return Object.create(ctx, { db: { value: db } }) as Context
}
