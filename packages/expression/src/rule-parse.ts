import { commonType } from './compare.ts'
import type { Problem } from './problem.ts'
import type { AttributeOperand, CompareOperator, Operand, RowRule } from './rule.ts'
import {
  adaptLiteral,
  describeValueType,
  exampleOf,
  type RuleContext,
  type RuleReading,
  readOperand,
  refuse,
} from './rule-operands.ts'
import { parseSyntax, rangeOf, type SyntaxNode } from './syntax.ts'
import type { ValueType } from './types.ts'

/** A rule, or null with the reasons why the source is none. */
export interface ParsedRowRule {
  rule: RowRule | null
  problems: Problem[]
}

/** Reads the subset of the language that row rules have. Never throws; every refusal has its position and a remedy. */
export function parseRowRule(source: string, context: RuleContext): ParsedRowRule {
  const { tree, problems } = parseSyntax(source)
  if (!tree) return { rule: null, problems }
  const reading: RuleReading = { source, context, problems: [] }
  const rule = readRule(reading, tree)
  return { rule: reading.problems.length === 0 ? rule : null, problems: reading.problems }
}

function readRule(reading: RuleReading, node: SyntaxNode): RowRule | null {
  switch (node.op) {
    case '&&':
    case '||':
      return readCombination(reading, node, node.op)
    case '!_': {
      const rule = readRule(reading, node.args)
      return rule && { kind: 'not', rule }
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return readComparison(reading, node, node.op, node.args[0], node.args[1])
    case 'in':
      return readMembership(reading, node.args[0], node.args[1])
    case 'rcall':
      return readStartsWith(reading, node)
    case 'value':
    case '.':
    case '[]':
    case 'id':
      return readCondition(reading, node)
    default:
      return refuseNode(reading, node)
  }
}

function readCombination(reading: RuleReading, node: SyntaxNode, operator: '&&' | '||'): RowRule | null {
  const parts = listParts(node, operator).map((part) => readRule(reading, part))
  const kind = operator === '&&' ? 'and' : 'or'
  const rules: RowRule[] = []
  for (const part of parts) {
    if (!part) return null
    if (part.kind === kind) rules.push(...part.rules)
    else rules.push(part)
  }
  return { kind, rules }
}

function listParts(node: SyntaxNode, operator: '&&' | '||'): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  let current = node
  while (current.op === operator) {
    parts.push(current.args[1])
    current = current.args[0]
  }
  parts.push(current)
  return parts.reverse()
}

function readCondition(reading: RuleReading, node: SyntaxNode): RowRule | null {
  if (node.op === 'value' && typeof node.args === 'boolean') return { kind: 'constant', value: node.args }
  const operand = readOperand(reading, node)
  if (!operand || !requireSingle(reading, operand, node)) return null
  if (operand.type === 'boolean' && operand.kind !== 'literal') {
    return {
      kind: 'compare',
      operator: '==',
      left: operand,
      right: { kind: 'literal', type: 'boolean', value: 'true' },
    }
  }
  const message = `A condition is needed here, but this is ${describeOperand(operand)}. Compare it with something: == "BR".`
  return refuse(reading, 'condition_expected', rangeOf(node), message)
}

function readComparison(
  reading: RuleReading,
  node: SyntaxNode,
  operator: CompareOperator,
  leftNode: SyntaxNode,
  rightNode: SyntaxNode,
): RowRule | null {
  const left = readOperand(reading, leftNode)
  const right = readOperand(reading, rightNode)
  if (!left || !right) return null
  if (!requireSingle(reading, left, leftNode) || !requireSingle(reading, right, rightNode)) return null
  if (isNull(left) || isNull(right)) return readNullTest(reading, node, operator, isNull(left) ? right : left)
  const adaptedRight = adaptLiteral(reading, right, left.type, rangeOf(rightNode))
  const adaptedLeft = adaptedRight && adaptLiteral(reading, left, adaptedRight.type, rangeOf(leftNode))
  if (!adaptedLeft || !adaptedRight) return null
  const blamed = right.kind === 'literal' || left.kind !== 'literal' ? rightNode : leftNode
  if (!requireComparable(reading, adaptedLeft.type, adaptedRight.type, blamed, blamed === rightNode))
    return null
  return { kind: 'compare', operator, left: adaptedLeft, right: adaptedRight }
}

function readNullTest(
  reading: RuleReading,
  node: SyntaxNode,
  operator: CompareOperator,
  operand: Operand,
): RowRule | null {
  if (operator !== '==' && operator !== '!=') {
    return refuse(
      reading,
      'null_order',
      rangeOf(node),
      'Nothing is smaller or larger than null. Test with == null or != null.',
    )
  }
  const rule: RowRule = isNull(operand) ? { kind: 'constant', value: true } : { kind: 'isNull', operand }
  return operator === '==' ? rule : { kind: 'not', rule }
}

