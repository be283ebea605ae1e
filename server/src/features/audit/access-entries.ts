import type { AuditEntry } from '@flexoffice/contract/audit'

/** One change of rights: an entry of the log, and the record in it that says what changed. */
export interface RightsChange {
  entry: AuditEntry
  record: AuditEntry['records'][number]
}

/** Features whose operations may change who can do what. */
const governing = ['access/', 'catalogue/', 'pages/', 'people/', 'sources/']

/** They say much and change no rights: left out by name, so that a report need not read them. */
const sessions = ['people/sign-in', 'people/refresh-session', 'people/sign-out', 'people/list-sessions']

/** Whether changes of rights may be among the entries of an operation. */
export function isGoverning(operation: string): boolean {
  return governing.some((prefix) => operation.startsWith(prefix)) && !sessions.includes(operation)
}

/**
 * The changes of rights among entries, judged by what was changed and not by the operation, so that a new operation cannot be
 * forgotten: grants of roles, what is sensitive, who reads a page, what a role may, and the roles, attributes and state of people.
 */
export function changesOfRights(entries: readonly AuditEntry[]): RightsChange[] {
  return entries.flatMap((entry) =>
    entry.records.filter(changesRights).map((record): RightsChange => ({ entry, record })),
  )
}

/** What decides about rights in a record's before and after. */
const decisive = ['roles', 'attributes', 'permissions', 'level', 'readers', 'sensitive']
/** Of people: other things have states of their own, which give nobody a right. */
const decisiveOfPeople = [...decisive, 'state']

function changesRights({ object, before, after, detail }: RightsChange['record']): boolean {
  const { type } = toFields(object)
  if (type === 'table' && typeof toFields(detail).role === 'string') return true
  const [was, is] = [toFields(before), toFields(after)]
  if (before === undefined && after === undefined) return type === 'invitation'
  const names = type === 'person' ? decisiveOfPeople : decisive
  return names.some((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
}

/** Codes by which people are kept from something; a read that finds nothing may have been one of what is hidden. */
const refusals = ['forbidden', 'not_found', 'wrong_credentials', 'locked']

/** The refused attempts among entries that did not succeed; what failed by a mistake or a defect is none. */
export function refusedAttempts(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.filter(({ outcome, records }) => outcome === 'denied' || records.some(tellsRefusal))
}

/** Sign-ins that failed tell a cause instead of a code. */
function tellsRefusal({ detail }: AuditEntry['records'][number]): boolean {
  const { code, cause } = toFields(detail)
  return refusals.includes(String(code)) || typeof cause === 'string'
}

function toFields(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}
