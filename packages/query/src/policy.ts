import type { RowRule } from '@flexoffice/expression/rule'
import type { ColumnGrant, Mask, RecordOperation, RoleGrant } from './grants.ts'
import { allowsAny, covers, joinRuleSets, listRuleColumns, type RuleSet, uniteRules } from './rule-set.ts'
import type { TableShape } from './table-shape.ts'

/** How one column may be seen: on the `shown` rows as it is, else by the first mask whose rows hold, else null. */
export interface CellPlan {
  /** Every readable row shows the bare column. */
  whole: boolean
  shown: RuleSet
  masks: readonly { mask: Mask; rows: RuleSet }[]
  /** Some mask covers all readable rows that are not shown, so that the last one needs no condition. */
  covered: boolean
}

/** The rights of one set of roles on one table, ready for decisions and for the compiler. Immutable. */
export interface CompiledPolicy {
  tableId: string
  /** Equal for equal rights; part of every cache key that depends on rights. */
  fingerprint: string
  /** Rows by operation; what is absent from the grants is empty. Update and delete also need the read rule. */
  rows: Readonly<Record<RecordOperation, RuleSet>>
  /** By column id, readable columns only. */
  cells: ReadonlyMap<string, CellPlan>
  /** By column id: on which rows a create or update may set it. Columns that may never be set are absent. */
  writes: Readonly<Record<'create' | 'update', ReadonlyMap<string, RuleSet>>>
  decisions: ReadonlyMap<string, ColumnDecisions>
  operations: Readonly<Record<RecordOperation, Decision>>
}

/** `mask`: only ever disguised. Where rows differ, `allow` means "on some rows". */
export type Decision = 'allow' | 'mask' | 'deny'

type ColumnDecisions = Readonly<Record<RecordOperation, Decision>>

/**
 * Unites the grants of a person's roles on one table. A rule that names a column which is gone allows no row: a
 * changed identity denies.
 */
export function compilePolicy(table: TableShape, grants: readonly RoleGrant[]): CompiledPolicy {
  const known = grants.map((grant) => denyUnknown(table, grant))
  const rows = {
    create: rowsFor(known, 'create'),
    read: rowsFor(known, 'read'),
    update: rowsFor(known, 'update'),
    delete: rowsFor(known, 'delete'),
  }
  const cells = new Map<string, CellPlan>()
  const writes = { create: new Map<string, RuleSet>(), update: new Map<string, RuleSet>() }
  const plans = new Map<string, ColumnPlan>()
  for (const column of table.columns) {
    const accesses = known.map((grant) => columnGrant(grant, column.id))
    const signature = accesses.map(({ access, mask }) => `${access}:${mask?.kind ?? ''}`).join()
    const plan = plans.get(signature) ?? planColumn(known, column.id, rows.read)
    plans.set(signature, plan)
    if (plan.cell !== null) cells.set(column.id, plan.cell)
    if (column.generated === true) continue
    if (allowsAny(plan.create)) writes.create.set(column.id, plan.create)
    if (allowsAny(plan.update)) writes.update.set(column.id, plan.update)
  }
  const rights = [rows, listByPlan(cells), listByPlan(writes.create), listByPlan(writes.update)]
  return {
    tableId: table.id,
    fingerprint: JSON.stringify(rights),
    rows,
    cells,
    writes,
    decisions: new Map(table.columns.map((column) => [column.id, decideColumn(column.id, cells, writes)])),
    operations: {
      create: allowsAny(rows.create) ? 'allow' : 'deny',
      read: allowsAny(rows.read) ? 'allow' : 'deny',
      update: allowsAny(rows.update) ? 'allow' : 'deny',
      delete: allowsAny(rows.delete) ? 'allow' : 'deny',
    },
  }
}

/** Whether an operation, on a column or on the table, can be allowed at all; the rows decide in the database. */
export function decide(policy: CompiledPolicy, operation: RecordOperation, columnId?: string): Decision {
  if (columnId === undefined) return policy.operations[operation]
  return policy.decisions.get(columnId)?.[operation] ?? 'deny'
}

/** The ids of the columns that can be seen on some row, disguised ones included, in the table's order. */
export function listReadableColumns(policy: CompiledPolicy): string[] {
  return [...policy.cells.keys()]
}

/** The ids of the columns that can be set on some row. */
export function listWritableColumns(policy: CompiledPolicy, operation: 'create' | 'update'): string[] {
  return [...policy.writes[operation].keys()]
}

