import type { AuditFilter } from '@flexoffice/contract/audit'
import { type SearchOf, searchChoice, searchFlag, searchText } from '../../core/routing/search.ts'

/** What an act can come to. */
export const outcomes = ['done', 'denied', 'failed', 'refused', 'unknown'] as const

const day = {
  fallback: '',
  read: (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined),
  write: (value: string) => value,
}

/** What the audit screen keeps in the address bar; other screens may link here with an object, or to the access report. */
export const auditSearch = {
  search: searchText(),
  person: searchText(),
  operation: searchText(),
  outcome: searchChoice(['any', ...outcomes], 'any'),
  type: searchText('any'),
  object: searchText(),
  from: day,
  to: day,
  entry: searchText(),
  report: searchFlag(),
}

/** The values of the address bar. */
export type AuditSearch = SearchOf<typeof auditSearch>

/** The server's filter; days begin and end where the person is. */
export function toFilter(search: AuditSearch): AuditFilter {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(search.person)
  return {
    search: search.search.trim() || undefined,
    personId: isId ? search.person : undefined,
    operation: search.operation || undefined,
    outcome: search.outcome === 'any' ? undefined : search.outcome,
    objectType: search.type === 'any' ? undefined : search.type,
    objectId: search.object || undefined,
    from: search.from ? startOfDay(search.from, 0) : undefined,
    to: search.to ? startOfDay(search.to, 1) : undefined,
  }
}

/** Whether anything narrows the log. */
export function isFiltered(search: AuditSearch): boolean {
  return Object.values(toFilter(search)).some((value) => value !== undefined)
}

/** The moment at which a day begins where the person is, or a day after it. */
export function startOfDay(text: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}
