import type { AttributeOperand, ColumnOperand, LiteralOperand, Operand, RowRule } from './rule.ts'
import type { RuleContext } from './rule-operands.ts'
import { isSimpleName } from './scope.ts'
import { quoteText } from './syntax.ts'

/**
 * Writes a rule as source text with today's names. A column or relation that no longer exists is written by its id,
 * which does not parse and so shows as a problem where it stands.
 */
export function printRowRule(rule: RowRule, context: RuleContext): string {
  return print(rule, context, 'or')
}

type Level = 'or' | 'and' | 'not'

function print(rule: RowRule, context: RuleContext, level: Level): string {
  switch (rule.kind) {
    case 'constant':
      return String(rule.value)
    case 'and':
      return enclose(
        join(rule.rules, context, 'and', ' && ', 'true'),
        level === 'not' && rule.rules.length > 1,
      )
    case 'or':
      return enclose(
        join(rule.rules, context, 'or', ' || ', 'false'),
        level !== 'or' && rule.rules.length > 1,
      )
    case 'not':
      return printNot(rule.rule, context, level)
    case 'isNull':
      return enclose(`${printOperand(rule.operand, context)} == null`, level === 'not')
    case 'startsWith':
      return `${printOperand(rule.left, context)}.startsWith(${printOperand(rule.prefix, context)})`
    case 'compare': {
      const text = `${printOperand(rule.left, context)} ${rule.operator} ${printOperand(rule.right, context)}`
      return enclose(text, level === 'not')
    }
    case 'in':
      return enclose(
        `${printOperand(rule.left, context)} in ${printList(rule.list, context)}`,
        level === 'not',
      )
  }
}

function join(
  rules: RowRule[],
  context: RuleContext,
  level: 'or' | 'and',
  operator: string,
  empty: string,
): string {
  if (rules.length === 0) return empty
  const inner = rules.length === 1 ? 'not' : level
  return rules.map((rule) => print(rule, context, inner)).join(operator)
}

function printNot(rule: RowRule, context: RuleContext, level: Level): string {
  if (rule.kind === 'isNull')
    return enclose(`${printOperand(rule.operand, context)} != null`, level === 'not')
  return `!${print(rule, context, 'not')}`
}

function printList(list: Operand[] | AttributeOperand, context: RuleContext): string {
  if (!Array.isArray(list)) return printOperand(list, context)
  return `[${list.map((operand) => printOperand(operand, context)).join(', ')}]`
}

function printOperand(operand: Operand, context: RuleContext): string {
  if (operand.kind === 'literal') return printLiteral(operand)
  if (operand.kind === 'attribute') return `user${access(operand.name)}`
  return `row${printColumn(operand, context)}`
}

function printColumn(operand: ColumnOperand, context: RuleContext): string {
  if (operand.relationId === undefined) {
    return access(
      context.row.columns.find((column) => column.id === operand.columnId)?.name ?? operand.columnId,
    )
  }
  const relation = context.row.relations?.find((candidate) => candidate.id === operand.relationId)
  const column = relation?.columns.find((candidate) => candidate.id === operand.columnId)
  return access(relation?.name ?? operand.relationId) + access(column?.name ?? operand.columnId)
}

function printLiteral(literal: LiteralOperand): string {
  if (literal.value === null) return 'null'
  switch (literal.type) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'boolean':
      return literal.value
    case 'date':
    case 'time':
    case 'datetime':
      return `${literal.type}("${literal.value.replace(' ', 'T')}")`
    case 'timestamp':
      return `timestamp("${literal.value.replace(' ', 'T').replace('+00', 'Z')}")`
    default:
      return quoteText(literal.value)
  }
}

function access(name: string): string {
  return isSimpleName(name) ? `.${name}` : `[${quoteText(name)}]`
}

function enclose(text: string, needed: boolean): string {
  return needed ? `(${text})` : text
}
