import { type ArithmeticOperator, calculate, equalValues, negateNumber, orderValues } from './calculate.ts'
import { commonType, isNumeric } from './compare.ts'
import { type Compilation, reportProblem, type Typed } from './compilation.ts'
import { countStep, type Evaluation, type Run, reserveSize } from './evaluation.ts'
import { describeType, type ExpressionType, isListType, isObjectType, joinTypes } from './scope.ts'
import { rangeOf, type SyntaxNode } from './syntax.ts'
import type { ValueType } from './types.ts'
import { type ExpressionValue, isRecord } from './values.ts'

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

/** `&&` and `||` in SQL's three values. */
export function compileLogic(
  compilation: Compilation,
  node: SyntaxNode,
  parts: Typed[],
  nodes: SyntaxNode[],
): Typed {
  const decisive = node.op === '||'
  parts.forEach((part, index) => {
    requireCondition(compilation, part, nodes[index] ?? node)
  })
  const run: Run = (evaluation) => {
    let result: boolean | null = !decisive
    for (const part of parts) {
      const value = part.run(evaluation)
      if (value === decisive) return decisive
      if (typeof value !== 'boolean') result = null
    }
    return result
  }
  return { type: 'boolean', run }
}

/** `!`; of null it is null. */
export function compileNot(compilation: Compilation, node: SyntaxNode, part: Typed): Typed {
  requireCondition(compilation, part, node)
  const run: Run = (evaluation) => {
    const value = part.run(evaluation)
    return typeof value === 'boolean' ? !value : null
  }
  return { type: 'boolean', run }
}

/** `condition ? a : b`; a null condition takes b. */
export function compileChoice(
  compilation: Compilation,
  parts: [Typed, Typed, Typed],
  node: SyntaxNode,
): Typed {
  const [condition, yes, no] = parts
  requireCondition(compilation, condition, node)
  const run: Run = (evaluation) =>
    condition.run(evaluation) === true ? yes.run(evaluation) : no.run(evaluation)
  return { type: joinTypes(yes.type, no.type), run }
}

/** Comparisons. `x == null` is a test; between values null equals nothing, as in SQL and in row rules. */
export function compileComparison(
  compilation: Compilation,
  node: SyntaxNode,
  operator: Comparison,
  left: Typed,
  right: Typed,
): Typed {
  const equality = operator === '==' || operator === '!='
  if (equality && (left.type === 'null' || right.type === 'null')) {
    const subject = left.type === 'null' ? right : left
    return {
      type: 'boolean',
      run: (evaluation) => (subject.run(evaluation) === null) === (operator === '=='),
    }
  }
  if (!canCompare(left.type, right.type, equality)) {
    const message = `${describePair(left.type, right.type)} cannot be compared with "${operator}". Convert one side, for example with text(), decimal() or date().`
    return reportProblem(compilation, 'type_mismatch', rangeOf(node), message, { operator })
  }
  const run: Run = (evaluation) => {
    countStep(evaluation)
    const [a, b] = [left.run(evaluation), right.run(evaluation)]
    if (equality) {
      const equal = equalValues(a, b)
      return equal === null ? null : equal === (operator === '==')
    }
    const ordering = orderValues(a, b)
    if (ordering === null) return null
    if (operator === '<') return ordering < 0
    if (operator === '<=') return ordering <= 0
    return operator === '>' ? ordering > 0 : ordering >= 0
  }
  return { type: 'boolean', run }
}

/** `+ - * / %`. */
export function compileArithmetic(
  compilation: Compilation,
  node: SyntaxNode,
  operator: ArithmeticOperator,
  left: Typed,
  right: Typed,
): Typed {
  const type = arithmeticType(operator, left.type, right.type)
  if (type === null) {
    const remedy =
      operator === '+' && (left.type === 'text' || right.type === 'text')
        ? 'Turn the other side into text: text(x).'
        : 'Convert one side first, for example with decimal() or integer().'
    const message = `"${operator}" cannot combine ${describeType(left.type)} and ${describeType(right.type)}. ${remedy}`
    return reportProblem(compilation, 'type_mismatch', rangeOf(node), message, { operator })
  }
  const run: Run = (evaluation) => {
    countStep(evaluation)
    const value = calculate(operator, left.run(evaluation), right.run(evaluation))
    if (typeof value === 'string' || Array.isArray(value)) reserveSize(evaluation, value.length)
    return value
  }
  return { type, run }
}

