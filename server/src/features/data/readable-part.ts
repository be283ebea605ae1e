import type { CompiledPolicy, FieldReference, Query } from '@flexoffice/query'

/**
 * A query without the columns that its reader may not see, so that one page shows each reader what they may. Only what is
 * shown and its order give way: a condition, a group or a figure over a hidden column is refused as before, because without
 * it the answer would mean something else. Columns of related rows stay too.
 */
export function readablePart(query: Query, policy: CompiledPolicy): Query {
  const isReadable = (field: FieldReference) => columnsOf(query, field).every((id) => policy.cells.has(id))
  const select = query.select.filter(({ field }) => isReadable(field))
  if (select.length === query.select.length || select.length === 0) return query
  return { ...query, select, sort: query.sort?.filter(({ field }) => isReadable(field)) }
}

/** The ids of the table's own columns from which a field is made. */
function columnsOf(query: Query, field: FieldReference): string[] {
  if ('column' in field) return field.through?.length ? [] : [field.column]
  if (!('computed' in field)) return []
  const formula = query.computed?.find(({ name }) => name === field.computed)?.formula
  return formula === undefined ? [] : columnsIn(formula)
}

function columnsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(columnsIn)
  if (typeof part !== 'object' || part === null) return []
  const { column, through } = part as { column?: unknown; through?: unknown[] }
  if (typeof column === 'string') return through?.length ? [] : [column]
  return Object.values(part).flatMap(columnsIn)
}
