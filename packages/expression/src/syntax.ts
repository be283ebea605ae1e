import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { type Decimal, parseDecimal } from './decimal.ts'
import { makeProblem, type Problem, type SourceRange } from './problem.ts'

export type SyntaxNode = ASTNode

/** Longer sources are refused unread. */
export const maximumSourceLength = 10_000

/** Trees deeper than this are refused, so that no walk of them can exhaust the stack. */
export const maximumDepth = 200

const grammar = new Environment({
  limits: {
    maxAstNodes: 4000,
    maxDepth: 100,
    maxListElements: 1000,
    maxMapEntries: 200,
    maxCallArguments: 16,
  },
})

/** Reads CEL's grammar. Never throws: what cannot be read is a problem with its position. */
export function parseSyntax(source: string): { tree: SyntaxNode | null; problems: Problem[] } {
  if (source.length > maximumSourceLength) return fail(tooLong(source))
  if (source.trim() === '')
    return fail(makeProblem('empty', { from: 0, to: source.length }, 'Write an expression.'))
  try {
    const tree = grammar.parse(source).ast
    if (measureDepth(tree) > maximumDepth) return fail(tooDeep(source))
    return { tree, problems: [] }
  } catch (error) {
    return fail(error instanceof ParseError ? describeSyntaxError(error, source) : tooDeep(source))
  }
}

/** One step of an access path: `row.name` or `row["name"]`, with the range of the name as written. */
export interface PathSegment extends SourceRange {
  name: string
  /** True when written in brackets; the range then covers the quoted text. */
  quoted: boolean
}

/** The path from a name through fields, e.g. `row.customer["Unit Price"]`; null when the node is anything else. */
export function readPath(node: SyntaxNode): PathSegment[] | null {
  const segments: PathSegment[] = []
  let current = node
  for (;;) {
    if (current.op === 'id') {
      segments.push({ name: current.args, from: current.start, to: current.end, quoted: false })
      return segments.reverse()
    }
    if (current.op === '.') {
      segments.push({ name: current.args[1], from: current.pos, to: current.end, quoted: false })
      current = current.args[0]
      continue
    }
    if (current.op !== '[]') return null
    const index: SyntaxNode = current.args[1]
    if (index.op !== 'value' || typeof index.args !== 'string') return null
    segments.push({ name: index.args, from: index.start, to: index.end, quoted: true })
    current = current.args[0]
  }
}

/** What stands directly below a node. */
export function listChildren(node: SyntaxNode): SyntaxNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/** A number literal as written: integers that fit 64 bits stay integers, all else is an exact decimal. */
export function readNumber(node: SyntaxNode, source: string, negative = false): bigint | Decimal | null {
  const text = source.slice(node.start, node.end).replace(/[uU]$/, '')
  if (/^0[xX]/.test(text)) return fitInteger(signed(BigInt(text), negative))
  const decimal = parseDecimal(negative ? `-${text}` : text)
  if (!decimal || decimal.scale > 1000) return null
  return /^\d+$/.test(text) ? (fitInteger(decimal.units) ?? decimal) : decimal
}

/** True for a literal that is a number (CEL's int, uint or double). */
export function isNumberLiteral(node: SyntaxNode): boolean {
  if (node.op !== 'value') return false
  if (typeof node.args === 'bigint' || typeof node.args === 'number') return true
  return typeof node.args === 'object' && node.args !== null && !(node.args instanceof Uint8Array)
}

/** True when the whole number fits PostgreSQL's bigint. */
export function fitsInteger(value: bigint): boolean {
  return value >= -(2n ** 63n) && value < 2n ** 63n
}

/** Writes a text literal. */
export function quoteText(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must be escaped
  return `"${escaped.replace(/[\u0000-\u001f\u007f]/g, escapeCode)}"`
}

/** The range of a node. */
export function rangeOf(node: SyntaxNode): SourceRange {
  return { from: node.start, to: node.end }
}

const escapes: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function fitInteger(value: bigint): bigint | null {
  return fitsInteger(value) ? value : null
}

function signed(value: bigint, negative: boolean): bigint {
  return negative ? -value : value
}

function measureDepth(tree: SyntaxNode): number {
  let depth = 0
  let level: SyntaxNode[] = [tree]
  while (level.length > 0 && depth <= maximumDepth) {
    depth += 1
    level = level.flatMap(listChildren)
  }
  return depth
}

function fail(problem: Problem): { tree: null; problems: Problem[] } {
  return { tree: null, problems: [problem] }
}

function tooLong(source: string): Problem {
  const message = `This is longer than ${maximumSourceLength} characters. Split it into smaller parts.`
  return makeProblem('too_long', { from: 0, to: source.length }, message, { maximum: maximumSourceLength })
}

function tooDeep(source: string): Problem {
  return makeProblem(
    'too_complex',
    { from: 0, to: source.length },
    'This is nested too deeply or has too many parts. Split it into smaller parts.',
  )
}

function describeSyntaxError(error: ParseError, source: string): Problem {
  if (error.code === 'limit_exceeded') return tooDeep(source)
  const start = Math.min(error.range?.start ?? 0, source.length)
  const end = Math.min(Math.max(error.range?.end ?? start, start), source.length)
  const range =
    start >= source.length
      ? { from: Math.max(0, source.length - 1), to: source.length }
      : { from: start, to: Math.max(end, start + 1) }
  const written = source.slice(start, end)
  const atEnd = start >= source.length
  return makeProblem(
    error.code in syntaxCodes ? error.code : 'syntax',
    range,
    explain(error, written, atEnd),
    {
      written,
    },
  )
}

const syntaxCodes: Record<string, string> = {
  unterminated_string: 'This text has no closing quotation mark. Add one at its end.',
  unterminated_triple_quoted_string: 'This text has no closing quotation marks. Add three at its end.',
  newline_in_string: 'A text in quotation marks must stay on one line. Write \\n for a line break.',
  invalid_number: 'This number is too large.',
  invalid_escape_sequence: 'This backslash sequence means nothing. Write \\\\ for a backslash.',
  reserved_identifier: 'This word is reserved by the language. Use another name.',
}

function explain(error: ParseError, written: string, atEnd: boolean): string {
  const known = syntaxCodes[error.code]
  if (known !== undefined) return known
  if (atEnd) return 'The expression ends too early. Complete it, or remove what is unfinished at its end.'
  if (written === '=') return 'Compare with == (two equals signs).'
  if (written === '&' || written === '|') return `Write ${written}${written} (twice) to combine conditions.`
  if (/^\p{L}/u.test(written) && error.code === 'unexpected_character') {
    return `"${written}" cannot be part of a plain name. Write such a name in brackets: row["Preço"].`
  }
  return `"${written.slice(0, 40)}" is not expected here. Check the operators, commas and brackets before it.`
}
