import { answerColumns, rowTypeOf } from '@flexoffice/page-model'
import type { Query } from '@flexoffice/query/structured-query'
import { useCatalogue } from '../catalogue.tsx'
import { usePagePart } from '../editor.ts'
import { constantOf } from './bound-field.ts'

/** A column that may be chosen: the name in the answer, and what people call it. */
export interface ColumnChoice {
  name: string
  label: string
  type: string
}

/** The columns of the query or table that a property of the widget names. */
export function useColumnChoices(widgetId: string, columnsOf: string): ColumnChoice[] {
  const { shown, checked } = useCatalogue()
  const bound = constantOf(usePagePart((page) => page.widgets[widgetId]?.properties[columnsOf]))
  const template = usePagePart((page) => (typeof bound === 'string' ? page.queries[bound]?.query : undefined))
  if (typeof bound !== 'string') return []
  const query = template as unknown as Query | undefined
  if (!query)
    return (shown.get(bound)?.columns ?? []).map(({ id, label, type }) => ({ name: id, label, type }))
  const row = rowTypeOf(template!, checked)
  const columns = shown.get(query.table)?.columns ?? []
  return answerColumns({ ...query, select: query.select ?? [] }).map(({ name, field }) => {
    const own =
      'column' in field && !field.through ? columns.find(({ id }) => id === field.column) : undefined
    const type = row.fields[name]?.type
    return { name, label: own?.label ?? name, type: typeof type === 'string' ? type : 'dynamic' }
  })
}
