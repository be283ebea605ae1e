import { randomBytes } from 'node:crypto'
import { AppError, newId, notFound } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { Runtime } from '../../core/runtime.ts'
import type { Account } from './failed-guesses.ts'
import { refusalsOf } from './failed-guesses.ts'
import { guessPassword } from './guess-password.ts'
import { hashPassword } from './passwords.ts'
import type { LinkUnderWay } from './person-rules.ts'
import { checkAttributes, checkMayManage, checkRoles, makerMayStill } from './person-rules.ts'
import { peopleTables } from './person-store.ts'
import { findOwnRoles, holdRoles, readRoles } from './role-store.ts'
import { actorOf, answerSession, describeNewSession, insertSession } from './start-session.ts'

const validDays = 7

interface FoundInvitation extends LinkUnderWay {
  id: string
  tenant_id: string
  tenant_name: string
  email: string
  roles: string[]
  attributes: Record<string, never>
  message: string
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
  account_id: string | null
  password_hash: string | null
  member: boolean
}

/** Makes an invitation and its one-time link; only a digest of the link's token is kept. */
export const invitePerson = operation(contract.invitePerson, {
  allow: 'people.manage',
  async run(ctx, { email, roles, attributes, message }) {
    checkRoles(ctx.actor, roles, await holdRoles(ctx.db, roles))
    const tables = peopleTables(ctx)
    checkAttributes(await tables.selectFrom('people.attribute').selectAll().execute(), attributes)
    const member = await tables
      .selectFrom('people.person')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirst()
    if (member) {
      throw new AppError('already_exists', {
        public: `${email} is in this workspace already. Change their roles under People.`,
        reason: 'already_member',
        fields: [{ path: '/email', message: 'is in this workspace already' }],
      })
    }
    const token = randomBytes(24).toString('base64url')
    const createdAt = ctx.now()
    const row = {
      id: newId(),
      tenant_id: ctx.tenant,
      email,
      roles: [...new Set(roles)].sort(),
      message,
      token_digest: digestOf(ctx.runtime, token),
      invited_by: ctx.person.personId,
      created_at: createdAt,
      expires_at: new Date(createdAt.getTime() + validDays * 86_400_000),
    }
    await tables
      .insertInto('people.invitation')
      .values({ ...row, attributes: JSON.stringify(attributes) as never })
      .execute()
    ctx.record({
      object: { type: 'invitation', id: row.id, name: email },
      after: { email, roles: row.roles, attributes },
    })
    ctx.emit(contract.invitationChanged, { invitationId: row.id })
    const answer = {
      ...row,
      attributes,
      accepted_at: null,
      revoked_at: null,
      invited_by_name: ctx.person.name,
    }
    return {
      invitation: toInvitation(ctx, answer),
      link: `${ctx.runtime.config.publicUrl}/invitation#${token}`,
    }
  },
})

/** Lists invitations. */
export const listInvitations = operation(contract.listInvitations, {
  allow: 'people.manage',
  async run(ctx) {
    const rows = await peopleTables(ctx)
      .selectFrom('people.invitation')
      .innerJoin('people.person', 'people.person.id', 'people.invitation.invited_by')
      .selectAll('people.invitation')
      .select('people.person.name as invited_by_name')
      .orderBy('people.invitation.created_at', 'desc')
      .limit(500)
      .execute()
    return { invitations: rows.map((row) => toInvitation(ctx, row)) }
  },
})

/** Revokes an open invitation, where whoever joins by it could be managed too. */
export const revokeInvitation = operation(contract.revokeInvitation, {
  allow: 'people.manage',
  async run(ctx, { invitationId }) {
    const revoked = await peopleTables(ctx)
      .updateTable('people.invitation')
      .set({ revoked_at: ctx.now() })
      .where('id', '=', invitationId)
      .where('accepted_at', 'is', null)
      .returning(['email', 'roles'])
      .executeTakeFirst()
    if (!revoked) throw notFound(`invitation ${invitationId}`)
    checkMayManage(ctx.actor, revoked, await readRoles(ctx.db))
    ctx.record({ object: { type: 'invitation', id: invitationId, name: revoked.email } })
    ctx.emit(contract.invitationChanged, { invitationId })
    return { revoked: true as const }
  },
})

/** Shows an invitation to whoever holds its link. */
export const showInvitation = operation(contract.showInvitation, {
  allow: 'public',
  async run(ctx, { token }) {
    const found = await findOpen(ctx, token)
    return {
      email: found.email,
      workspaceName: found.tenant_name,
      message: found.message,
      hasAccount: found.account_id !== null,
    }
  },
})