/** `-x`. */
export function compileMinus(compilation: Compilation, node: SyntaxNode, part: Typed): Typed {
  if (arithmeticType('-', part.type, 'integer') === null || part.type === 'date') {
    const message = `"-" needs a number, but this is ${describeType(part.type)}.`
    return reportProblem(compilation, 'type_mismatch', rangeOf(node), message, { operator: '-' })
  }
  return { type: part.type, run: (evaluation) => negateNumber(part.run(evaluation)) }
}

/** `x in list` in three values, and `"field" in object`. */
export function compileMembership(
  compilation: Compilation,
  node: SyntaxNode,
  left: Typed,
  right: Typed,
): Typed {
  const { type } = right
  const isList = isListType(type) || type === 'dynamic' || type === 'json' || type === 'null'
  if (!isList && !isObjectType(type)) {
    const remedy =
      type === 'text' ? 'For a part of a text write text.contains(part).' : 'Write a list: [1, 2].'
    return reportProblem(
      compilation,
      'list_expected',
      rangeOf(node),
      `Right of "in" stands a list. ${remedy}`,
    )
  }
  if (isListType(type) && !canCompare(left.type, type.list, true)) {
    const message = `${describePair(left.type, type.list)} are never equal. Convert one side first.`
    return reportProblem(compilation, 'type_mismatch', rangeOf(node), message, { operator: 'in' })
  }
  return {
    type: 'boolean',
    run: (evaluation) => isMember(left.run(evaluation), right.run(evaluation), evaluation),
  }
}

function isMember(
  value: ExpressionValue,
  container: ExpressionValue,
  evaluation: Evaluation,
): boolean | null {
  if (isRecord(container)) return typeof value === 'string' && Object.hasOwn(container, value)
  if (!Array.isArray(container)) return null
  let result: boolean | null = false
  for (const item of container) {
    countStep(evaluation)
    const equal = equalValues(value, item)
    if (equal === true) return true
    if (equal === null) result = null
  }
  return result
}

function requireCondition(compilation: Compilation, part: Typed, node: SyntaxNode): void {
  if (part.type === 'boolean' || isUnknown(part.type)) return
  const message = `A condition (true or false) is needed here, but this is ${describeType(part.type)}. Compare it with something.`
  reportProblem(compilation, 'condition_expected', rangeOf(node), message)
}

function canCompare(left: ExpressionType, right: ExpressionType, equality: boolean): boolean {
  if (isUnknown(left) || isUnknown(right)) return true
  if (typeof left === 'string' && typeof right === 'string') {
    if ((left === 'uuid' && right === 'text') || (left === 'text' && right === 'uuid')) return true
    return commonType(left as ValueType, right as ValueType) !== null
  }
  return equality && typeof left === typeof right
}

function arithmeticType(
  operator: ArithmeticOperator,
  left: ExpressionType,
  right: ExpressionType,
): ExpressionType | null {
  if (isUnknown(left) || isUnknown(right)) return 'dynamic'
  if (typeof left === 'object' || typeof right === 'object') {
    return operator === '+' && isListType(left) && isListType(right) ? joinTypes(left, right) : null
  }
  const [a, b] = [left as ValueType, right as ValueType]
  if (isNumeric(a) && isNumeric(b)) {
    const common = commonType(a, b)
    return operator === '/' && common === 'integer' ? 'decimal' : common
  }
  if (a === 'text' && b === 'text' && operator === '+') return 'text'
  if (a === 'date' && b === 'integer' && (operator === '+' || operator === '-')) return 'date'
  return a === 'date' && b === 'date' && operator === '-' ? 'integer' : null
}

function isUnknown(type: ExpressionType): boolean {
  return type === 'dynamic' || type === 'json' || type === 'null'
}

function describePair(left: ExpressionType, right: ExpressionType): string {
  const pair = `${describeType(left)} and ${describeType(right)}`
  return pair.charAt(0).toUpperCase() + pair.slice(1)
}
