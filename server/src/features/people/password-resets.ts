import { randomBytes } from 'node:crypto'
import { AppError, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { checkMayManage, makerMayStill } from './person-rules.ts'
import type { PersonRow } from './person-store.ts'
import { findPerson, peopleTables } from './person-store.ts'
import type { OwnRole } from './role-book.ts'
import { readRoles } from './role-store.ts'
import { actorOf } from './start-session.ts'

export const resetHours = 24
/** What the digests of links at rest are keyed for. */
export const resetPurpose = 'password-reset'

interface FoundReset {
  id: string
  tenant_id: string
  tenant_name: string
  person_id: string
  account_id: string
  name: string
  email: string
  roles: string[]
  /** The workspace's own roles among those of the person and of the maker. */
  own_roles: OwnRole[]
  state: string
  password_hash: string
  expires_at: Date
  used_at: Date | null
  replaced_at: Date | null
  by_operator: boolean
  maker_roles: string[] | null
  maker_state: string | null
  elsewhere: boolean
}

/** Makes the one-time link by which a person sets a new password; a new link replaces the one before. */
export const makeResetLink = operation(contract.makeResetLink, {
  allow: 'people.manage',
  async run(ctx, { personId }) {
    const person = await findPerson(ctx, personId)
    checkMayManage(ctx.actor, person, await readRoles(ctx.db))
    await checkMayReset(ctx, person)
    const token = makeToken()
    const expiresAt = resetExpiry(ctx.now())
    const tables = peopleTables(ctx)
    // Two links made at the same moment: the later one waits here and replaces the earlier.
    await sql`select 1 from people.person where id = ${personId} for update`.execute(ctx.db)
    await tables
      .updateTable('people.password_reset')
      .set({ replaced_at: ctx.now() })
      .where('person_id', '=', personId)
      .where('used_at', 'is', null)
      .where('replaced_at', 'is', null)
      .execute()
    await tables
      .insertInto('people.password_reset')
      .values({
        id: newId(),
        tenant_id: ctx.tenant,
        person_id: personId,
        token_digest: ctx.runtime.keys.digest(resetPurpose, token),
        made_by: ctx.person.personId,
        created_at: ctx.now(),
        expires_at: expiresAt,
      })
      .execute()
    ctx.record({
      object: { type: 'person', id: personId, name: person.email },
      detail: { expiresAt: expiresAt.toISOString() },
    })
    return { link: resetLink(ctx.runtime.config.publicUrl, token), expiresAt: expiresAt.toISOString() }
  },
})

/** Tells the holder of a link whose password it sets. */
export const showPasswordReset = operation(contract.showPasswordReset, {
  allow: 'public',
  async run(ctx, { token }) {
    const found = await findReset(ctx, token)
    if (!found || !isUsable(ctx, found)) throw unusable()
    return { email: found.email, workspaceName: found.tenant_name }
  },
})

/** Sets the password by a link, once. A link that is known but of no use, and the password of before, stand in the audit log. */
export const resetPassword = operation(contract.resetPassword, {
  allow: 'public',
  async run(ctx, { token, password }) {
    const found = await findReset(ctx, token)
    if (!found) throw unusable()
    const usable = isUsable(ctx, found)
    const same = usable && (await verifyPassword(found.password_hash, password)).correct
    const hash = usable && !same ? await hashPassword(password) : null
    await ctx.enterTenant(found.tenant_id, actorOf(found, newId()))
    ctx.record({ object: { type: 'person', id: found.person_id, name: found.email } })
    if (same) throw samePassword()
    if (hash === null || !(await takeReset(ctx, found.id))) throw unusable()
    const guesses = ctx.runtime.keys.digest('guess', found.email)
    const ended = await sql<{ person_id: string }>`select * from people.reset_password(
      ${found.id}, ${hash}, ${guesses}, ${ctx.now()})`.execute(ctx.db)
    for (const { person_id } of ended.rows) ctx.invalidate({ personId: person_id })
    return { changed: true as const }
  },
})

/** A token that cannot be guessed. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Until when a link that is made now is good. */
export function resetExpiry(now: Date): Date {
  return new Date(now.getTime() + resetHours * 3_600_000)
}

/** The link to the screen; the token stands behind #, so it reaches no server log on the way. */
export function resetLink(publicUrl: string, token: string): string {
  return `${publicUrl}/password-reset#${token}`
}

async function checkMayReset(ctx: Context, person: PersonRow): Promise<void> {
  if (person.id === ctx.person.personId) {
    throw new AppError('conflict', {
      public: 'Change your own password in your profile, where your current one is asked for.',
      reason: 'reset_self',
    })
  }
  if (person.state !== 'active') {
    throw new AppError('conflict', {
      public: 'This person is deactivated. Reactivate them first.',
      reason: 'reset_deactivated',
    })
  }
  const found = await sql<{
    elsewhere: boolean
  }>`select people.belongs_elsewhere(${person.id}) as elsewhere`.execute(ctx.db)
  if (!found.rows[0]!.elsewhere) return
  throw new AppError('conflict', {
    public:
      'This account is not of this workspace alone, so nobody here can reset its password. Ask whoever runs the server.',
    reason: 'reset_by_operator',
  })
}

async function findReset(ctx: Context, token: string): Promise<FoundReset | undefined> {
  const digest = ctx.runtime.keys.digest(resetPurpose, token)
  return (await ctx.gate<FoundReset>('people.gate_find_reset', digest))[0]
}

function isUsable(ctx: Context, found: FoundReset): boolean {
  const isOpen = !found.used_at && !found.replaced_at && found.expires_at > ctx.now()
  if (!isOpen || found.state !== 'active') return false
  if (found.by_operator) return true
  const { maker_roles, maker_state } = found
  if (maker_roles === null || maker_state === null || found.elsewhere) return false
  return makerMayStill({ ...found, maker_roles, maker_state })
}

async function takeReset(ctx: Context, id: string): Promise<boolean> {
  const taken = await peopleTables(ctx)
    .updateTable('people.password_reset')
    .set({ used_at: ctx.now() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('replaced_at', 'is', null)
    .returning('id')
    .execute()
  return taken.length > 0
}

function samePassword(): AppError {
  return new AppError('invalid_input', {
    public: 'This is the password of before. Choose another one.',
    reason: 'same_password',
    fields: [{ path: '/password', message: 'is the password of before; choose another one' }],
  })
}

function unusable(): AppError {
  return new AppError('gone', {
    public: 'This link was used or replaced, or has expired. Ask for a new one.',
    reason: 'reset_unusable',
  })
}