/** Columns with equal grants in every role share their plan, so that a wide table compiles as fast as a narrow one. */
interface ColumnPlan {
  cell: CellPlan | null
  create: RuleSet
  update: RuleSet
}

function planColumn(grants: readonly RoleGrant[], columnId: string, readable: RuleSet): ColumnPlan {
  const writing = grants.filter((grant) => columnGrant(grant, columnId).access === 'write')
  return {
    cell: planCell(grants, columnId, readable),
    create: rowsFor(writing, 'create'),
    update: rowsFor(writing, 'update'),
  }
}

/** Each plan once, with the columns that have it. */
function listByPlan<Plan>(columns: ReadonlyMap<string, Plan>): [Plan, string[]][] {
  const lists = new Map<Plan, string[]>()
  for (const [id, plan] of columns) {
    const ids = lists.get(plan)
    if (ids) ids.push(id)
    else lists.set(plan, [id])
  }
  return [...lists]
}

function rowsFor(grants: readonly RoleGrant[], operation: RecordOperation): RuleSet {
  const granting = grants.filter((grant) => grant.operations[operation])
  return uniteRules(granting.map((grant) => ruleFor(grant, operation)))
}

function ruleFor(grant: RoleGrant, operation: RecordOperation): RowRule | null {
  if (operation === 'create') return grant.createRows === undefined ? grant.rows : grant.createRows
  if (operation === 'update') return grant.updateRows === undefined ? grant.rows : grant.updateRows
  if (operation === 'delete') return grant.deleteRows === undefined ? grant.rows : grant.deleteRows
  return grant.rows
}

const noAccess: ColumnGrant = { access: 'none' }

function columnGrant(grant: RoleGrant, columnId: string): ColumnGrant {
  return Object.hasOwn(grant.columns, columnId) ? grant.columns[columnId]! : (grant.otherColumns ?? noAccess)
}

/** Best first. */
const maskOrder = ['lastFour', 'emailDomain', 'yearOnly', 'fixed', 'hide'] as const

function planCell(grants: readonly RoleGrant[], columnId: string, readable: RuleSet): CellPlan | null {
  const reading = grants.filter(
    (grant) => grant.operations.read && columnGrant(grant, columnId).access !== 'none',
  )
  const shown = uniteRules(
    reading.filter((grant) => !columnGrant(grant, columnId).mask).map((grant) => grant.rows),
  )
  const masks = maskOrder.flatMap((kind) => {
    const masking = reading.filter((grant) => columnGrant(grant, columnId).mask?.kind === kind)
    const rows = uniteRules(masking.map((grant) => grant.rows))
    return allowsAny(rows) ? [{ mask: { kind }, rows }] : []
  })
  if (!allowsAny(shown) && masks.length === 0) return null
  const whole = covers(shown, readable)
  const reached = masks.reduce((rows, mask) => joinRuleSets(rows, mask.rows), shown)
  return { whole, shown, masks: whole ? [] : masks, covered: covers(reached, readable) }
}

function decideColumn(
  columnId: string,
  cells: ReadonlyMap<string, CellPlan>,
  writes: CompiledPolicy['writes'],
): ColumnDecisions {
  const plan = cells.get(columnId)
  return {
    read: plan === undefined ? 'deny' : allowsAny(plan.shown) ? 'allow' : 'mask',
    create: writes.create.has(columnId) ? 'allow' : 'deny',
    update: writes.update.has(columnId) ? 'allow' : 'deny',
    delete: 'deny',
  }
}

function denyUnknown(table: TableShape, grant: RoleGrant): RoleGrant {
  const check = (rule: RowRule | null | undefined): RowRule | null | undefined =>
    !rule || isKnown(table, rule) ? rule : { kind: 'constant', value: false }
  return {
    ...grant,
    rows: check(grant.rows) ?? null,
    createRows: check(grant.createRows),
    updateRows: check(grant.updateRows),
    deleteRows: check(grant.deleteRows),
  }
}

function isKnown(table: TableShape, rule: RowRule): boolean {
  return listRuleColumns(rule).every((operand) =>
    operand.relationId === undefined
      ? table.columns.some((column) => column.id === operand.columnId && column.type === operand.type)
      : table.relations.some((relation) => relation.id === operand.relationId),
  )
}
