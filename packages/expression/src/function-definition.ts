import type { Evaluation } from './evaluation.ts'
import type { ExpressionType } from './scope.ts'
import type { ExpressionValue } from './values.ts'

/** What a parameter accepts. */
export type ParameterKind = 'any' | 'text' | 'number' | 'integer' | 'day' | 'list' | 'textOrList'

/** A function of the language; called as f(a, b) or a.f(b). A null argument makes null unless `acceptsNull`. */
export interface FunctionDefinition {
  name: string
  /** How it is called, for completion. */
  usage: string
  description: string
  parameters: ParameterKind[]
  /** How many of the parameters must be given (default: all). */
  required?: number
  /** The last parameter may be repeated. */
  repeats?: boolean
  acceptsNull?: boolean
  result: ExpressionType | ((types: ExpressionType[]) => ExpressionType)
  run(values: ExpressionValue[], evaluation: Evaluation): ExpressionValue
}
