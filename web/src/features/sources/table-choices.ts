import type { SourceTable } from '@flexoffice/contract/sources'

/** What becomes of the tables of a source when a choice is saved. */
export interface TableChanges {
  take: string[]
  leave: string[]
  /** Those of `leave` that are in use today. */
  leaving: SourceTable[]
  /** Those of `take` of which nobody decided yet who may read them. */
  asking: SourceTable[]
}

/** The tables ticked at first: those taken, and new ones where the next look would take them anyway. */
export function suggestTables(tables: readonly SourceTable[], takesLater: boolean): Set<string> {
  const suggested = tables.filter(({ state }) => state === 'taken' || (state === 'new' && takesLater))
  return new Set(suggested.map(({ identity }) => identity))
}

/** Compares a choice with what was decided before; a new table that is not ticked is left out, and new no longer. */
export function compareTables(tables: readonly SourceTable[], chosen: ReadonlySet<string>): TableChanges {
  const taken = tables.filter(({ identity, state }) => chosen.has(identity) && state !== 'taken')
  const left = tables.filter(({ identity, state }) => !chosen.has(identity) && state !== 'left')
  return {
    take: taken.map(({ identity }) => identity),
    leave: left.map(({ identity }) => identity),
    leaving: left.filter(({ state }) => state === 'taken'),
    asking: taken.filter(({ keepsAccess }) => !keepsAccess),
  }
}
