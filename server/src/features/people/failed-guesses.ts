import { newId } from '@flexoffice/base'
import type { Context } from '../../core/context.ts'
import type { JournalEntry, Outcome } from '../../core/journal/journal-entry.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { actorOf } from './start-session.ts'

/** The account of an e-mail, as the gate answers it, with its place in each workspace. */
export interface Account {
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

/** Each workspace of the account has the refusal in its audit log, with the address it came from. */
export function refusalsOf(
  ctx: Context,
  memberships: Account['memberships'],
  told: { operation: string; email: string; cause: string; outcome?: Outcome },
): JournalEntry[] {
  const { operation, email, cause, outcome = 'failed' } = told
  return memberships.map(({ tenantId, personId }) =>
    makeJournalEntry({
      actor: actorOf({ tenant_id: tenantId, person_id: personId, name: email, email, roles: [] }, newId()),
      tenantId,
      operation,
      outcome,
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
