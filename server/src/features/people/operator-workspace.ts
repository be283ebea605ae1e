import { AppError, newId } from '@flexoffice/base'
import { setUpWorkspace } from '@flexoffice/contract/people'
import type { AuditRecord, JournalEntry } from '../../core/journal/journal-entry.ts'
import { makeJournalEntry } from '../../core/journal/journal-entry.ts'
import type { OperatorReach } from './operator-reset-link.ts'
import { operator, resetRecord } from './operator-reset-link.ts'
import { makeToken, resetExpiry, resetLink, resetPurpose } from './password-resets.ts'
import { hashPassword } from './passwords.ts'

/** What the operator gives; checked here by the rules of the set-up. */
export interface WorkspaceRequest {
  name: string | undefined
  adminEmail: string | undefined
  /** Absent = the name that the account has in another workspace, else the e-mail's part before the @. */
  adminName?: string | undefined
}

export interface CreatedWorkspace {
  id: string
  name: string
  admin: { email: string; name: string }
  /** For an e-mail without an account: the link by which its holder sets a password. Null = signs in with the one they have. */
  reset: { link: string; expiresAt: Date } | null
  /** How many workspaces there are by now. */
  workspaces: number
}

interface Result {
  outcome: 'created' | 'name_taken' | 'not_set_up'
  person_name: string
  has_account: boolean
  workspaces: number
}

/**
 * Makes a further workspace with its Admin, whole or not at all; its audit log begins with who made it. Refuses by the
 * option's name: values out of the limits, the name of another workspace, and an installation without a first workspace.
 */
export async function createOperatorWorkspace(
  reach: OperatorReach,
  request: WorkspaceRequest,
): Promise<CreatedWorkspace> {
  const { query, keys, publicUrl, now } = reach
  const { name, email, adminName } = readRequest(request)
  const ids = { tenant: newId(), account: newId(), person: newId() }
  const token = makeToken()
  const expiresAt = resetExpiry(now)
  const entry = (operation: string, record: AuditRecord): JournalEntry =>
    makeJournalEntry({
      actor: operator(ids.tenant),
      tenantId: ids.tenant,
      operation,
      outcome: 'done',
      at: now,
      records: [record],
      events: [],
    })
  const made = entry(setUpWorkspace.name, {
    object: { type: 'workspace', id: ids.tenant, name },
    after: { name, admin: email },
    detail: { by: 'the command workspace:create' },
  })
  const admin = {
    accountId: ids.account,
    personId: ids.person,
    email,
    name: adminName,
    // Of a secret that nobody keeps: no password opens the account before the link has set one.
    passwordHash: await hashPassword(makeToken()),
  }
  const reset = {
    id: newId(),
    digest: keys.digest(resetPurpose, token).toString('hex'),
    at: now.toISOString(),
    until: expiresAt.toISOString(),
    entry: entry('people/make-reset-link', resetRecord(ids.person, email, 'workspace:create', expiresAt)),
  }
  const [result] = await query<Result>(
    'select * from people.create_workspace($1, $2, $3, $4)',
    [{ id: ids.tenant, name }, admin, reset, made].map((value) => JSON.stringify(value)),
  )
  const { outcome, person_name, has_account, workspaces } = result!
  if (outcome === 'name_taken') throw nameTaken(name)
  if (outcome === 'not_set_up') throw notSetUp()
  return {
    id: ids.tenant,
    name,
    admin: { email, name: person_name },
    reset: has_account ? null : { link: resetLink(publicUrl, token), expiresAt },
    workspaces,
  }
}

const options: Record<string, string> = {
  workspaceName: '--name',
  email: '--admin-email',
  name: '--admin-name',
}

function readRequest({ name, adminEmail, adminName }: WorkspaceRequest) {
  const { shape } = setUpWorkspace.input
  const schema = setUpWorkspace.input
    .pick({ workspaceName: true, email: true })
    .extend({ name: shape.name.optional() })
  const parsed = schema.safeParse({
    workspaceName: name ?? '',
    email: adminEmail?.trim() ?? '',
    name: adminName,
  })
  if (parsed.success) {
    const { workspaceName, email, name: given } = parsed.data
    return { name: workspaceName, email, adminName: given }
  }
  const fields = parsed.error.issues.map(({ path, message }) => ({
    path: options[String(path[0])] ?? '',
    message,
  }))
  throw new AppError('invalid_input', {
    public: fields.map(({ path, message }) => `${path}: ${message}`).join('; '),
    fields,
  })
}

function nameTaken(name: string): AppError {
  return new AppError('already_exists', {
    public: `--name: there is a workspace "${name}" already; people could not tell the two apart. Choose another name.`,
    reason: 'workspace_name_taken',
  })
}

function notSetUp(): AppError {
  return new AppError('conflict', {
    public:
      'There is no workspace yet. Set up the first one in the browser, with the code that the server prints at its start.',
    reason: 'not_set_up',
  })
}
