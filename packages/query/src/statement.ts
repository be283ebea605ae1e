import type { ValueType } from '@flexoffice/expression/types'
import { hashText } from './hash.ts'
import { type BindInput, type BoundValue, makeBinder, type ParameterDescriptor } from './parameters.ts'
import type { FieldReference } from './structured-query.ts'

/** One named prepared statement. `bind` refuses values that do not fit, naming their path. */
export interface Statement {
  sql: string
  /** At most 63 characters, the same for the same SQL. */
  name: string
  parameters: readonly ParameterDescriptor[]
  bind(input: BindInput): BoundValue[]
}

/** One column of the answer. */
export interface ResultColumn {
  name: string
  type: ValueType
  databaseType: string
  field: FieldReference
}

/** How the number of all rows is asked for, and what the figure means. */
export interface TotalStatement extends Statement {
  kind: 'exact' | 'estimated' | 'bounded'
  /** With `bounded`: a figure above it means "more than this". */
  bound?: number
}

/** A compiled shape: good for every query of that shape under policies with the same fingerprints. */
export interface CompiledQuery extends Statement {
  /** The visible columns; a row may have further cells behind them, which only `cursorAfter` reads. */
  columns: readonly ResultColumn[]
  /** The cursor behind a row of the answer; null when the page is counted. */
  cursorAfter: ((row: readonly (string | null)[]) => string) | null
  total: TotalStatement | null
}

/** Finishes a statement. */
export function makeStatement(sql: string, parameters: readonly ParameterDescriptor[]): Statement {
  return { sql, name: `q${hashText(sql)}`, parameters, bind: makeBinder(parameters) }
}
