import type { Reference } from './compilation.ts'
import { compileExpression, evaluate, type Program } from './compile.ts'
import type { EvaluationContext } from './evaluation.ts'
import { makeProblem, type Problem } from './problem.ts'
import type { Scope } from './scope.ts'
import { printValue } from './values.ts'

/** A text with `{{ expression }}` parts, compiled. */
export interface Template {
  source: string
  parts: (string | Program)[]
}

/** A piece of a template's source; the range of an expression is what stands between the braces. */
export interface TemplatePart {
  kind: 'text' | 'expression'
  from: number
  to: number
}

const maximumTemplateLength = 100_000

/** Compiles a text with `{{ expression }}` parts; positions are those of the whole text. Never throws. */
export function compileTemplate(
  source: string,
  scope: Scope,
): { template: Template | null; problems: Problem[]; references: Reference[] } {
  const { parts: pieces, problems } = splitTemplate(source)
  const parts: (string | Program)[] = []
  const references: Reference[] = []
  for (const piece of pieces) {
    const text = source.slice(piece.from, piece.to)
    if (piece.kind === 'text') {
      parts.push(text)
      continue
    }
    const compiled = compileExpression(text, scope)
    problems.push(...compiled.problems.map((problem) => shift(problem, piece.from)))
    references.push(
      ...compiled.references.map((reference) => ({
        ...shift(reference, piece.from),
        segments: reference.segments.map((segment) => shift(segment, piece.from)),
      })),
    )
    if (compiled.program) parts.push(compiled.program)
  }
  return { template: problems.length === 0 ? { source, parts } : null, problems, references }
}

/** Fills a template; null shows as nothing, and so does a part that cannot be calculated, whose reason is in `errors`. */
export function renderTemplate(
  template: Template,
  values: Record<string, unknown>,
  context: EvaluationContext = {},
): { text: string; errors: { code: string; message: string }[] } {
  const errors: { code: string; message: string }[] = []
  const texts = template.parts.map((part) => {
    if (typeof part === 'string') return part
    const result = evaluate(part, values, context)
    if (!result.error) return printValue(result.value)
    errors.push(result.error)
    return ''
  })
  return { text: texts.join(''), errors }
}

/** Splits a template into texts and expressions; braces within quotation marks and objects do not end a part. */
export function splitTemplate(source: string): { parts: TemplatePart[]; problems: Problem[] } {
  if (source.length > maximumTemplateLength) {
    const message = `This text is longer than ${maximumTemplateLength} characters. Shorten it.`
    return { parts: [], problems: [makeProblem('too_long', { from: 0, to: source.length }, message)] }
  }
  const parts: TemplatePart[] = []
  let position = 0
  while (position < source.length) {
    const open = source.indexOf('{{', position)
    const textEnd = open < 0 ? source.length : open
    if (textEnd > position) parts.push({ kind: 'text', from: position, to: textEnd })
    if (open < 0) break
    const end = findEnd(source, open + 2)
    if (end === null) {
      const message = 'This part is not closed. Add }} at its end.'
      return { parts, problems: [makeProblem('unclosed_part', { from: open, to: source.length }, message)] }
    }
    parts.push({ kind: 'expression', from: open + 2, to: end })
    position = end + 2
  }
  return { parts, problems: [] }
}

function findEnd(source: string, start: number): number | null {
  let depth = 0
  let quote = ''
  for (let index = start; index < source.length; index += 1) {
    const character = source[index]!
    if (quote !== '') {
      if (character === '\\') index += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '{') depth += 1
    else if (character === '}' && depth > 0) depth -= 1
    else if (character === '}' && source[index + 1] === '}') return index
  }
  return null
}

function shift<T extends { from: number; to: number }>(range: T, by: number): T {
  return { ...range, from: range.from + by, to: range.to + by }
}
