import { isId } from '@flexoffice/base'
import type { PersonActor } from '../actor.ts'
import type { Runtime } from '../runtime.ts'
import { perRuntime } from '../runtime.ts'
import type { AuditObject, JournalEntry } from './journal-entry.ts'

/** Objects of one person that are told one by one in a minute; whoever tries more is told of with a count. */
const namedObjects = 10
const windowMilliseconds = 60_000
const maximumPeople = 10_000

interface Window {
  since: number
  named: Set<string>
}

const windows = perRuntime(() => new Map<string, Window>())

/**
 * Counts a read that found nothing which the person may see (REQUIREMENTS A-07): what is missing and what is hidden look the
 * same to them, and are told alike here. Gathered as other reads are, so trying in a loop fills no log.
 */
export function countMissedRead(
  runtime: Runtime,
  { actor, operation, input }: { actor: PersonActor; operation: string; input: unknown },
  makeEntry: () => JournalEntry,
): void {
  const object = objectOf(input)
  if (!object) return
  const isNamed = mayName(runtime, actor.personId, `${operation}|${object.id}`)
  const key = `${actor.sessionId}|missed|${isNamed ? `${operation}|${object.id}` : 'more'}`
  const detail = isNamed ? { code: 'not_found' } : { code: 'not_found', objects: 'several' }
  const record = isNamed ? { object, detail } : { detail }
  runtime.readAudit.count(key, () => ({ ...makeEntry(), records: [record], events: [] }))
}

function mayName(runtime: Runtime, personId: string, what: string): boolean {
  const people = windows(runtime)
  const now = runtime.clock().getTime()
  let window = people.get(personId)
  if (!window || now - window.since >= windowMilliseconds) {
    window = { since: now, named: new Set() }
    people.delete(personId)
    if (people.size >= maximumPeople) people.delete(people.keys().next().value as string)
    people.set(personId, window)
  }
  if (window.named.size < namedObjects) window.named.add(what)
  return window.named.has(what)
}

/** The first field of the input that names an object by its id: `tableId` is a table. */
function objectOf(input: unknown): AuditObject | undefined {
  for (const [name, value] of Object.entries(input ?? {})) {
    if (name.endsWith('Id') && typeof value === 'string' && isId(value))
      return { type: name.slice(0, -2), id: value }
  }
  return undefined
}
