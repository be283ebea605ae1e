import { notFound } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/access'
import type { Operand, RowRule, RuleContext } from '@flexoffice/expression'
import { printRowRule } from '@flexoffice/expression'
import type { RoleGrant } from '@flexoffice/query'
import { compilePolicy, decide } from '@flexoffice/query'
import { operation } from '../../core/operation.ts'
import { findPersonRights } from '../people/api.ts'
import { attributeTexts } from './attributes.ts'
import { openGrantable } from './grant-parts.ts'
import { listGrants } from './grant-store.ts'
import { adminRole, effectiveGrants } from './table-policy.ts'
import { columnRight, mapOperations, whyNotRead } from './told-rights.ts'

type Texts = ReturnType<typeof attributeTexts>

/** Explains what a person can see and do on a table, from the very grants that the data path unites. */
export const explainAccess = operation(contract.explainAccess, {
  allow: 'access.explain',
  audit: 'batched',
  async run(ctx, { tableId, personId }) {
    const { known, context } = await openGrantable(ctx, tableId)
    const person = await findPersonRights(ctx, personId)
    if (!person.active) throw notFound(`person ${personId} is deactivated`)
    const stored = await listGrants(ctx.db, tableId)
    const holder = { personId, roles: person.roles, usesData: person.permissions.has('data.use') }
    const grants = effectiveGrants(known, stored, holder)
    const policy = compilePolicy(known.shape, grants)
    const texts = attributeTexts(person.attributes)
    ctx.record({ object: { type: 'table', id: tableId, name: known.table.name }, detail: { personId } })
    const silent = person.roles.filter((role) => !grants.some((grant) => grant.role === role))
    return {
      person: { id: person.id, name: person.name, roles: person.roles, attributes: person.attributes },
      table: { id: tableId, label: known.table.label },
      operations: mapOperations((name) => decide(policy, name) === 'allow'),
      roles: [
        ...grants.map((grant) => describeGrant(grant, context, texts)),
        ...silent.map((role) => ({
          role,
          granted: false,
          operations: mapOperations(() => false),
          rows: null,
          rowsForPerson: null,
        })),
      ],
      columns: known.columns.map(({ id, name, label }) => ({
        id,
        name,
        label,
        access: columnRight(policy, id),
        because: grants.filter((grant) => gives(grant, id)).map((grant) => grant.role),
        dependsOnRow: policy.cells.get(id)?.whole === false,
      })),
      whyNot: whyNotRead(known, stored, holder),
      adminReadsAll: grants.some((grant) => grant.role === adminRole),
    }
  },
})

function gives(grant: RoleGrant, columnId: string): boolean {
  const column = grant.columns[columnId] ?? grant.otherColumns
  return grant.operations.read && column !== undefined && column.access !== 'none'
}

function describeGrant(grant: RoleGrant, context: RuleContext, texts: Texts) {
  return {
    role: grant.role,
    granted: true,
    operations: grant.operations,
    rows: grant.rows && printRowRule(grant.rows, context),
    rowsForPerson: grant.rows && printRowRule(fillIn(grant.rows, texts), context),
  }
}

/** The rule with the person's attributes in place of their names; a missing one is null. */
function fillIn(rule: RowRule, texts: Texts): RowRule {
  switch (rule.kind) {
    case 'constant':
      return rule
    case 'and':
    case 'or':
      return { ...rule, rules: rule.rules.map((part) => fillIn(part, texts)) }
    case 'not':
      return { ...rule, rule: fillIn(rule.rule, texts) }
    case 'compare':
      return { ...rule, left: operandFor(rule.left, texts), right: operandFor(rule.right, texts) }
    case 'isNull':
      return { ...rule, operand: operandFor(rule.operand, texts) }
    case 'startsWith':
      return { ...rule, left: operandFor(rule.left, texts), prefix: operandFor(rule.prefix, texts) }
    case 'in':
      return { ...rule, left: operandFor(rule.left, texts), list: listOf(rule.list, texts) }
  }
}

function operandFor(operand: Operand, texts: Texts): Operand {
  if (operand.kind !== 'attribute') return operand
  const value = texts[operand.name]
  return { kind: 'literal', type: operand.type, value: typeof value === 'string' ? value : null }
}

function listOf(list: Extract<RowRule, { kind: 'in' }>['list'], texts: Texts): Operand[] {
  if (Array.isArray(list)) return list.map((operand) => operandFor(operand, texts))
  const values = texts[list.name]
  const items = typeof values === 'string' || !values ? [] : values
  return items.map((value) => ({ kind: 'literal' as const, type: list.type, value }))
}
