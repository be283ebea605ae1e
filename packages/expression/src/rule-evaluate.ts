import { commonType, compareCanonical } from './compare.ts'
import type { AttributeOperand, ColumnOperand, CompareOperator, Operand, RowRule } from './rule.ts'

/** SQL's three truth values; null is unknown. */
export type Truth = boolean | null

/** Attributes of the person by name, in canonical text; a missing one counts as null. */
export type RuleAttributes = Record<string, string | readonly string[] | null | undefined>

/**
 * The meaning of a rule, independent of SQL. `getValue` gives the canonical text of a column (of the related row where
 * the operand names a relation; null where there is none). Only `true` allows.
 */
export function evaluateRowRule(
  rule: RowRule,
  getValue: (column: ColumnOperand) => string | null,
  attributes: RuleAttributes,
): Truth {
  const read = (operand: Operand): string | null => readValue(operand, getValue, attributes)
  const decide = (part: RowRule): Truth => {
    switch (part.kind) {
      case 'constant':
        return part.value
      case 'and':
        return decideAll(part.rules, decide, false)
      case 'or':
        return decideAll(part.rules, decide, true)
      case 'not':
        return negate(decide(part.rule))
      case 'isNull':
        return read(part.operand) === null
      case 'startsWith':
        return startsWith(read(part.left), read(part.prefix))
      case 'compare':
        return compareOperands(part.operator, part.left, part.right, read)
      case 'in':
        return isMember(part.left, part.list, read, attributes)
    }
  }
  return decide(rule)
}

function decideAll(rules: RowRule[], decide: (rule: RowRule) => Truth, decisive: boolean): Truth {
  let result: Truth = !decisive
  for (const rule of rules) {
    const truth = decide(rule)
    if (truth === decisive) return decisive
    if (truth === null) result = null
  }
  return result
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth
}

function startsWith(text: string | null, prefix: string | null): Truth {
  return text === null || prefix === null ? null : text.startsWith(prefix)
}

function compareOperands(
  operator: CompareOperator,
  left: Operand,
  right: Operand,
  read: (operand: Operand) => string | null,
): Truth {
  const a = read(left)
  const b = read(right)
  const type = commonType(left.type, right.type)
  if (a === null || b === null || type === null) return null
  const ordering = compareCanonical(type, a, b)
  switch (operator) {
    case '==':
      return ordering === 0
    case '!=':
      return ordering !== 0
    case '<':
      return ordering < 0
    case '<=':
      return ordering <= 0
    case '>':
      return ordering > 0
    case '>=':
      return ordering >= 0
  }
}

function isMember(
  left: Operand,
  list: Operand[] | AttributeOperand,
  read: (operand: Operand) => string | null,
  attributes: RuleAttributes,
): Truth {
  const elements = Array.isArray(list) ? list : listElements(list, attributes)
  if (elements === null) return null
  return decideAll(
    elements.map((right) => ({ kind: 'compare', operator: '==', left, right })),
    (rule) => (rule.kind === 'compare' ? compareOperands('==', rule.left, rule.right, read) : null),
    true,
  )
}

function listElements(list: AttributeOperand, attributes: RuleAttributes): Operand[] | null {
  const values = Object.hasOwn(attributes, list.name) ? attributes[list.name] : null
  if (values === null || values === undefined || typeof values === 'string') return null
  return values.map((value) => ({ kind: 'literal', type: list.type, value }))
}

function readValue(
  operand: Operand,
  getValue: (column: ColumnOperand) => string | null,
  attributes: RuleAttributes,
): string | null {
  if (operand.kind === 'literal') return operand.value
  if (operand.kind === 'column') return getValue(operand)
  const value = Object.hasOwn(attributes, operand.name) ? attributes[operand.name] : null
  return typeof value === 'string' ? value : null
}
