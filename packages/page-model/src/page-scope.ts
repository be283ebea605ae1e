import type {
  PageDocument,
  PageState,
  PropertyValue,
  QueryTemplate,
} from '@flexoffice/contract/page-document'
import type { ExpressionType, ObjectType, Scope, ScopeField } from '@flexoffice/expression'
import type { Query } from '@flexoffice/query/structured-query'
import type { TableShape } from '@flexoffice/query/table-shape'
import type { WidgetDefinition, WidgetValueType } from '@flexoffice/sdk/widget'
import { answerColumns } from './list-parameters.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

/** What of the workspace's catalogue a person may read; absent, columns and tables are not checked. */
export interface PageCatalogue {
  tables: ReadonlyMap<string, TableShape>
  /** Ids of the pages that may be opened; absent: not checked. */
  pages?: ReadonlySet<string>
}

/** The type that a widget's declared type has in expressions. */
export function expressionTypeOf(type: WidgetValueType, row: ObjectType = anyRecord): ExpressionType {
  switch (type) {
    case 'any':
      return 'dynamic'
    case 'number':
      return 'decimal'
    case 'list':
      return { list: 'dynamic' }
    case 'record':
      return anyRecord
    case 'row':
      return row
    case 'rows':
      return { list: row }
    default:
      return type
  }
}

/** An object of which nothing is known beforehand. */
export const anyRecord: ObjectType = { fields: {}, open: true }

/** The names that every expression of a page may use: widgets, queries, `state`, `user` and `page`. */
export function buildPageScope(
  page: PageDocument,
  registry: WidgetRegistry,
  catalogue?: PageCatalogue,
): Scope {
  const fields: Record<string, ScopeField> = {
    state: { type: { fields: stateFields(page.state) } },
    user: { type: userType },
    page: {
      type: { fields: { id: { type: 'text' }, title: { type: 'text' }, parameters: { type: anyRecord } } },
    },
  }
  for (const query of Object.values(page.queries))
    fields[query.name] = { type: queryType(rowTypeOf(query.query, catalogue)) }
  for (const widget of Object.values(page.widgets)) {
    const definition = registry.get(widget.type)
    if (!definition) fields[widget.name] = { type: anyRecord }
    else
      fields[widget.name] = {
        type: {
          fields: exposedFields(definition, (property) =>
            boundRow(page.queries, widget.properties[property], catalogue),
          ),
        },
      }
  }
  return { fields }
}

/** The scope of an event's actions: the page's names and `event` with what the widget tells of it. */
export function buildEventScope(
  scope: Scope,
  definition: WidgetDefinition | undefined,
  eventName: string,
  rowOf: (property: string) => ObjectType = () => anyRecord,
): Scope {
  const payload = definition?.events.find((event) => event.name === eventName)?.payload ?? []
  const fields = Object.fromEntries(
    payload.map(({ name, type, columnsOf }) => [
      name,
      { type: expressionTypeOf(type, columnsOf ? rowOf(columnsOf) : undefined) },
    ]),
  )
  return { fields: { ...scope.fields, event: { type: { fields, open: definition === undefined } } } }
}

/** The row type of what a property's value names: a query's answer or a table. */
export function boundRow(
  queries: PageDocument['queries'],
  value: PropertyValue | undefined,
  catalogue?: PageCatalogue,
): ObjectType {
  if (value?.kind !== 'value' || typeof value.value !== 'string') return anyRecord
  const query = Object.hasOwn(queries, value.value) ? queries[value.value] : undefined
  if (query) return rowTypeOf(query.query, catalogue)
  const table = catalogue?.tables.get(value.value)
  return table ? tableRow(table) : anyRecord
}

/** The row type of a query's answer; open when the catalogue is not at hand or does not know a column. */
export function rowTypeOf(template: QueryTemplate, catalogue?: PageCatalogue): ObjectType {
  const query = template as unknown as Query
  const table = catalogue?.tables.get(query.table)
  if (!table || !catalogue || !Array.isArray(query.select)) return anyRecord
  const fields = Object.fromEntries(
    answerColumns(query).map(({ name, field }) => [
      name,
      { type: fieldType(field, query, table, catalogue) },
    ]),
  )
  return { fields }
}

function tableRow(table: TableShape): ObjectType {
  const fields = table.columns.map(
    (column) => [column.id, { type: column.type, label: column.name }] as const,
  )
  return { fields: Object.fromEntries(fields) }
}

type Field = ReturnType<typeof answerColumns>[number]['field']

function fieldType(field: Field, query: Query, table: TableShape, catalogue: PageCatalogue): ExpressionType {
  if ('column' in field) {
    let at: TableShape | undefined = table
    for (const id of field.through ?? []) {
      const relation: TableShape['relations'][number] | undefined = at?.relations.find(
        (item) => item.id === id,
      )
      at = relation && catalogue.tables.get(relation.toTable)
    }
    return at?.columns.find((column) => column.id === field.column)?.type ?? 'dynamic'
  }
  if ('group' in field) {
    const group = query.group?.find((item) => item.as === field.group)
    return group && !group.bucket ? fieldType(group.field, query, table, catalogue) : 'dynamic'
  }
  if ('aggregate' in field) return aggregateType(field.aggregate, query, table, catalogue)
  return 'dynamic'
}

function aggregateType(
  name: string,
  query: Query,
  table: TableShape,
  catalogue: PageCatalogue,
): ExpressionType {
  const aggregate = query.aggregates?.find((item) => item.as === name)
  if (!aggregate) return 'dynamic'
  if (aggregate.function === 'count' || aggregate.function === 'countDistinct') return 'integer'
  const type = aggregate.field ? fieldType(aggregate.field, query, table, catalogue) : 'dynamic'
  if (aggregate.function === 'min' || aggregate.function === 'max') return type
  return type === 'float' ? 'float' : 'decimal'
}

const userType: ObjectType = {
  fields: {
    id: { type: 'text' },
    name: { type: 'text' },
    email: { type: 'text' },
    locale: { type: 'text' },
    roles: { type: { list: 'text' } },
    attributes: { type: { fields: {}, open: true } },
  },
}

function queryType(row: ObjectType): ObjectType {
  return {
    fields: {
      rows: { type: { list: row } },
      first: { type: row },
      loading: { type: 'boolean' },
      error: { type: 'text' },
      total: { type: 'integer' },
      hasMore: { type: 'boolean' },
    },
  }
}

function stateFields(state: Record<string, PageState>): Record<string, ScopeField> {
  return Object.fromEntries(
    Object.entries(state).map(([name, { type }]) => [name, { type: expressionTypeOf(type) }]),
  )
}

function exposedFields(
  definition: WidgetDefinition,
  rowOf: (property: string) => ObjectType,
): Record<string, ScopeField> {
  return Object.fromEntries(
    definition.exposes.map(({ name, type, columnsOf, label }) => [
      name,
      { type: expressionTypeOf(type, columnsOf ? rowOf(columnsOf) : undefined), label },
    ]),
  )
}
