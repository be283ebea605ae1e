import type { RoleUse } from '@flexoffice/contract/roles'
import { sql } from 'kysely'
import type { Actor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'

export type { RoleUse } from '@flexoffice/contract/roles'

/** What a feature that stands on this one has to do with roles. */
export interface RoleUser {
  /** Tells where a role is used; names only what the actor may know of. */
  find(db: Database, actor: Actor, role: string): Promise<RoleUse>
  /** Removes what does not block the deletion of the role, in its transaction. */
  forget?(ctx: Context, role: string): Promise<void>
}

/** A use is told by so many of its names at most. */
const maximumNames = 5

const users = perRuntime(() => new Set<RoleUser>())

/** Lets a feature that stands on this one tell what uses a role, before somebody deletes it. */
export function tellRoleUses(runtime: Runtime, user: RoleUser): void {
  users(runtime).add(user)
}

/** Removes what goes with a role: nothing stays that names it. */
export async function forgetRole(ctx: Context, role: string): Promise<void> {
  for (const user of users(ctx.runtime)) await user.forget?.(ctx, role)
}

/** Everything that names a role: people, deactivated ones too, open invitations, and what other features tell. */
export async function findRoleUses(ctx: Context, role: string): Promise<RoleUse[]> {
  const uses = [await findPeople(ctx.db, role), await findInvited(ctx, role)]
  for (const user of users(ctx.runtime)) uses.push(await user.find(ctx.db, ctx.actor, role))
  return uses
    .filter(({ count }) => count > 0)
    .map((use) => ({ ...use, names: use.names.slice(0, maximumNames) }))
}

async function findPeople(db: Database, role: string): Promise<RoleUse> {
  const { rows } = await sql<{ name: string; count: number }>`
    select name, count(*) over ()::int as count from people.person where ${role} = any(roles)
    order by name, id limit ${maximumNames}`.execute(db)
  return { kind: 'person', blocks: true, count: rows[0]?.count ?? 0, names: rows.map(({ name }) => name) }
}

async function findInvited(ctx: Context, role: string): Promise<RoleUse> {
  const { rows } = await sql<{ email: string; count: number }>`
    select email, count(*) over ()::int as count from people.invitation
    where ${role} = any(roles) and accepted_at is null and revoked_at is null and expires_at > ${ctx.now()}
    order by email, id limit ${maximumNames}`.execute(ctx.db)
  return {
    kind: 'invitation',
    blocks: true,
    count: rows[0]?.count ?? 0,
    names: rows.map(({ email }) => email),
  }
}
