import { EvaluationFailure, isNumber } from './calculate.ts'
import { type Compilation, reportProblem, type Typed } from './compilation.ts'
import { countStep, type Evaluation, type Run, reserveSize } from './evaluation.ts'
import type { FunctionDefinition, ParameterKind } from './function-definition.ts'
import { functions, listMacros } from './functions.ts'
import { Moment } from './moment.ts'
import { nameParams, suggestNames } from './problem.ts'
import { describeType, type ExpressionType, isListType } from './scope.ts'
import { rangeOf, type SyntaxNode } from './syntax.ts'
import type { ExpressionValue } from './values.ts'

type CompileNode = (compilation: Compilation, node: SyntaxNode) => Typed

/** Compiles `f(a, b)` and `a.f(b)`, which mean the same, and the list functions with a variable. */
export function compileCall(
  compilation: Compilation,
  node: SyntaxNode & { op: 'call' | 'rcall' },
  compileNode: CompileNode,
): Typed {
  const name = node.args[0]
  const nodes = node.op === 'call' ? node.args[1] : [node.args[1], ...node.args[2]]
  if (listMacros.has(name)) return compileMacro(compilation, node, name, nodes, compileNode)
  const range = findNameRange(compilation.source, node)
  const definition = functions.get(name)
  const parts = nodes.map((part) => compileNode(compilation, part))
  if (!definition) {
    const names = [...functions.keys(), ...listMacros.keys()]
    const message = `There is no function "${name}". ${suggestNames(name, names)}`
    return reportProblem(compilation, 'unknown_function', range, message, nameParams(name, names))
  }
  const wrong = checkParameters(compilation, definition, parts, nodes, node)
  if (wrong) return wrong
  const types = parts.map((part) => part.type)
  const type = typeof definition.result === 'function' ? definition.result(types) : definition.result
  return { type, run: (evaluation) => callFunction(definition, parts, evaluation) }
}

function compileMacro(
  compilation: Compilation,
  node: SyntaxNode,
  name: string,
  nodes: SyntaxNode[],
  compileNode: CompileNode,
): Typed {
  const [listNode, variableNode, bodyNode] = nodes
  if (nodes.length !== 3 || !listNode || variableNode?.op !== 'id' || !bodyNode || node.op !== 'rcall') {
    const message = `Write ${listMacros.get(name)?.usage ?? name}.`
    return reportProblem(compilation, 'wrong_arguments', rangeOf(node), message, { name })
  }
  const list = compileNode(compilation, listNode)
  const itemType = listItemType(list.type)
  if (itemType === null) {
    const message = `${name}() needs a list, but this is ${describeType(list.type)}.`
    return reportProblem(compilation, 'type_mismatch', rangeOf(listNode), message, { name })
  }
  const variable = variableNode.args
  const body = compileNode(
    { ...compilation, variables: new Map(compilation.variables).set(variable, itemType) },
    bodyNode,
  )
  if (name !== 'map' && body.type !== 'boolean' && body.type !== 'dynamic' && body.type !== 'null') {
    const message = `${name}() needs a condition, but this is ${describeType(body.type)}.`
    return reportProblem(compilation, 'condition_expected', rangeOf(bodyNode), message, { name })
  }
  const type: ExpressionType =
    name === 'map' ? { list: body.type } : name === 'filter' ? list.type : 'boolean'
  return { type, run: macroRun(name, list.run, variable, body.run) }
}

function macroRun(name: string, list: Run, variable: string, body: Run): Run {
  return (evaluation) => {
    const items = list(evaluation)
    if (items === null) return null
    if (!Array.isArray(items)) throw new EvaluationFailure('type_mismatch', `${name}() needs a list.`)
    const results = runBody(items, variable, body, evaluation)
    if (name === 'map') return results
    if (name === 'filter') return items.filter((_, index) => results[index] === true)
    const decisive = name === 'exists'
    if (results.includes(decisive)) return decisive
    return results.every((result) => result === !decisive) ? !decisive : null
  }
}

