import { AppError, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import type { Context } from '../../core/context.ts'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { operation } from '../../core/operation.ts'
import { guessPassword } from './guess-password.ts'
import { findPerson } from './person-store.ts'
import { actorOf, answerSession, describeNewSession, insertSession } from './start-session.ts'

interface Account {
  account_id: string
  password_hash: string
  memberships: {
    tenantId: string
    tenantName: string
    personId: string
    name: string
    roles: string[]
    state: string
  }[]
}

/** Starts a session. Unknown e-mail and wrong password get the same answer for the same work; five failures lock either for a while. */
export const signIn = operation(contract.signIn, {
  allow: 'public',
  async run(ctx, { email, password, workspaceId }) {
    const [account] = await ctx.gate<Account>('people.gate_find_account', email)
    const holder = account ? { id: account.account_id, hash: account.password_hash } : null
    const entries = (cause: string) => failuresOf(ctx, account, email, cause)
    const isRight = await guessPassword(ctx, { email, holder, entries }, password)
    if (!account || !isRight) {
      ctx.log.warn({ ip: ctx.http?.ip }, 'a sign-in failed')
      throw wrongCredentials()
    }
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
      attributes: person.attributes,
    })
  },
})

/** Each workspace of the account has the failure in its audit log, with the address it came from. */
function failuresOf(
  ctx: Context,
  account: Account | undefined,
  email: string,
  cause: string,
): JournalEntry[] {
  return (account?.memberships ?? []).map(({ tenantId, personId }) =>
    makeJournalEntry({
      actor: actorOf({ tenant_id: tenantId, person_id: personId, name: email, email, roles: [] }, newId()),
      tenantId,
      operation: contract.signIn.name,
      outcome: 'failed',
      at: ctx.now(),
      ip: ctx.http?.ip,
      records: [
        {
          object: { type: 'person', id: personId, name: email },
          detail: { cause, userAgent: ctx.http?.userAgent },
        },
      ],
      events: [],
    }),
  )
}

function wrongCredentials(): AppError {
  return new AppError('wrong_credentials', {
    public: 'The e-mail or the password is not right. Check both and try again.',
  })
}
