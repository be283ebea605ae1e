import { notFound } from '@flexoffice/base'
import type { Generated, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AttributeValue } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'

interface PersonTable {
  id: string
  tenant_id: string
  account_id: string
  name: string
  email: string
  language: 'en' | 'pt-BR'
  roles: string[]
  attributes: Record<string, AttributeValue>
  state: 'active' | 'deactivated'
  deactivation_reason: string | null
  created_at: Generated<Date>
  last_seen_at: Date | null
}

interface InvitationTable {
  id: string
  tenant_id: string
  email: string
  roles: string[]
  attributes: Record<string, AttributeValue>
  message: string
  token_digest: Buffer
  invited_by: string
  created_at: Generated<Date>
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
}

interface PasswordResetTable {
  id: string
  tenant_id: string
  person_id: string
  token_digest: Buffer
  made_by: string | null
  created_at: Date
  expires_at: Date
  used_at: Date | null
  replaced_at: Date | null
}

interface SessionTable {
  id: string
  tenant_id: string
  person_id: string
  started_at: Date
  last_seen_at: Date
  expires_at: Date
  ended_at: Date | null
  ended_reason: string | null
  generation: number
  rotated_at: Date
  ip: string
  user_agent: string
}

interface AttributeTable {
  tenant_id: string
  name: string
  label: string
  type: 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'text_list'
}

type PeopleTables = {
  'people.person': PersonTable
  'people.invitation': InvitationTable
  'people.password_reset': PasswordResetTable
  'people.session': SessionTable
  'people.attribute': AttributeTable
}

export type PersonRow = Selectable<PersonTable>

/** The feature's tables in the operation's transaction. */
export function peopleTables({ db }: Pick<Context, 'db'>) {
  return db.withTables<PeopleTables>()
}

/** Whether the name or the e-mail of a person has these words in it. */
export function matchesWords(words: string) {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(name ilike ${pattern} or email ilike ${pattern})`
}

/** Finds a person of the tenant, else the same notFound as for anything that cannot be seen. */
export async function findPerson(ctx: Context, personId: string): Promise<PersonRow> {
  const row = await peopleTables(ctx)
    .selectFrom('people.person')
    .selectAll()
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!row) throw notFound(`person ${personId}`)
  return row
}

/**
 * The same person for a change: as they are by now, until the transaction ends. Changes of people come one after the other in
 * a workspace, since some have to count its Admins; whoever joins or signs in meanwhile does not wait.
 */
export async function holdPerson(ctx: Context, personId: string): Promise<PersonRow> {
  await sql`select pg_advisory_xact_lock(7314, hashtext(${ctx.tenant}))`.execute(ctx.db)
  const row = await peopleTables(ctx)
    .selectFrom('people.person')
    .selectAll()
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw notFound(`person ${personId}`)
  return row
}

/** Counts active Admins besides one person who is held, so two demotions cannot both leave none. */
export async function countOtherAdmins(ctx: Context, personId: string): Promise<number> {
  const { count } = await peopleTables(ctx)
    .selectFrom('people.person')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('id', '!=', personId)
    .where('state', '=', 'active')
    .where(sql<boolean>`roles && array['admin', 'super_admin']`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Ends the live sessions of a person, all or all but one. */
export async function endSessions(
  ctx: Context,
  personId: string,
  reason: string,
  exceptSessionId?: string,
): Promise<void> {
  let ending = peopleTables(ctx)
    .updateTable('people.session')
    .set({ ended_at: ctx.now(), ended_reason: reason })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
  if (exceptSessionId) ending = ending.where('id', '!=', exceptSessionId)
  await ending.execute()
  ctx.invalidate({ personId })
}
