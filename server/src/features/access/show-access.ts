import * as contract from '@flexoffice/contract/access'
import { printRowRule } from '@flexoffice/expression'
import { operation } from '../../core/operation.ts'
import { openGrantable } from './grant-parts.ts'
import { countStoredGrants, listGrants } from './grant-store.ts'
import { readRule } from './rule-context.ts'
import type { StoredRules } from './stored-grant.ts'
import { ruleNames } from './stored-grant.ts'

/** Shows all grants on a table. Rules carry today's names; one that names something gone is listed as broken. */
export const showTableAccess = operation(contract.showTableAccess, {
  allow: 'access.manage',
  async run(ctx, { tableId }) {
    const { known, context } = await openGrantable(ctx, tableId)
    const grants = await listGrants(ctx.db, tableId)
    const { table, columns, relations } = known
    return {
      table,
      columns,
      relations,
      grants: grants.map((grant) => {
        const { sources, broken } = printRules(grant.rules, context)
        return {
          role: grant.role,
          operations: grant.operations,
          columns: Object.fromEntries(
            Object.entries(grant.columns).filter(([id]) => columns.some((column) => column.id === id)),
          ),
          otherColumns: grant.other_columns,
          rows: null,
          ...sources,
          version: grant.version,
          changedAt: grant.changed_at.toISOString(),
          changedBy: grant.changed_by,
          broken,
        }
      }),
    }
  },
})

/** Counts all grants, for the first steps in a new workspace: has anybody been granted anything yet? */
export const countGrants = operation(contract.countGrants, {
  allow: 'access.manage',
  run: async (ctx) => ({ count: await countStoredGrants(ctx.db) }),
})

/** Checks a rule while it is written. */
export const checkRowRule = operation(contract.checkRowRule, {
  allow: 'access.manage',
  async run(ctx, { tableId, source }) {
    const { context } = await openGrantable(ctx, tableId)
    return { problems: readRule(source, context).problems }
  },
})

type Context = Parameters<typeof printRowRule>[1]

function printRules(rules: StoredRules, context: Context) {
  const present = ruleNames.filter((name) => rules[name] !== undefined)
  const printed = present.map((name) => {
    const rule = rules[name] ?? null
    return [name, rule === null ? null : printRowRule(rule, context)] as const
  })
  return {
    sources: Object.fromEntries(printed) as Partial<Record<(typeof ruleNames)[number], string | null>>,
    broken: printed.flatMap(([, source]) => readRule(source, context).problems),
  }
}
