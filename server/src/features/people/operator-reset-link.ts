import { newId } from '@flexoffice/base'
import type { SystemActor } from '../../core/actor.ts'
import type { AuditRecord } from '../../core/journal/journal-entry.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import type { Keys } from '../../core/keys.ts'
import { makeToken, resetExpiry, resetLink, resetPurpose } from './password-resets.ts'

/** What the command needs of the installation; `query` runs as the owner of the management store. */
export interface OperatorReach {
  query<Row>(text: string, values: unknown[]): Promise<Row[]>
  keys: Keys
  publicUrl: string
  now: Date
}

interface Account {
  memberships: { tenantId: string; personId: string }[]
}

/**
 * Makes the link by which whoever has this e-mail sets a new password: for the only Admin, whom nobody in the product can
 * help. Null when nobody can sign in with it. The audit log of each of their workspaces says that it was made.
 */
export async function makeOperatorResetLink(
  { query, keys, publicUrl, now }: OperatorReach,
  address: string,
): Promise<{ link: string; expiresAt: Date; name: string } | null> {
  const email = address.trim().toLowerCase()
  const token = makeToken()
  const expiresAt = resetExpiry(now)
  const [account] = await query<Account>('select memberships from people.gate_find_account($1)', [email])
  const entries = (account?.memberships ?? []).map(({ tenantId, personId }) =>
    makeJournalEntry({
      actor: operator(tenantId),
      tenantId,
      operation: 'people/make-reset-link',
      outcome: 'done',
      at: now,
      records: [resetRecord(personId, email, 'people:reset-link', expiresAt)],
      events: [],
    }),
  )
  const [made] = await query<{ person_name: string }>(
    'select * from people.make_operator_reset($1, $2, $3, $4, $5, $6)',
    [email, newId(), keys.digest(resetPurpose, token), now, expiresAt, JSON.stringify(entries)],
  )
  return made ? { link: resetLink(publicUrl, token), expiresAt, name: made.person_name } : null
}

/** How a link that a command made stands in the audit log. */
export function resetRecord(personId: string, email: string, command: string, expiresAt: Date): AuditRecord {
  return {
    object: { type: 'person', id: personId, name: email },
    detail: { by: `the command ${command}`, expiresAt: expiresAt.toISOString() },
  }
}

/** Whoever runs the server, as the audit log names them. */
export function operator(tenantId: string): SystemActor {
  return { kind: 'system', name: 'operator', tenantId, permissions: new Set() }
}
