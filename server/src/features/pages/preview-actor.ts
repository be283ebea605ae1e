import { invalidField, notFound } from '@flexoffice/base'
import type { previewAs } from '@flexoffice/contract/pages'
import type { z } from 'zod'
import type { PersonActor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Database } from '../../core/store/management-store.ts'
import type { PersonRights } from '../people/api.ts'
import { findPersonRights, readRoles, rightsOf } from '../people/api.ts'

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
  if ('personId' in as) {
    const person = await findPersonRights(withDatabase(ctx, db), as.personId)
    if (!person.active) throw notFound(`person ${as.personId} is deactivated`)
    return imagine(ctx, person)
  }
  const book = await readRoles(db)
  const strange = as.roles.findIndex((key) => !book.has(key))
  if (strange >= 0)
    throw invalidField(`/as/roles/${strange}`, `There is no role "${as.roles[strange]}".`, 'unknown_role')
  const rights = rightsOf([...new Set(as.roles)], book)
  return imagine(ctx, { id: nobody, name: 'Preview', ...rights, attributes: as.attributes })
}

function imagine(
  ctx: Context,
  { id, name, roles, permissions, level, attributes }: Omit<PersonRights, 'active'>,
): PersonActor {
  return {
    kind: 'person',
    tenantId: ctx.tenant,
    personId: id,
    sessionId: ctx.person.sessionId,
    name,
    email: '',
    roles,
    permissions,
    level,
    attributes,
  }
}

/** The same act with a transaction, for look-ups of operations that hold none while the source answers. */
function withDatabase(ctx: Context, db: Database): Context {
  return Object.create(ctx, { db: { value: db } }) as Context
}
