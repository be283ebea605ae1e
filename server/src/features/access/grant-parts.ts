import { AppError, invalidField, notFound } from '@flexoffice/base'
import type { RoleGrantInput } from '@flexoffice/contract/access'
import type { RuleContext } from '@flexoffice/expression'
import type { Context } from '../../core/context.ts'
import type { KnownTable, TenantCatalogue } from '../catalogue/api.ts'
import { tenantCatalogue } from '../catalogue/api.ts'
import type { RoleBook } from '../people/api.ts'
import { listDeclaredAttributes } from '../people/api.ts'
import { readRule, ruleContext } from './rule-context.ts'
import type { StoredGrant, StoredRules } from './stored-grant.ts'
import { ruleNames } from './stored-grant.ts'

/** A table with the names that its rules may use. */
export interface GrantableTable {
  known: KnownTable
  catalogue: TenantCatalogue
  context: RuleContext
}

/** Opens a table for those who govern access, else the same notFound as for anything that cannot be seen. */
export async function openGrantable(ctx: Context, tableId: string): Promise<GrantableTable> {
  const catalogue = await tenantCatalogue.read(ctx.runtime, ctx.db, ctx.tenant)
  const known = catalogue.tables.get(tableId)
  if (!known) throw notFound(`table ${tableId}`)
  return { known, catalogue, context: ruleContext(known, catalogue, await listDeclaredAttributes(ctx)) }
}

/** Checks a grant as written and gives it as stored; every refusal names its field, those of rules their position. */
export function readGrant(
  ctx: Context,
  table: GrantableTable,
  grant: RoleGrantInput,
  { version, roles }: { version: number; roles: RoleBook },
): StoredGrant {
  const { shape } = table.known
  if (!roles.has(grant.role)) throw invalidField('/grant/role', 'There is no such role.', 'unknown_role')
  const ids = shape.columns.map((column) => column.id)
  const stranger = Object.keys(grant.columns).find((id) => !ids.includes(id))
  if (stranger !== undefined)
    throw invalidField(`/grant/columns/${stranger}`, 'The table has no such column.', 'unknown_column')
  return {
    tenant_id: ctx.tenant,
    table_id: shape.id,
    role: grant.role,
    operations: grant.operations,
    columns: grant.columns,
    other_columns: grant.otherColumns,
    known_columns: ids,
    rules: readRules(grant, table.context),
    version,
    changed_at: ctx.now(),
    changed_by: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
  }
}

function readRules(grant: RoleGrantInput, context: RuleContext): StoredRules {
  const rules: StoredRules = { rows: null }
  for (const name of ruleNames) {
    const source = grant[name]
    if (source === undefined) continue
    const { rule, problems } = readRule(source, context)
    const [first] = problems
    if (first) {
      throw new AppError('invalid_formula', {
        public: first.message,
        fields: problems.map(({ code, message }) => ({ path: `/grant/${name}`, message, code })),
        params: { rule: name, problems },
      })
    }
    rules[name] = rule
  }
  return rules
}
