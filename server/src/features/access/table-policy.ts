import type { CompiledPolicy, Decision, RecordOperation, RoleGrant } from '@flexoffice/query'
import { compilePolicy, decide } from '@flexoffice/query'
import type { KnownTable } from '../catalogue/api.ts'
import { isAdmin } from '../people/api.ts'
import type { StoredGrant } from './stored-grant.ts'
import { toRoleGrant } from './stored-grant.ts'

/** Whose rights are asked for. */
export interface RightsHolder {
  personId: string | null
  roles: readonly string[]
  /** Whether a role of theirs has the permission to use data: without it, nothing that is granted reaches them. */
  usesData: boolean
}

/** The pseudo roles by which somebody reads a table that nobody granted. */
export const adminRole = 'admin_reads_all'
export const creatorRole = 'creator'

/**
 * All that a person's rights on a table come from: the grants of their roles; until a table is marked sensitive also that
 * Admins read every table, and that whoever brought a table in may use it. Nothing for who may not use data at all.
 */
export function effectiveGrants(
  known: KnownTable,
  stored: readonly StoredGrant[],
  holder: RightsHolder,
): RoleGrant[] {
  if (!holder.usesData) return []
  const ids = known.shape.columns.map((column) => column.id)
  const grants = stored
    .filter((grant) => holder.roles.includes(grant.role))
    .map((grant) => toRoleGrant(grant, ids))
  if (known.table.sensitive) return grants
  if (isAdmin(holder.roles)) grants.push(readAll)
  if (holder.personId !== null && known.table.createdBy === holder.personId) grants.push(useAll)
  return grants
}

/** The rights of a person on a table, compiled. */
export function policyOf(
  known: KnownTable,
  stored: readonly StoredGrant[],
  holder: RightsHolder,
): CompiledPolicy {
  return compilePolicy(known.shape, effectiveGrants(known, stored, holder))
}

/** The decision of every request path: may this be done at all; which rows, the statement decides. */
export function decideOn(
  policies: ReadonlyMap<string, CompiledPolicy>,
  tableId: string,
  operation: RecordOperation,
  columnId?: string,
): Decision {
  const policy = policies.get(tableId)
  return policy === undefined ? 'deny' : decide(policy, operation, columnId)
}

const readAll: RoleGrant = {
  role: adminRole,
  operations: { read: true, create: false, update: false, delete: false },
  rows: null,
  columns: {},
  otherColumns: { access: 'read' },
}

const useAll: RoleGrant = {
  role: creatorRole,
  operations: { read: true, create: true, update: true, delete: true },
  rows: null,
  columns: {},
  otherColumns: { access: 'write' },
}
