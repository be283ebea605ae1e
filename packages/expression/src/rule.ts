import type { ValueType } from './types.ts'

/** A column of the row, or of the one row that a relation of it points to (one step, never more). */
export interface ColumnOperand {
  kind: 'column'
  columnId: string
  /** The relation (by stable id) that leads from the row's table to the table that holds the column. */
  relationId?: string
  type: ValueType
}

/** An attribute of the person who asks, always bound as a parameter. A `list` attribute may only stand right of `in`. */
export interface AttributeOperand {
  kind: 'attribute'
  name: string
  type: ValueType
  list: boolean
}

/** A constant in the canonical text form of its type (as PostgreSQL writes it, ISO dates, UTC instants), or null. */
export interface LiteralOperand {
  kind: 'literal'
  type: ValueType
  value: string | null
}

export type Operand = ColumnOperand | AttributeOperand | LiteralOperand

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>='

/**
 * A row rule: the named total subset of the expression language, in three-valued logic as SQL has it. A comparison with
 * null is unknown, `not` of unknown is unknown, and a rule that is not TRUE denies. Strings compare by code point.
 */
export type RowRule =
  | { kind: 'constant'; value: boolean }
  | { kind: 'and' | 'or'; rules: RowRule[] }
  | { kind: 'not'; rule: RowRule }
  | { kind: 'compare'; operator: CompareOperator; left: Operand; right: Operand }
  | { kind: 'in'; left: Operand; list: Operand[] | AttributeOperand }
  | { kind: 'isNull'; operand: Operand }
  | { kind: 'startsWith'; left: Operand; prefix: Operand }
