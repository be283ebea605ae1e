import type { RoleGrantInput, showTableAccess } from '@flexoffice/contract/access'
import type { OutputOf } from '@flexoffice/contract/operation'

/** The grants of a table as the server tells them. */
export type TableAccess = OutputOf<typeof showTableAccess>

/** A stored grant. */
export type StoredGrant = TableAccess['grants'][number]

/** A role's right to one column. */
export type ColumnRight = RoleGrantInput['otherColumns']

/** One of the four things that a role may do with a table. */
export type TableOperation = keyof RoleGrantInput['operations']

/** The four operations in the order of the matrix. */
export const tableOperations = ['read', 'create', 'update', 'delete'] as const satisfies TableOperation[]

/** The grant of a role that has none. */
export function emptyGrant(role: string): RoleGrantInput {
  return {
    role,
    operations: { read: false, create: false, update: false, delete: false },
    rows: null,
    columns: {},
    otherColumns: { access: 'none' },
  }
}

/** A stored grant as it can be sent back. */
export function toDraft(stored: StoredGrant): RoleGrantInput {
  const { role, operations, rows, createRows, updateRows, deleteRows, columns, otherColumns } = stored
  return {
    role,
    operations,
    rows,
    ...(createRows === undefined ? {} : { createRows }),
    ...(updateRows === undefined ? {} : { updateRows }),
    ...(deleteRows === undefined ? {} : { deleteRows }),
    columns,
    otherColumns,
  }
}

/** Turns an operation on or off. Reading comes first: without it nothing is left, and the first right brings it along. */
export function setOperation(
  grant: RoleGrantInput,
  operation: TableOperation,
  on: boolean,
  columnIds: readonly string[],
): RoleGrantInput {
  const operations =
    operation === 'read' && !on
      ? { read: false, create: false, update: false, delete: false }
      : { ...grant.operations, read: true, [operation]: on }
  const writes = operations.create || operations.update
  const started = !grant.operations.read && operations.read
  const untouched = Object.keys(grant.columns).length === 0 && grant.otherColumns.access === 'none'
  const access = writes ? ('write' as const) : ('read' as const)
  // A role that begins gets all columns, named one by one, so that columns which appear later stay hidden.
  const columns =
    started && untouched ? Object.fromEntries(columnIds.map((id) => [id, { access }])) : grant.columns
  return { ...grant, operations, columns }
}

/** A role's right to a column: its own, else that of all others. */
export function rightOf(grant: RoleGrantInput, columnId: string): ColumnRight {
  return grant.columns[columnId] ?? grant.otherColumns
}

/** A right as one word, for the choice in the matrix. */
export function rightWord({ access, mask }: ColumnRight): string {
  return access === 'read' && mask !== undefined ? `mask:${mask}` : access
}

/** The right behind such a word. */
export function readRightWord(word: string): ColumnRight {
  if (word.startsWith('mask:')) return { access: 'read', mask: word.slice(5) as ColumnRight['mask'] }
  return { access: word as ColumnRight['access'] }
}

/** Whether two grants say the same. */
export function isSameGrant(left: RoleGrantInput, right: RoleGrantInput): boolean {
  const plain = (grant: RoleGrantInput) =>
    JSON.stringify([
      grant.operations,
      grant.rows || null,
      grant.createRows,
      grant.updateRows,
      grant.deleteRows,
      Object.entries(grant.columns).sort(([a], [b]) => a.localeCompare(b)),
      grant.otherColumns,
    ])
  return plain(left) === plain(right)
}