function runBody(
  items: ExpressionValue[],
  variable: string,
  body: Run,
  evaluation: Evaluation,
): ExpressionValue[] {
  const { variables } = evaluation
  const outer = variables.get(variable)
  reserveSize(evaluation, items.length)
  const results = items.map((item) => {
    countStep(evaluation)
    variables.set(variable, item)
    return body(evaluation)
  })
  if (outer === undefined) variables.delete(variable)
  else variables.set(variable, outer)
  return results
}

function callFunction(
  definition: FunctionDefinition,
  parts: Typed[],
  evaluation: Evaluation,
): ExpressionValue {
  countStep(evaluation)
  const values: ExpressionValue[] = []
  for (const [index, part] of parts.entries()) {
    const value = part.run(evaluation)
    if (value === null && !definition.acceptsNull) return null
    const kind = parameterKind(definition, index)
    if (value !== null && !acceptsValue(kind, value)) {
      throw new EvaluationFailure(
        'type_mismatch',
        `${definition.name}() needs ${kindNames[kind]} here. Write ${definition.usage}.`,
      )
    }
    values.push(value)
  }
  return definition.run(values, evaluation)
}

function checkParameters(
  compilation: Compilation,
  definition: FunctionDefinition,
  parts: Typed[],
  nodes: SyntaxNode[],
  node: SyntaxNode,
): Typed | null {
  const { name, parameters, required = parameters.length, repeats, usage } = definition
  if (parts.length < required || (parts.length > parameters.length && !repeats)) {
    const message = `${name}() is given ${parts.length} of ${required} values. Write ${usage}.`
    return reportProblem(compilation, 'wrong_arguments', rangeOf(node), message, { name })
  }
  for (const [index, part] of parts.entries()) {
    const kind = parameterKind(definition, index)
    if (acceptsType(kind, part.type)) continue
    const message = `${name}() needs ${kindNames[kind]} here, but this is ${describeType(part.type)}. Write ${usage}.`
    return reportProblem(compilation, 'type_mismatch', rangeOf(nodes[index] ?? node), message, { name })
  }
  return null
}

function parameterKind(definition: FunctionDefinition, index: number): ParameterKind {
  return definition.parameters[Math.min(index, definition.parameters.length - 1)] ?? 'any'
}

const kindNames: Record<ParameterKind, string> = {
  any: 'a value',
  text: 'text',
  number: 'a number',
  integer: 'a whole number',
  day: 'a date',
  list: 'a list',
  textOrList: 'text or a list',
}

/** Whether a value of that type may be given to a parameter; completion uses it to offer fitting functions. */
export function acceptsType(kind: ParameterKind, type: ExpressionType): boolean {
  if (kind === 'any' || type === 'dynamic' || type === 'json' || type === 'null') return true
  if (isListType(type)) return kind === 'list' || kind === 'textOrList'
  switch (kind) {
    case 'text':
    case 'textOrList':
      return type === 'text' || type === 'uuid'
    case 'number':
      return type === 'integer' || type === 'decimal' || type === 'float'
    case 'integer':
      return type === 'integer'
    case 'day':
      return type === 'date' || type === 'datetime' || type === 'timestamp'
    default:
      return false
  }
}

function acceptsValue(kind: ParameterKind, value: ExpressionValue): boolean {
  switch (kind) {
    case 'any':
      return true
    case 'text':
      return typeof value === 'string'
    case 'textOrList':
      return typeof value === 'string' || Array.isArray(value)
    case 'number':
      return isNumber(value)
    case 'integer':
      return typeof value === 'bigint'
    case 'day':
      return value instanceof Moment && value.kind !== 'time'
    case 'list':
      return Array.isArray(value)
  }
}

function listItemType(type: ExpressionType): ExpressionType | null {
  if (isListType(type)) return type.list
  return type === 'dynamic' || type === 'json' || type === 'null' ? 'dynamic' : null
}

function findNameRange(
  source: string,
  node: SyntaxNode & { op: 'call' | 'rcall' },
): { from: number; to: number } {
  const name = node.args[0]
  const from = node.op === 'call' ? node.start : source.indexOf(name, node.args[1].end)
  return { from, to: from + name.length }
}
