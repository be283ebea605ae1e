import type { Catalogue, ColumnReference, FieldReference, Query } from '@flexoffice/query'
import { isReadable } from '@flexoffice/query'

/**
 * A query without the columns that its reader may not see, of the table or of rows related to it, so that one page shows
 * each reader what they may. Only what is shown and its order give way: a condition, a group or a figure over a hidden
 * column is refused as before, because without it the answer would mean something else.
 */
export function readablePart(query: Query, catalogue: Catalogue): Query {
  const isShown = (field: FieldReference) =>
    referencesOf(query, field).every((reference) => isReadable(catalogue, query.table, reference))
  const select = query.select.filter(({ field }) => isShown(field))
  if (select.length === query.select.length || select.length === 0) return query
  return { ...query, select, sort: query.sort?.filter(({ field }) => isShown(field)) }
}

/** The columns from which a field is made. */
function referencesOf(query: Query, field: FieldReference): ColumnReference[] {
  if ('column' in field) return [field]
  if (!('computed' in field)) return []
  const formula = query.computed?.find(({ name }) => name === field.computed)?.formula
  return formula === undefined ? [] : referencesIn(formula)
}

function referencesIn(part: unknown): ColumnReference[] {
  if (Array.isArray(part)) return part.flatMap(referencesIn)
  if (typeof part !== 'object' || part === null) return []
  if ('column' in part && typeof part.column === 'string') return [part as ColumnReference]
  return Object.values(part).flatMap(referencesIn)
}
