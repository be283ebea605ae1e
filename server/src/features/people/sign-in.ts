import { AppError } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { appendJournal } from '../../core/run-operation.ts'
import type { Account } from './failed-guesses.ts'
import { refusalsOf } from './failed-guesses.ts'
import { guessPassword } from './guess-password.ts'
import { findPerson } from './person-store.ts'
import { findOwnRoles } from './role-store.ts'
import { actorOf, answerSession, describeNewSession, insertSession } from './start-session.ts'

/** Starts a session. Unknown e-mail and wrong password get the same answer for the same work; five failures lock either for a while. */
export const signIn = operation(contract.signIn, {
  allow: 'public',
  async run(ctx, { email, password, workspaceId }) {
    const [account] = await ctx.gate<Account>('people.gate_find_account', email)
    const holder = account ? { id: account.account_id, hash: account.password_hash } : null
    const entries = (cause: string) =>
      refusalsOf(ctx, account?.memberships ?? [], { operation: contract.signIn.name, email, cause })
    const isRight = await guessPassword(ctx, { email, holder, entries }, password)
    if (!account || !isRight) {
      ctx.log.warn({ ip: ctx.http?.ip }, 'a sign-in failed')
      throw wrongCredentials()
    }
    const memberships = account.memberships.filter(({ state }) => state === 'active')
    const wanted = account.memberships.filter(({ tenantId }) => !workspaceId || tenantId === workspaceId)
    if (wanted.length > 0 && wanted.every(({ state }) => state === 'deactivated'))
      throw await turnAway(ctx, email, wanted)
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
    const session = await describeNewSession(ctx, chosen.tenantId)
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
      ownRoles: await findOwnRoles(ctx.db, person.roles),
      attributes: person.attributes,
    })
  },
})

/**
 * Said only to who has proven the password: anybody else is told the same as for an unknown e-mail. It stands in the audit log
 * of every workspace that they were turned away from.
 */
async function turnAway(ctx: Context, email: string, memberships: Account['memberships']): Promise<AppError> {
  const told = { operation: contract.signIn.name, email, cause: 'deactivated', outcome: 'denied' as const }
  for (const entry of refusalsOf(ctx, memberships, told))
    await ctx.runtime.store.inTenant(entry.tenantId!, 'write', (db) => appendJournal(db, entry))
  return new AppError('forbidden', {
    public: 'Your account is deactivated. Ask an Admin of your workspace if you should have access.',
    reason: 'account_deactivated',
  })
}

function wrongCredentials(): AppError {
  return new AppError('wrong_credentials', {
    public: 'The e-mail or the password is not right. Check both and try again.',
  })
}
