import { EvaluationFailure } from './calculate.ts'
import { Moment } from './moment.ts'
import type { ExpressionValue } from './values.ts'

/** What an evaluation may know beside the values; given from outside, so that the same input gives the same output. */
export interface EvaluationContext {
  /** The present instant, for now() and today(). */
  now?: Moment | Date
  /** IANA name; year(), today(), formatDate() of instants are in this zone. Default UTC. */
  timeZone?: string
  /** BCP 47; format() and formatDate() write numbers and months in it. Default en. */
  locale?: string
}

/** One run: its values, the variables of list functions, and what is left of its budget. */
export interface Evaluation {
  values: Record<string, unknown>
  variables: Map<string, ExpressionValue>
  context: EvaluationContext
  steps: number
  size: number
}

export type Run = (evaluation: Evaluation) => ExpressionValue

const maximumSteps = 500_000
const maximumSize = 10_000_000

/** Counts one step, so that nested list functions end. */
export function countStep(evaluation: Evaluation): void {
  evaluation.steps += 1
  if (evaluation.steps > maximumSteps) {
    throw new EvaluationFailure(
      'too_much_work',
      'This takes too long to calculate. Filter the list first, or use a query.',
    )
  }
}

/** Counts characters or elements that are about to be made; called before they are. */
export function reserveSize(evaluation: Evaluation, size: number): void {
  evaluation.size += size
  if (evaluation.size > maximumSize) {
    throw new EvaluationFailure(
      'result_too_large',
      'The result is too large. Shorten the text or filter the list first.',
    )
  }
}

/** The present instant of the context. */
export function readNow(evaluation: Evaluation): Moment {
  const { now } = evaluation.context
  if (now instanceof Moment) return now
  if (now instanceof Date && !Number.isNaN(now.getTime()))
    return new Moment('timestamp', BigInt(now.getTime()) * 1000n)
  throw new EvaluationFailure('no_clock', 'The present time is not known here.')
}
