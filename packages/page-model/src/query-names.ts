import {
  type ExpressionRecord,
  fromWire,
  type ObjectType,
  type ValueType,
  valueTypes,
} from '@flexoffice/expression'
import type { QueryResult } from '@flexoffice/sdk/widget'
import { anyRecord } from './page-scope.ts'

/** What a query's name means in expressions: `orders.rows`, `orders.first.total`, `orders.loading`. */
export function queryNames(result: QueryResult): ExpressionRecord {
  const row = queryRowType(result)
  let rows: ExpressionRecord[] | null = null
  const read = () => {
    rows ??= result.rows.map((item) => fromWire(item, row) as ExpressionRecord)
    return rows
  }
  return {
    /** Read when first asked for: most pages show thousands of rows of which no expression speaks. */
    get rows() {
      return read()
    },
    get first() {
      return result.rows.length > 0
        ? (rows?.[0] ?? (fromWire(result.rows[0], row) as ExpressionRecord))
        : null
    },
    loading: result.status === 'loading',
    error: result.error?.message ?? null,
    total: result.total === undefined ? null : BigInt(result.total),
    hasMore: result.hasMore,
  }
}

/** The row type of an answer, by the types that the server tells with it. */
export function queryRowType({ columns }: QueryResult): ObjectType {
  return rowTypeOfColumns(columns)
}

/** The row type of these columns of an answer. */
export function rowTypeOfColumns(columns: QueryResult['columns']): ObjectType {
  if (columns.length === 0) return anyRecord
  const fields = columns.map(
    ({ name, type }) => [name, { type: isValueType(type) ? type : 'dynamic' }] as const,
  )
  return { fields: Object.fromEntries(fields), open: true }
}

function isValueType(type: string): type is ValueType {
  return (valueTypes as readonly string[]).includes(type)
}
