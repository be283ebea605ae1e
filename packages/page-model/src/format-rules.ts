import { isQueryExpression } from '@flexoffice/contract/page-basics'
import type { PropertyValue } from '@flexoffice/contract/page-document'
import {
  compileExpression,
  type EvaluationContext,
  evaluate,
  fromWire,
  type ObjectType,
  type Program,
  type Reference,
  type Scope,
} from '@flexoffice/expression'
import type { FormatMatcher, FormatsProperty, FormatTone } from '@flexoffice/sdk/widget'
import { anyRecord } from './page-scope.ts'
import { rowTypeOfColumns } from './query-names.ts'

/** A rule of a widget's looks: the tone that a row, one of its columns or the widget's value has when `when` is true. */
export interface FormatRule {
  when: string
  tone: string
  /** The column that gets the tone; absent: the whole row, or the value. */
  column?: string
}

/** A rule that can be calculated. */
export interface CompiledRule extends FormatRule {
  program: Program
}

/** The names that a rule may use besides those of the page: each `row` of the answer, or the first one and the `value`. */
export function buildFormatScope(
  scope: Scope,
  over: FormatsProperty['over'],
  row: ObjectType = anyRecord,
): Scope {
  const fields: Scope['fields'] = { ...scope.fields, row: { type: row } }
  if (over === 'value') fields.value = { type: 'decimal' }
  return { fields }
}

/** The rules that a property holds, in their order; null for an entry that is none. */
export function readFormatRules(value: unknown): (FormatRule | null)[] {
  if (!Array.isArray(value)) return []
  return value.map((entry) => {
    if (typeof entry !== 'object' || entry === null) return null
    const { when, tone, column } = entry as Record<string, unknown>
    if (!isQueryExpression(when) || typeof tone !== 'string') return null
    return { when: when.$expression, tone, ...(typeof column === 'string' ? { column } : {}) }
  })
}

/** Compiles the rules of a property; what has a mistake is left out, and the page's checker tells of it. */
export function compileFormats(
  value: PropertyValue,
  over: FormatsProperty['over'],
  scope: Scope,
): { rules: CompiledRule[]; references: Reference[] } {
  const own = buildFormatScope(scope, over)
  const rules: CompiledRule[] = []
  const references: Reference[] = []
  for (const rule of value.kind === 'value' ? readFormatRules(value.value) : []) {
    if (!rule?.when.trim()) continue
    const { program, references: used } = compileExpression(rule.when, own)
    if (!program) continue
    rules.push({ ...rule, program })
    references.push(...used.filter(({ path }) => path[0] !== 'row' && path[0] !== 'value'))
  }
  return { rules, references }
}

/**
 * The rules over the page's values at present. For each place the first rule that is true decides; one that cannot be
 * calculated for a row is not true.
 */
export function bindFormats(
  rules: readonly CompiledRule[],
  names: Readonly<Record<string, unknown>>,
  context: EvaluationContext,
): FormatMatcher {
  return (row, columns, value) => {
    const found: { row?: FormatTone; columns: Record<string, FormatTone> } = { columns: {} }
    const type = rowTypeOfColumns(columns)
    const all = { ...names, row: fromWire(row, type), value: fromWire(value, 'decimal') }
    for (const { column, tone, program } of rules) {
      if (column === undefined ? found.row : found.columns[column]) continue
      if (evaluate(program, all, context).value !== true) continue
      if (column === undefined) found.row = tone as FormatTone
      else found.columns[column] = tone as FormatTone
    }
    return found
  }
}