/** Joins the workspace and signs in; the link works once. Account, membership and session come with it, or nothing does. */
export const acceptInvitation = operation(contract.acceptInvitation, {
  allow: 'public',
  async run(ctx, { token, name, password, language }) {
    const found = await findOpen(ctx, token)
    const refusal =
      found.account_id && found.password_hash
        ? await refusalOf(ctx, found.email, { id: found.account_id, hash: found.password_hash }, password)
        : null
    const newHash = found.password_hash ? null : await hashNewPassword(password)
    const session = await describeNewSession(ctx, found.tenant_id)
    const personId = newId()
    const identity = {
      tenant_id: found.tenant_id,
      person_id: personId,
      name: refusal ? found.email : name,
      email: found.email,
      roles: found.roles,
    }
    await ctx.enterTenant(found.tenant_id, actorOf(identity, session.id))
    // From here on, so that the workspace that invited has the failed try in its audit log too.
    if (refusal) {
      ctx.record({ object: { type: 'invitation', id: found.id, name: found.email } })
      throw refusal
    }
    await takeInvitation(ctx, found)
    const account = await claimAccount(ctx, found, newHash)
    if (!account.made && account.password_hash !== found.password_hash) {
      const holder = { id: account.id, hash: account.password_hash }
      const late = await refusalOf(ctx, found.email, holder, password)
      if (late) throw late
    }
    const joined =
      await sql`insert into people.person (id, tenant_id, account_id, name, email, language, roles, attributes)
      values (${personId}, ${found.tenant_id}, ${account.id}, ${name}, ${found.email}, ${language}, ${found.roles}, ${JSON.stringify(found.attributes)}::jsonb)
      on conflict (tenant_id, account_id) do nothing returning id`.execute(ctx.db)
    // By another invitation of this workspace, in the same instant.
    if (joined.rows.length === 0) throw unusable()
    await insertSession(ctx, personId, session)
    ctx.record({
      object: { type: 'person', id: personId, name: found.email },
      after: { roles: found.roles, attributes: found.attributes },
    })
    ctx.emit(contract.personChanged, { personId })
    ctx.emit(contract.invitationChanged, { invitationId: found.id })
    return answerSession(ctx, {
      id: session.id,
      generation: 0,
      expiresAt: session.expiresAt,
      person: { id: personId, name, email: found.email, language },
      workspace: { id: found.tenant_id, name: found.tenant_name },
      roles: found.roles,
      ownRoles: await findOwnRoles(ctx.db, found.roles),
      attributes: found.attributes,
    })
  },
})

async function takeInvitation(ctx: Context, found: FoundInvitation): Promise<void> {
  const taken = await sql`update people.invitation set accepted_at = ${ctx.now()}
    where id = ${found.id} and accepted_at is null and revoked_at is null returning id`.execute(ctx.db)
  if (taken.rows.length === 0) throw unusable()
}

interface ClaimedAccount {
  id: string
  password_hash: string
  made: boolean
}

async function claimAccount(
  ctx: Context,
  found: FoundInvitation,
  newHash: string | null,
): Promise<ClaimedAccount> {
  const claimed =
    await sql<ClaimedAccount>`select * from people.claim_account(${found.id}, ${newId()}, ${newHash})`.execute(
      ctx.db,
    )
  return claimed.rows[0]!
}

/**
 * Whoever holds a link joins as the account of its e-mail only by that account's password. Anybody may invite anybody, so
 * a link gives no further guesses at it, and the account's own workspaces hear of those that fail. Null = proven.
 */
async function refusalOf(
  ctx: Context,
  email: string,
  holder: { id: string; hash: string },
  password: string,
): Promise<AppError | null> {
  const [account] = await ctx.gate<Account>('people.gate_find_account', email)
  const told = { operation: contract.acceptInvitation.name, email }
  const entries = (cause: string) => refusalsOf(ctx, account?.memberships ?? [], { ...told, cause })
  try {
    if (await guessPassword(ctx, { email, holder, entries }, password)) return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  return new AppError('wrong_credentials', {
    public: 'You have an account with this e-mail already: enter its password.',
  })
}

async function hashNewPassword(password: string): Promise<string> {
  const parsed = contract.password.safeParse(password)
  if (parsed.success) return hashPassword(password)
  const fields = parsed.error.issues.map((issue) => ({ path: '/password', message: issue.message }))
  throw new AppError('invalid_input', {
    public: `password: ${fields.map((field) => field.message).join('; ')}`,
    fields,
  })
}

async function findOpen(ctx: Context, token: string): Promise<FoundInvitation> {
  const [found] = await ctx.gate<FoundInvitation>('people.gate_find_invitation', digestOf(ctx.runtime, token))
  if (!found || found.accepted_at || found.revoked_at || found.member || found.expires_at <= ctx.now())
    throw unusable()
  // Whoever invited has the link too: it must not outlast their rights.
  if (!makerMayStill(found)) throw unusable()
  return found
}

function unusable(): AppError {
  return new AppError('gone', {
    public:
      'This invitation was used, revoked or has expired. Ask the person who invited you for a new link.',
    reason: 'invitation_unusable',
  })
}

function digestOf(runtime: Runtime, token: string): Buffer {
  return runtime.keys.digest('invitation', token)
}

function toInvitation(
  ctx: Context,
  row: {
    id: string
    email: string
    roles: string[]
    attributes: object
    invited_by_name: string
    created_at: Date
    expires_at: Date
    accepted_at: Date | null
    revoked_at: Date | null
  },
) {
  const expired = row.expires_at <= ctx.now()
  const state = row.accepted_at
    ? ('accepted' as const)
    : row.revoked_at
      ? ('revoked' as const)
      : expired
        ? ('expired' as const)
        : ('open' as const)
  return {
    id: row.id,
    email: row.email,
    roles: row.roles,
    attributes: row.attributes as never,
    state,
    invitedBy: row.invited_by_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }
}
