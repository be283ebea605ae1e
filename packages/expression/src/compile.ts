import { EvaluationFailure } from './calculate.ts'
import type { Compilation, Reference, Typed } from './compilation.ts'
import { reportProblem } from './compilation.ts'
import { compileAccess } from './compile-access.ts'
import { compileCall } from './compile-call.ts'
import {
  compileArithmetic,
  compileChoice,
  compileComparison,
  compileLogic,
  compileMembership,
  compileMinus,
  compileNot,
} from './compile-operator.ts'
import type { EvaluationContext, Run } from './evaluation.ts'
import { makeProblem, type Problem } from './problem.ts'
import {
  describeType,
  type ExpressionType,
  isAssignable,
  joinTypes,
  type Scope,
  type ScopeField,
} from './scope.ts'
import { isNumberLiteral, parseSyntax, rangeOf, readNumber, type SyntaxNode } from './syntax.ts'
import type { ExpressionValue } from './values.ts'

/** A compiled expression; `run` is for `evaluate` alone. */
export interface Program {
  source: string
  type: ExpressionType
  run: Run
}

/** The outcome of compiling: no program when there is a problem; references are given as far as the source can be read. */
export interface CompiledExpression {
  program: Program | null
  type: ExpressionType
  problems: Problem[]
  references: Reference[]
}

/** What an evaluation gives: a value, or a coded reason why there is none. */
export type EvaluationResult =
  | { value: ExpressionValue; error?: undefined }
  | { value?: undefined; error: { code: string; message: string } }

/** Reads, checks and compiles an expression. Never throws; finds all mistakes at once. */
export function compileExpression(
  source: string,
  scope: Scope,
  options: { expected?: ExpressionType } = {},
): CompiledExpression {
  const { tree, problems } = parseSyntax(source)
  if (!tree) return { program: null, type: 'dynamic', problems, references: [] }
  const compilation: Compilation = { source, scope, problems: [], references: [], variables: new Map() }
  const { type, run } = compileNode(compilation, tree)
  const { references } = compilation
  const found = compilation.problems
  if (found.length === 0 && options.expected !== undefined && !isAssignable(type, options.expected)) {
    const message = `This gives ${describeType(type)}, but ${describeType(options.expected)} is needed here.`
    found.push(makeProblem('wrong_type', { from: 0, to: source.length }, message))
  }
  return { program: found.length === 0 ? { source, type, run } : null, type, problems: found, references }
}

/**
 * Calculates a program. Total: it never throws, ends within a fixed budget of steps and size, and the same program,
 * values and context always give the same result.
 */
export function evaluate(
  program: Program,
  values: Record<string, unknown>,
  context: EvaluationContext = {},
): EvaluationResult {
  try {
    return { value: program.run({ values, variables: new Map(), context, steps: 0, size: 0 }) }
  } catch (error) {
    if (error instanceof EvaluationFailure) return { error: { code: error.code, message: error.message } }
    return { error: { code: 'failed', message: 'This cannot be calculated with these values.' } }
  }
}

function compileNode(compilation: Compilation, node: SyntaxNode): Typed {
  switch (node.op) {
    case 'value':
      return compileLiteral(compilation, node, node, false)
    case 'id':
    case '.':
    case '[]':
      return compileAccess(compilation, node, compileNode)
    case 'call':
    case 'rcall':
      return compileCall(compilation, node, compileNode)
    case 'list':
      return compileList(compilation, node)
    case 'map':
      return compileObject(compilation, node)
    case '-_':
      if (isNumberLiteral(node.args)) return compileLiteral(compilation, node.args, node, true)
      return compileMinus(compilation, node, compileNode(compilation, node.args))
    case '!_':
      return compileNot(compilation, node.args, compileNode(compilation, node.args))
    case '?:': {
      const [condition, yes, no] = node.args
      const parts: [Typed, Typed, Typed] = [
        compileNode(compilation, condition),
        compileNode(compilation, yes),
        compileNode(compilation, no),
      ]
      return compileChoice(compilation, parts, condition)
    }
    case '.?':
    case '[?]':
      return reportProblem(
        compilation,
        'syntax',
        rangeOf(node),
        'Write a plain dot: a field of null is null.',
      )
    default:
      return compileBinary(compilation, node)
  }
}

type BinaryNode = Extract<SyntaxNode, { args: [SyntaxNode, SyntaxNode] }>

function compileBinary(compilation: Compilation, node: BinaryNode): Typed {
  const left = compileNode(compilation, node.args[0])
  const right = compileNode(compilation, node.args[1])
  switch (node.op) {
    case '&&':
    case '||':
      return compileLogic(compilation, node, [left, right], node.args)
    case 'in':
      return compileMembership(compilation, node, left, right)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return compileArithmetic(compilation, node, node.op, left, right)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileComparison(compilation, node, node.op, left, right)
    default:
      return reportProblem(compilation, 'syntax', rangeOf(node), 'This cannot be used here.')
  }
}

function compileLiteral(
  compilation: Compilation,
  node: SyntaxNode,
  whole: SyntaxNode,
  negative: boolean,
): Typed {
  const written = node.args
  if (written === null) return { type: 'null', run: () => null }
  if (typeof written === 'string') return { type: 'text', run: () => written }
  if (typeof written === 'boolean') return { type: 'boolean', run: () => written }
  if (!isNumberLiteral(node)) {
    return reportProblem(
      compilation,
      'syntax',
      rangeOf(whole),
      'There are no binary constants. Write text in quotation marks.',
    )
  }
  const number = readNumber(node, compilation.source, negative)
  if (number === null) {
    return reportProblem(
      compilation,
      'number_too_long',
      rangeOf(whole),
      'This number has too many digits. Write a shorter one.',
    )
  }
  return { type: typeof number === 'bigint' ? 'integer' : 'decimal', run: () => number }
}

function compileList(compilation: Compilation, node: SyntaxNode & { op: 'list' }): Typed {
  const parts = node.args.map((part) => compileNode(compilation, part))
  const type = parts.map((part) => part.type).reduce<ExpressionType>(joinTypes, 'null')
  const item = type === 'null' ? 'dynamic' : type
  return { type: { list: item }, run: (evaluation) => parts.map((part) => part.run(evaluation)) }
}

function compileObject(compilation: Compilation, node: SyntaxNode & { op: 'map' }): Typed {
  const fields = new Map<string, Typed>()
  for (const [nameNode, valueNode] of node.args) {
    const value = compileNode(compilation, valueNode)
    if (nameNode.op === 'value' && typeof nameNode.args === 'string') fields.set(nameNode.args, value)
    else
      reportProblem(
        compilation,
        'field_name',
        rangeOf(nameNode),
        'Write the name of a field in quotation marks: {"name": 1}.',
      )
  }
  const types = [...fields].map(([name, { type }]): [string, ScopeField] => [name, { type }])
  const run: Run = (evaluation) =>
    Object.fromEntries([...fields].map(([name, part]) => [name, part.run(evaluation)]))
  return { type: { fields: Object.fromEntries(types) }, run }
}
