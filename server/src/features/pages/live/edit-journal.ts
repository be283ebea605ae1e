import { pageChanged } from '@flexoffice/contract/pages'
import { toPageDocument } from '@flexoffice/page-model'
import type * as Y from 'yjs'
import type { PersonActor } from '../../../core/actor.ts'
import { makeJournalEntry } from '../../../core/journal/journal-entry.ts'
import { appendJournal } from '../../../core/run-operation.ts'
import type { Runtime } from '../../../core/runtime.ts'
import type { Conflict } from './find-conflicts.ts'
import type { TouchedParts } from './touched-parts.ts'
import { addTouched, noParts } from './touched-parts.ts'

interface Burst {
  person: PersonActor
  parts: TouchedParts
  updates: number
  conflicts: { of: string; id: string | null; field: string; won: boolean }[]
  timer: NodeJS.Timeout
}

/** The audit log's view of live editing: one entry per person for up to 30 seconds of work, never one per keystroke. */
export interface EditJournal {
  note(person: PersonActor, transaction: Y.Transaction, conflicts: readonly Conflict[]): void
  /** Writes the entry of one person, or of everybody, now. */
  flush(personId?: string): Promise<void>
}

const burstMilliseconds = 30_000

/** Starts the journal of one open page. */
export function createEditJournal(runtime: Runtime, pageId: string, ydoc: Y.Doc): EditJournal {
  const bursts = new Map<string, Burst>()

  function begin(person: PersonActor): Burst {
    const timer = setTimeout(() => void flush(person.personId), burstMilliseconds)
    const burst = { person, parts: noParts(), updates: 0, conflicts: [], timer }
    bursts.set(person.personId, burst)
    return burst
  }

  async function write({ person, parts, updates, conflicts }: Burst): Promise<void> {
    const page = toPageDocument(ydoc)
    const act = {
      actor: person,
      tenantId: person.tenantId,
      operation: 'pages/edit-page',
      outcome: 'done' as const,
      at: runtime.clock(),
      records: [
        {
          object: { type: 'page', id: pageId, name: page.title },
          detail: {
            updates,
            widgets: named(parts.widgets, page.widgets),
            queries: named(parts.queries, page.queries),
            state: [...parts.state].sort(),
            page: [...parts.page].sort(),
            ...(conflicts.length > 0 ? { conflicts } : {}),
          },
        },
      ],
      events: [{ name: pageChanged.name, payload: { pageId } }],
    }
    await runtime.store.inTenant(person.tenantId, 'write', (db) => appendJournal(db, makeJournalEntry(act)))
  }

  async function flush(personId?: string): Promise<void> {
    const ending = [...bursts.values()].filter((burst) => !personId || burst.person.personId === personId)
    for (const burst of ending) {
      clearTimeout(burst.timer)
      bursts.delete(burst.person.personId)
    }
    const results = await Promise.allSettled(ending.map(write))
    for (const result of results)
      if (result.status === 'rejected')
        runtime.log.error(
          { err: result.reason, pageId },
          'an edit could not be journalled; its author is in the log of updates',
        )
  }

  return {
    note(person, transaction, conflicts) {
      const burst = bursts.get(person.personId) ?? begin(person)
      burst.updates += 1
      addTouched(burst.parts, transaction)
      for (const { of, id, field, laterWins } of conflicts)
        if (burst.conflicts.length < maximumNamed) burst.conflicts.push({ of, id, field, won: laterWins })
    },
    flush,
  }
}

const maximumNamed = 100

function named(ids: Set<string>, nodes: Record<string, { name: string }>): { id: string; name: string }[] {
  return [...ids]
    .sort()
    .slice(0, maximumNamed)
    .map((id) => ({ id, name: nodes[id]?.name ?? '' }))
}
