import { invalidField } from '@flexoffice/base'
import type { Cast } from './casts.ts'
import { compareSql } from './formula-sql.ts'
import { type QueryScope, readColumn } from './query-scope.ts'
import { allInBrackets, anyOf, comparable, orderable, type SqlValue, wrap } from './sql-context.ts'
import type { FieldReference, Filter } from './structured-query.ts'

/** Finds the governed value of a field, or refuses it. */
export type ReadField = (field: FieldReference, path: string) => SqlValue

/** A filter tree as a condition; its values are parameters cast to the field's type, never the other way round. */
export function filterSql(scope: QueryScope, filter: Filter, read: ReadField, path: string): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((part, index) =>
        filterSql(scope, part, read, `${path}/filters/${index}`),
      )
      return filter.kind === 'and' ? allInBrackets(parts) : anyOf(parts)
    }
    case 'not':
      return `not ${wrap(filterSql(scope, filter.filter, read, `${path}/filter`))}`
    case 'compare':
      return compare(scope, filter, read(filter.field, `${path}/field`), path)
    case 'between':
      return between(scope, filter, read(filter.field, `${path}/field`), path)
    case 'in':
    case 'notIn': {
      const { sql, cast } = comparable(scope.context, read(filter.field, `${path}/field`))
      const list = parameter(scope, filter, cast, `${path}/values`, { list: true })
      return scope.context.dialect.inList(wrap(sql), list, filter.kind === 'notIn')
    }
    case 'isNull':
    case 'isNotNull': {
      const { sql } = read(filter.field, `${path}/field`)
      return `${wrap(sql)} is ${filter.kind === 'isNull' ? 'null' : 'not null'}`
    }
    case 'contains':
    case 'startsWith': {
      const text = textOf(scope, read(filter.field, `${path}/field`), `${path}/field`)
      const pattern = parameter(scope, filter, 'text', `${path}/value`, { pattern: filter.kind })
      return scope.context.dialect.like(text, pattern, filter.ignoreCase === true)
    }
    case 'search':
      return search(scope, filter, read, path)
  }
}

function compare(
  scope: QueryScope,
  filter: Extract<Filter, { kind: 'compare' }>,
  field: SqlValue,
  path: string,
): string {
  const operator = compareSql[filter.operator]
  const ranged = operator !== '=' && operator !== '<>'
  const { sql, cast } = ranged ? orderable(scope.context, field) : comparable(scope.context, field)
  return `${operand(sql)} ${operator} ${parameter(scope, filter, cast, `${path}/value`)}`
}

function between(
  scope: QueryScope,
  filter: Extract<Filter, { kind: 'between' }>,
  field: SqlValue,
  path: string,
): string {
  const { sql, cast } = orderable(scope.context, field)
  const from = parameter(scope, filter, cast, `${path}/from`)
  const to = parameter(scope, filter, cast, `${path}/to`, { offset: 1 })
  return `(${operand(sql)} between ${from} and ${to})`
}

function search(
  scope: QueryScope,
  filter: Extract<Filter, { kind: 'search' }>,
  read: ReadField,
  path: string,
): string {
  const texts = filter.fields
    ? filter.fields.map((field, index) => textOf(scope, read(field, `${path}/fields/${index}`), path))
    : listReadableTexts(scope)
  if (texts.length === 0) return 'false'
  const pattern = parameter(scope, filter, 'text', `${path}/text`, { pattern: 'contains' })
  return anyOf(texts.map((text) => scope.context.dialect.like(text, pattern, true)))
}

function listReadableTexts(scope: QueryScope): string[] {
  return scope.root.table.columns.flatMap((column) => {
    const value = column.type === 'text' ? readColumn(scope.context, scope.root, column.id) : null
    return value === null ? [] : [wrap(comparable(scope.context, value).sql)]
  })
}

function textOf(scope: QueryScope, value: SqlValue, path: string): string {
  const { sql, cast } = comparable(scope.context, value)
  if (cast !== 'text')
    throw invalidField(path, 'Only text can be searched. Choose a text field.', 'wrong_type')
  return wrap(sql)
}

function operand(sql: string): string {
  return sql.endsWith(' collate "C"') ? sql : wrap(sql)
}

function parameter(
  scope: QueryScope,
  node: Filter,
  cast: Cast,
  path: string,
  options: { list?: boolean; pattern?: 'contains' | 'startsWith'; offset?: number } = {},
): string {
  const slot = scope.slots.get(node)! + (options.offset ?? 0)
  const { list = false, pattern } = options
  return scope.context.parameters.add({ source: { kind: 'literal', slot, path }, cast, list, pattern })
}
