import type { JsonValue } from '@flexoffice/contract/page-document'
import type { ExpressionType, ObjectType, Scope, ScopeField } from '@flexoffice/expression'

/** A column as the rules of a form see it. */
export interface RuleColumn {
  id: string
  name: string
  label?: string
  type: ExpressionType
}

/** What of one field of a form its author set, as far as rules need it. */
export interface RuleEntry {
  column: string
  hidden: boolean
  validation: string
}

/**
 * The names in the rule of a form's field: `value` is its own, `row` has every field of the form by its column's name. Ids
 * of columns are understood too, and never `offered`. An `open` row may lack columns that its reader does not see.
 */
export function buildRuleScope(
  own: RuleColumn | undefined,
  columns: readonly RuleColumn[],
  { offered = false, open = false } = {},
): Scope & { fields: { row: { type: ObjectType } } } {
  const byName = columns.map((column) => [column.name, fieldOf(column)] as const)
  const byId = columns.map((column) => [column.id, fieldOf(column)] as const)
  const fields = Object.fromEntries(offered ? byName : [...byId, ...byName])
  return {
    fields: {
      value: own ? fieldOf(own) : { type: 'dynamic' },
      row: { type: open ? { fields, open } : { fields } },
    },
  }
}

/** The fields of a form that its author listed, in their order; what is no field is an entry without a column. */
export function readRuleEntries(value: JsonValue): RuleEntry[] {
  if (!Array.isArray(value)) return []
  return value.map((entry) => {
    const { column, hidden, validation } = (
      typeof entry === 'object' && entry !== null ? entry : { column: entry }
    ) as Record<string, JsonValue>
    return {
      column: typeof column === 'string' ? column : '',
      hidden: hidden === true,
      validation: typeof validation === 'string' ? validation.trim() : '',
    }
  })
}

/** The columns of a table that a form shows; rules can speak of no others. */
export function columnsOfForm<Column extends { id: string; name: string }>(
  entries: readonly RuleEntry[],
  columns: readonly Column[],
): Column[] {
  const shown = new Set(entries.filter(({ hidden }) => !hidden).map(({ column }) => column))
  return columns.filter(({ id, name }) => shown.has(id) || shown.has(name))
}

function fieldOf({ type, label }: RuleColumn): ScopeField {
  return label === undefined ? { type } : { type, label }
}
