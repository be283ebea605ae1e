import { isQueryExpression, type JsonValue, type QueryTemplate } from '@flexoffice/contract/page-document'
import { defaultName } from '@flexoffice/query/default-name'
import type { Query, SortItem } from '@flexoffice/query/structured-query'

/** One value that a query needs from the page: the expression and what it must give. */
export interface QueryParameter {
  /** `p0`, `p1` ... in the order in which they stand; equal expressions share one. */
  name: string
  source: string
  kind: 'value' | 'list' | 'number'
}

/** Lists the parameters of a query template, always in the same order. */
export function listParameters(template: QueryTemplate): QueryParameter[] {
  const found = new Map<string, QueryParameter>()
  collect(template, '', found)
  return [...found.values()]
}

/** The names that the columns of a query's answer have, with the field that each comes from. */
export function answerColumns(query: Query): { name: string; field: SortItem['field'] }[] {
  if (query.group || query.aggregates)
    return [
      ...(query.group ?? []).map((item) => ({ name: item.as, field: { group: item.as } })),
      ...(query.aggregates ?? []).map((item) => ({ name: item.as, field: { aggregate: item.as } })),
    ]
  return query.select.map(({ as, field }) => ({ name: as ?? defaultName(field), field }))
}

/** What a place in a query takes, by the name of its key. */
export function kindAt(key: string): QueryParameter['kind'] {
  return key === 'values' ? 'list' : key === 'limit' || key === 'offset' ? 'number' : 'value'
}

function collect(value: JsonValue, key: string, found: Map<string, QueryParameter>): void {
  if (isQueryExpression(value)) {
    const kind = kindAt(key)
    const id = `${kind} ${value.$expression}`
    if (!found.has(id)) found.set(id, { name: `p${found.size}`, source: value.$expression, kind })
    return
  }
  if (Array.isArray(value)) for (const item of value) collect(item, '', found)
  else if (typeof value === 'object' && value !== null)
    for (const name of Object.keys(value).sort()) collect(value[name]!, name, found)
}
