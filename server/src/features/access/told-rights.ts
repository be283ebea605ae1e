import type { NoAccessReason } from '@flexoffice/contract/access'
import type { RuleContext } from '@flexoffice/expression'
import { printRowRule } from '@flexoffice/expression'
import type { CompiledPolicy, RecordOperation, RoleGrant } from '@flexoffice/query'
import { compilePolicy, decide } from '@flexoffice/query'
import type { KnownTable } from '../catalogue/api.ts'
import type { RoleBook } from '../people/api.ts'
import { rightsOf } from '../people/api.ts'
import type { StoredGrant } from './stored-grant.ts'
import type { RightsHolder } from './table-policy.ts'
import { effectiveGrants, policyOf } from './table-policy.ts'

/** What somebody's rights on a table come to, decided by the policy that their requests meet. */
export interface ToldRights {
  reads: boolean
  operations: Record<RecordOperation, boolean>
  /** The roles that let them read, each with the rule of its rows; null = all rows. */
  because: { role: string; rows: string | null }[]
  /** Whether a rule decides which rows they see. */
  limited: boolean
  /** Column ids of a reader; empty for others, who see none. */
  hidden: string[]
  masked: string[]
  /** Shown as it is on some of the rows only. */
  partly: string[]
  /** Columns that somebody who may update sees and may not change. */
  readOnly: string[]
  whyNot: NoAccessReason | null
}

export type ColumnRight = 'none' | 'masked' | 'read' | 'write'

/** Tells the rights of one after the other on a table; those who hold the same roles share the answer. */
export function rightsTeller(
  known: KnownTable,
  stored: readonly StoredGrant[],
  context: RuleContext,
  book: RoleBook,
): (person: Omit<RightsHolder, 'usesData'>) => ToldRights {
  const told = new Map<string, ToldRights>()
  return ({ personId, roles }) => {
    const isCreator = personId !== null && personId === known.table.createdBy
    const key = `${roles.join(',')}|${isCreator}`
    const present = told.get(key)
    if (present) return present
    const holder = { personId, roles, usesData: rightsOf(roles, book).permissions.has('data.use') }
    const rights = tellRights(known, effectiveGrants(known, stored, holder), context)
    const whyNot = rights.reads ? null : whyNotRead(known, stored, holder)
    const made = { ...rights, whyNot }
    told.set(key, made)
    return made
  }
}

/** What the grants come to together. */
export function tellRights(
  known: KnownTable,
  grants: readonly RoleGrant[],
  context: RuleContext,
): Omit<ToldRights, 'whyNot'> {
  const policy = compilePolicy(known.shape, grants)
  const operations = mapOperations((name) => decide(policy, name) === 'allow')
  const reads = operations.read
  const columns = reads ? known.columns.map(({ id }) => ({ id, right: columnRight(policy, id) })) : []
  const idsOf = (right: ColumnRight) => columns.filter((column) => column.right === right).map(({ id }) => id)
  return {
    reads,
    operations,
    because: grants
      .filter((grant) => decide(compilePolicy(known.shape, [grant]), 'read') === 'allow')
      .map(({ role, rows }) => ({ role, rows: rows && printRowRule(rows, context) })),
    limited: reads && policy.rows.read !== 'all',
    hidden: idsOf('none'),
    masked: idsOf('masked'),
    partly: columns
      .filter(({ id, right }) => right !== 'masked' && policy.cells.get(id)?.whole === false)
      .map(({ id }) => id),
    readOnly: operations.update ? idsOf('read') : [],
  }
}

/** Why somebody who cannot read the table cannot; null for who can. */
export function whyNotRead(
  known: KnownTable,
  stored: readonly StoredGrant[],
  holder: RightsHolder,
): NoAccessReason | null {
  const reads = (table: KnownTable) => decide(policyOf(table, stored, holder), 'read') === 'allow'
  if (reads(known)) return null
  if (holder.roles.length > 0 && !holder.usesData) return 'no_data_use'
  const unmarked = { ...known, table: { ...known.table, sensitive: false } }
  if (known.table.sensitive && reads(unmarked)) return 'sensitive'
  const grants = effectiveGrants(known, stored, holder)
  if (grants.length === 0) return holder.roles.length === 0 ? 'no_role' : 'no_grant'
  return grants.some((grant) => grant.operations.read) ? 'no_rows' : 'not_reading'
}

export function mapOperations<Value>(make: (name: RecordOperation) => Value): Record<RecordOperation, Value> {
  return { read: make('read'), create: make('create'), update: make('update'), delete: make('delete') }
}

export function columnRight(policy: CompiledPolicy, columnId: string): ColumnRight {
  if (decide(policy, 'update', columnId) === 'allow') return 'write'
  const reading = decide(policy, 'read', columnId)
  return reading === 'allow' ? 'read' : reading === 'mask' ? 'masked' : 'none'
}