function readMembership(reading: RuleReading, leftNode: SyntaxNode, rightNode: SyntaxNode): RowRule | null {
  const left = readOperand(reading, leftNode)
  if (!left || !requireSingle(reading, left, leftNode) || !requireValue(reading, left, leftNode)) return null
  if (rightNode.op === 'list') return readListMembership(reading, left, leftNode, rightNode.args)
  if (rightNode.op !== '.' && rightNode.op !== '[]') {
    return refuse(
      reading,
      'list_expected',
      rangeOf(rightNode),
      'Right of "in" stands a list: ["BR", "PT"] or a list attribute such as user.regions.',
    )
  }
  const list = readOperand(reading, rightNode)
  if (!list) return null
  if (list.kind !== 'attribute' || !list.list) {
    return refuse(
      reading,
      'list_expected',
      rangeOf(rightNode),
      'This is a single value, not a list. Compare with ==, or use a list: ["BR", "PT"].',
    )
  }
  const adapted = adaptLiteral(reading, left, list.type, rangeOf(leftNode))
  if (!adapted || !requireComparable(reading, adapted.type, list.type, rightNode, true)) return null
  return { kind: 'in', left: adapted, list: list satisfies AttributeOperand }
}

function readListMembership(
  reading: RuleReading,
  left: Operand,
  leftNode: SyntaxNode,
  nodes: SyntaxNode[],
): RowRule | null {
  const list: Operand[] = []
  let subject: Operand = left
  for (const node of nodes) {
    const element = readOperand(reading, node)
    if (!element || !requireSingle(reading, element, node) || !requireValue(reading, element, node)) continue
    const adapted = adaptLiteral(reading, element, left.type, rangeOf(node))
    if (!adapted || !requireComparable(reading, left.type, adapted.type, node, true)) continue
    list.push(adapted)
    subject = adaptLiteral(reading, subject, adapted.type, rangeOf(leftNode)) ?? subject
  }
  return list.length === nodes.length ? { kind: 'in', left: subject, list } : null
}

function readStartsWith(reading: RuleReading, node: SyntaxNode & { op: 'rcall' }): RowRule | null {
  const [name, receiver, parameters] = node.args
  const prefixNode = parameters[0]
  if (name !== 'startsWith' || parameters.length !== 1 || !prefixNode)
    return refuseMethod(reading, node, name)
  const left = readOperand(reading, receiver)
  const prefix = readOperand(reading, prefixNode)
  if (!left || !prefix) return null
  for (const [operand, operandNode] of [
    [left, receiver],
    [prefix, prefixNode],
  ] as const) {
    if (!requireSingle(reading, operand, operandNode) || !requireValue(reading, operand, operandNode))
      return null
    if (operand.type === 'text') continue
    const message = `startsWith() needs text, but this is ${describeOperand(operand)}.`
    return refuse(reading, 'wrong_type', rangeOf(operandNode), message)
  }
  return { kind: 'startsWith', left, prefix }
}

function refuseMethod(reading: RuleReading, node: SyntaxNode, name: string): null {
  const remedy: Record<string, string> = {
    startsWith: 'Give it exactly one text: row.code.startsWith("BR-").',
    contains: 'Use startsWith(), or store what you search for in a column of its own.',
    endsWith: 'Use startsWith(), or store the ending in a column of its own.',
    matches: 'Use startsWith() or == instead of a pattern.',
  }
  const advice =
    (Object.hasOwn(remedy, name) && remedy[name]) || 'Only startsWith() is available on a column.'
  return refuse(
    reading,
    'rule_function',
    rangeOf(node),
    `${name}() cannot be used like this in a rule. ${advice}`,
    { name },
  )
}

function refuseNode(reading: RuleReading, node: SyntaxNode): null {
  if (node.op === 'call') {
    const message = `${node.args[0]}() is not a condition of a rule. Compare with ==, use in, startsWith(), && and ||.`
    return refuse(reading, 'rule_function', rangeOf(node), message, { name: node.args[0] })
  }
  const remedy =
    node.op === '?:'
      ? 'A rule has no "?:". Write (condition && a) || (!condition && b).'
      : `"${node.op.replace('_', '')}" cannot be used in a rule. Rules compare, combine with && and ||, and negate with !. Calculate in a column of the table instead.`
  return refuse(reading, 'rule_operator', rangeOf(node), remedy, { operator: node.op })
}

function requireSingle(reading: RuleReading, operand: Operand, node: SyntaxNode): boolean {
  if (operand.kind !== 'attribute' || !operand.list) return true
  const message = `user.${operand.name} is a list. Write: row.column in user.${operand.name}.`
  refuse(reading, 'list_not_allowed', rangeOf(node), message, { name: operand.name })
  return false
}

function requireValue(reading: RuleReading, operand: Operand, node: SyntaxNode): boolean {
  if (!isNull(operand)) return true
  refuse(reading, 'null_not_allowed', rangeOf(node), 'null matches nothing here. Test with == null instead.')
  return false
}

function requireComparable(
  reading: RuleReading,
  left: ValueType,
  right: ValueType,
  node: SyntaxNode,
  blamesRight: boolean,
): boolean {
  const common = commonType(left, right)
  if (common !== null && common !== 'json' && common !== 'binary' && common !== 'other') return true
  const [wanted, found] = blamesRight ? [left, right] : [right, left]
  const message = `${sentence(describeValueType(found))} cannot be compared with ${describeValueType(wanted)}. ${exampleOf(wanted)}`
  refuse(reading, 'type_mismatch', rangeOf(node), message, { left, right })
  return false
}

function describeOperand(operand: Operand): string {
  if (isNull(operand)) return 'null'
  return describeValueType(operand.type)
}

function isNull(operand: Operand): boolean {
  return operand.kind === 'literal' && operand.value === null
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
