import {
  isQueryExpression,
  type JsonValue,
  type PageDocument,
  type PageQuery,
  type PropertyValue,
} from '@flexoffice/contract/page-document'
import type { ColumnReference, Query } from '@flexoffice/query/structured-query'
import type { TableShape } from '@flexoffice/query/table-shape'
import type { CheckContext } from './check-context.ts'
import { checkSource } from './check-source.ts'
import { listParameters } from './list-parameters.ts'
import type { PageCatalogue } from './page-scope.ts'
import { type PageProblem, pageError, pageWarning, suggest } from './problem.ts'

/** Finds the mistakes of all queries: their expressions, and tables and columns that the person cannot read. */
export function checkQueries({ page, scope, catalogue }: CheckContext): PageProblem[] {
  return Object.values(page.queries).flatMap((query) => [
    ...listParameters(query.query).flatMap((parameter) => {
      const expected = parameter.kind === 'number' ? 'number' : 'any'
      return checkSource(parameter.source, scope, expected, { queryId: query.id, property: 'query' })
    }),
    ...(catalogue ? checkNames(query, catalogue) : []),
  ])
}

/** Finds filters of several values that a query compares with by the first: the others would be left out without a word. */
export function checkFirstValues({ widgets, queries }: PageDocument): PageProblem[] {
  const several = Object.values(widgets).filter(
    ({ type, properties }) => type === 'filter' && isOn(properties.multiple),
  )
  if (several.length === 0) return []
  return Object.values(queries).flatMap((query) => {
    const compared = new Set(listEqualities(query.query))
    const wrong = several.filter(({ name }) => compared.has(`${name}.value`))
    return wrong.map(({ name }) => firstValueOnly(query, name))
  })
}

function firstValueOnly(query: PageQuery, name: string): PageProblem {
  const message = `The query "${query.name}" compares with ${name}.value, which is only the first of the chosen values. Change the condition to "is one of" ${name}.values.`
  const place = { queryId: query.id, property: 'query' }
  return pageWarning('first_value_only', place, message, { name, query: query.name })
}

function isOn(value: PropertyValue | undefined): boolean {
  return value?.kind === 'value' && value.value === true
}

/** The expressions that a column must be equal to, wherever in the query. */
function listEqualities(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (!Array.isArray(value) && value.operator === 'eq' && isQueryExpression(value.value!))
    return [value.value.$expression.trim()]
  return Object.values(value).flatMap(listEqualities)
}

function checkNames(query: PageQuery, catalogue: PageCatalogue): PageProblem[] {
  const place = { queryId: query.id, property: 'query' }
  const asked = query.query as unknown as Query
  const table = catalogue.tables.get(asked.table)
  if (!table) {
    const message = `The query "${query.name}" asks for a table that does not exist, or that you may not read. Choose another.`
    return [pageError('unknown_table', place, message, { name: query.name })]
  }
  const problems = new Map<string, PageProblem>()
  for (const reference of listColumnReferences(asked)) {
    const at = followRelations(table, reference, catalogue)
    if (at?.columns.some((column) => column.id === reference.column)) continue
    const { column } = reference
    // What the query itself calls the column says more than an id.
    const alias = asked.select.find(({ field }) => 'column' in field && field.column === column)?.as
    const known = suggest(column, at?.columns.map(({ id }) => id) ?? [])
    const message = `The query "${query.name}" names a column "${alias ?? column}" that does not exist, or that you may not read. Take it out of the query, or choose another.`
    const params = { name: query.name, column, ...(alias === undefined ? known : { columnName: alias }) }
    problems.set(column, pageError('unknown_column', place, message, params))
  }
  return [...problems.values()]
}

function followRelations(
  start: TableShape,
  { through = [] }: ColumnReference,
  catalogue: PageCatalogue,
): TableShape | undefined {
  let table: TableShape | undefined = start
  for (const id of through) {
    const relation: TableShape['relations'][number] | undefined = table?.relations.find(
      (item) => item.id === id,
    )
    table = relation && catalogue.tables.get(relation.toTable)
  }
  return table
}

/** Everything in the query that is a reference to a column, wherever it stands. */
function listColumnReferences(value: unknown): ColumnReference[] {
  if (Array.isArray(value)) return value.flatMap(listColumnReferences)
  if (typeof value !== 'object' || value === null) return []
  if ('column' in value && typeof value.column === 'string') return [value as ColumnReference]
  return Object.values(value).flatMap(listColumnReferences)
}
