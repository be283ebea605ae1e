import { AppError, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import type { Context } from '../../core/context.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { operation } from '../../core/operation.ts'
import { appendJournal } from '../../core/run-operation.ts'
import { hashPassword, pretendToVerify, verifyPassword } from './passwords.ts'
import { findPerson } from './person-store.ts'
import { actorOf, answerSession, describeNewSession, insertSession } from './start-session.ts'

const lockAfter = 5
const lockMinutes = 15

interface Account {
  account_id: string
  password_hash: string
  failed_attempts: number
  locked_until: Date | null
  memberships: {
    tenantId: string
    tenantName: string
    personId: string
    name: string
    roles: string[]
    state: string
  }[]
}

/** Starts a session. Unknown e-mail and wrong password get the same answer in the same time; five failures lock for a while. */
export const signIn = operation(contract.signIn, {
  allow: 'public',
  async run(ctx, { email, password, workspaceId }) {
    const [account] = await ctx.gate<Account>('people.gate_find_account', email)
    if (!account) {
      await pretendToVerify(password)
      ctx.log.warn({ ip: ctx.http?.ip }, 'a sign-in failed: no such account')
      throw wrongCredentials()
    }
    await verifyOrCount(ctx, account, password, email)
    const memberships = account.memberships.filter((membership) => membership.state === 'active')
    const chosen =
      memberships.length === 1 ? memberships[0] : memberships.find(({ tenantId }) => tenantId === workspaceId)
    if (workspaceId && chosen?.tenantId !== workspaceId) throw wrongCredentials()
    if (memberships.length === 0) throw wrongCredentials()
    if (!chosen) {
      return {
        status: 'choose_workspace' as const,
        workspaces: memberships.map(({ tenantId, tenantName }) => ({ id: tenantId, name: tenantName })),
      }
    }
    const session = describeNewSession(ctx)
    const { tenantId, tenantName, personId, name, roles } = chosen
    await ctx.enterTenant(
      tenantId,
      actorOf({ tenant_id: tenantId, person_id: personId, name, email, roles }, session.id),
    )
    const person = await findPerson(ctx, personId)
    await insertSession(ctx, personId, session)
    ctx.record({
      object: { type: 'session', id: session.id, name: email },
      detail: { userAgent: session.userAgent },
    })
    return answerSession(ctx, {
      id: session.id,
      generation: 0,
      expiresAt: session.expiresAt,
      person: { id: personId, name: person.name, email, language: person.language },
      workspace: { id: tenantId, name: tenantName },
      roles: person.roles,
      attributes: person.attributes,
    })
  },
})

async function verifyOrCount(ctx: Context, account: Account, password: string, email: string): Promise<void> {
  const now = ctx.now()
  if (account.locked_until && account.locked_until > now) {
    await recordFailures(ctx, account, email, 'locked')
    throw locked(account.locked_until, now)
  }
  const { correct, upgrade } = await verifyPassword(account.password_hash, password)
  const newHash = correct && upgrade ? await hashPassword(password) : null
  if (correct && account.failed_attempts === 0 && !newHash && !account.locked_until) return
  const [after] = await ctx.gate<{ locked_until: Date | null }>(
    'people.gate_record_attempt',
    account.account_id,
    correct,
    now,
    lockAfter,
    lockMinutes,
    newHash,
  )
  if (correct) return
  await recordFailures(ctx, account, email, 'wrong password')
  if (after?.locked_until && after.locked_until > now) throw locked(after.locked_until, now)
  throw wrongCredentials()
}

/** Each workspace of the account has the failure in its audit log, with the address it came from. */
async function recordFailures(ctx: Context, account: Account, email: string, cause: string): Promise<void> {
  for (const { tenantId, personId } of account.memberships) {
    const actor = actorOf(
      { tenant_id: tenantId, person_id: personId, name: email, email, roles: [] },
      newId(),
    )
    const records = [
      {
        object: { type: 'person', id: personId, name: email },
        detail: { cause, userAgent: ctx.http?.userAgent },
      },
    ]
    const act = {
      actor,
      tenantId,
      operation: contract.signIn.name,
      outcome: 'failed' as const,
      at: ctx.now(),
      ip: ctx.http?.ip,
      records,
      events: [],
    }
    const entry = makeJournalEntry(act)
    await ctx.runtime.store.inTenant(tenantId, 'write', (db) => appendJournal(db, entry))
  }
}

function wrongCredentials(): AppError {
  return new AppError('wrong_credentials', {
    public: 'The e-mail or the password is not right. Check both and try again.',
  })
}

function locked(until: Date, now: Date): AppError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000))
  return new AppError('locked', {
    public: `Too many failed attempts. Try again in ${minutes} minutes, or ask an Admin to reset your password.`,
    params: { minutes },
  })
}
