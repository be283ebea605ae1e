import {
  type EvaluationContext,
  type ExpressionValue,
  evaluate,
  printValue,
  renderTemplate,
  toWire,
} from '@flexoffice/expression'
import type { CompiledQuery, CompiledValue } from './compile-page.ts'
import { bindFormats } from './format-rules.ts'
import type { ParameterValues } from './query-parameters.ts'

/** The names an expression sees, with their values. */
export type Names = Record<string, unknown>

/** A calculated value as JSON, or why there is none. */
export interface Outcome {
  value?: unknown
  error?: { code: string; message: string }
}

/** Calculates a compiled value; a value with a mistake in its source has that as its error. */
export function evaluateValue(compiled: CompiledValue, names: Names, context: EvaluationContext): Outcome {
  if (compiled.program) {
    const result = evaluate(compiled.program, names, context)
    return result.error ? { error: result.error } : { value: toWire(result.value) }
  }
  if (compiled.template) {
    const { text, errors } = renderTemplate(compiled.template, names, context)
    return errors[0] ? { value: text, error: errors[0] } : { value: text }
  }
  if (compiled.rules) return { value: bindFormats(compiled.rules, names, context) }
  const [problem] = compiled.problems
  if (problem) return { error: { code: problem.code, message: problem.message } }
  return { value: compiled.constant }
}

/** The parameters of a query in canonical text; what cannot be calculated is null. */
export function evaluateParameters(
  query: CompiledQuery,
  names: Names,
  context: EvaluationContext,
): ParameterValues {
  const values: ParameterValues = {}
  for (const { parameter, compiled } of query.parameters) {
    const result = compiled.program ? evaluate(compiled.program, names, context) : null
    values[parameter.name] = result && !result.error ? toParameter(result.value) : null
  }
  return values
}

function toParameter(value: ExpressionValue): string | string[] | null {
  if (value === null) return null
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(printValue)
  return printValue(value)
}
