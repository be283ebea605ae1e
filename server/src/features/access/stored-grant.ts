import type { RoleGrantInput } from '@flexoffice/contract/access'
import type { RowRule } from '@flexoffice/expression/rule'
import type { ColumnGrant, RoleGrant } from '@flexoffice/query'

type ColumnAccess = RoleGrantInput['otherColumns']

export const ruleNames = ['rows', 'createRows', 'updateRows', 'deleteRows'] as const
export type RuleName = (typeof ruleNames)[number]

/** The rules of a grant as trees; null = all rows, absent = the read rule. */
export type StoredRules = { rows: RowRule | null } & Partial<Record<RuleName, RowRule | null>>

/** A row of `access.grant`. */
export interface StoredGrant {
  tenant_id: string
  table_id: string
  role: string
  operations: RoleGrantInput['operations']
  columns: RoleGrantInput['columns']
  other_columns: ColumnAccess
  known_columns: string[]
  rules: StoredRules
  version: number
  changed_at: Date
  changed_by: string | null
}

/** The grant as the compiler unites it with others. Columns that came later than the grant are spelled out as denied. */
export function toRoleGrant(grant: StoredGrant, columnIds: readonly string[]): RoleGrant {
  const known = new Set(grant.known_columns)
  const later = columnIds.filter((id) => !known.has(id)).map((id) => [id, noAccess] as const)
  const named = Object.entries(grant.columns).map(([id, access]) => [id, toColumnGrant(access)] as const)
  return {
    role: grant.role,
    operations: grant.operations,
    ...grant.rules,
    columns: Object.fromEntries([...later, ...named]),
    otherColumns: toColumnGrant(grant.other_columns),
  }
}

const noAccess: ColumnGrant = { access: 'none' }

function toColumnGrant({ access, mask }: ColumnAccess): ColumnGrant {
  return mask ? { access, mask: { kind: mask } } : { access }
}
