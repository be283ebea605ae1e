import type { RowRule } from '@flexoffice/expression/rule'

/**
 * What a person sees where a role grants a row but only a disguise of the column. A mask that does not fit the
 * column's type hides the value (null).
 */
export type Mask =
  | { kind: 'hide' }
  /** Always the same three dots, for text; tells not even whether there is a value. */
  | { kind: 'fixed' }
  /** The last four letters after dots; whole texts of up to four letters are hidden. Text only. */
  | { kind: 'lastFour' }
  /** What follows the last `@`, after dots. Text only. */
  | { kind: 'emailDomain' }
  /** The first day of the year. Dates, datetimes and timestamps only. */
  | { kind: 'yearOnly' }

/** What can be done with a record. */
export type RecordOperation = 'create' | 'read' | 'update' | 'delete'

/** A role's right to one column. With a mask the role gives the disguise instead of the value. */
export interface ColumnGrant {
  access: 'none' | 'read' | 'write'
  mask?: Mask
}

/** Everything that one role grants on one table. A person's rights are the sum of their roles' grants. */
export interface RoleGrant {
  role: string
  operations: Record<RecordOperation, boolean>
  /** The rows that the role may read; null is all of them. */
  rows: RowRule | null
  /** Where a rule for an operation is absent, `rows` holds; null is all rows. */
  createRows?: RowRule | null
  updateRows?: RowRule | null
  deleteRows?: RowRule | null
  /** By column id. */
  columns: Record<string, ColumnGrant>
  /** For columns that are not listed, also future ones; absent: none. */
  otherColumns?: ColumnGrant
}
