import { randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import { operation } from '../../core/operation.ts'
import { perRuntime } from '../../core/runtime.ts'
import { hashPassword } from './passwords.ts'
import { actorOf, answerSession, describeNewSession } from './start-session.ts'

/** The code that is printed at start while no workspace exists; new at every start. */
export const setUpCode = perRuntime(() =>
  randomBytes(10)
    .toString('hex')
    .replace(/(.{5})(?=.)/g, '$1-'),
)

/** Tells whether the first workspace is still to be set up. */
export const showSetUpState = operation(contract.showSetUpState, {
  allow: 'public',
  async run(ctx) {
    const [row] = await ctx.gate<{ set_up: boolean }>('people.gate_is_set_up')
    return { open: !row!.set_up }
  },
})

/** Creates the first workspace with its Admin. The gate's function does it whole under a lock, so it can happen once only. */
export const setUpWorkspace = operation(contract.setUpWorkspace, {
  allow: 'public',
  async run(ctx, input) {
    const [state] = await ctx.gate<{ set_up: boolean }>('people.gate_is_set_up')
    if (state!.set_up) throw closed()
    if (!sameCode(input.code, setUpCode(ctx.runtime))) {
      throw new AppError('invalid_input', {
        public:
          'This is not the code that the server printed at its last start. Look at its output and try again.',
        reason: 'setup_wrong_code',
        fields: [{ path: '/code', message: 'is not the code that the server printed at its last start' }],
      })
    }
    const ids = { tenant: newId(), account: newId(), person: newId() }
    const session = await describeNewSession(ctx, null)
    const admin = {
      accountId: ids.account,
      personId: ids.person,
      name: input.name,
      email: input.email,
      language: input.language,
      passwordHash: await hashPassword(input.password),
    }
    const roles = ['admin', 'editor', 'developer']
    const actor = actorOf(
      { tenant_id: ids.tenant, person_id: ids.person, name: input.name, email: input.email, roles },
      session.id,
    )
    const object = { type: 'workspace', id: ids.tenant, name: input.workspaceName }
    const entry = makeJournalEntry({
      actor,
      tenantId: ids.tenant,
      operation: contract.setUpWorkspace.name,
      outcome: 'done',
      at: ctx.now(),
      ip: ctx.http?.ip,
      records: [{ object, after: { name: input.workspaceName, admin: input.email } }],
      events: [],
    })
    const workspace = { id: ids.tenant, name: input.workspaceName }
    const [result] = await ctx.gate<{ created: boolean }>(
      'people.gate_set_up',
      workspace,
      admin,
      session,
      entry,
    )
    if (!result!.created) throw closed()
    return answerSession(ctx, {
      id: session.id,
      generation: 0,
      expiresAt: session.expiresAt,
      person: { id: ids.person, name: input.name, email: input.email, language: input.language },
      workspace,
      roles,
      ownRoles: [],
      attributes: {},
    })
  },
})

function closed(): AppError {
  return new AppError('setup_closed', {
    public: 'The first workspace is set up already. Sign in, or ask its Admin for an invitation.',
  })
}

function sameCode(given: string, expected: string): boolean {
  const left = Buffer.from(given.trim().toLowerCase())
  const right = Buffer.from(expected)
  return left.length === right.length && timingSafeEqual(left, right)
}
