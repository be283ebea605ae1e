import type { Run } from './evaluation.ts'
import { makeProblem, type Problem, type SourceRange } from './problem.ts'
import type { ExpressionType, Scope } from './scope.ts'
import type { PathSegment } from './syntax.ts'

/** A path of names that an expression reads, e.g. `table1.selectedRow.country`, with the range of each name. */
export interface Reference extends SourceRange {
  path: string[]
  segments: PathSegment[]
}

/** A part of an expression: its type and how it is calculated. */
export interface Typed {
  type: ExpressionType
  run: Run
}

/** The work of compiling one source. */
export interface Compilation {
  source: string
  scope: Scope
  problems: Problem[]
  references: Reference[]
  /** The variables of the list functions around the present place. */
  variables: Map<string, ExpressionType>
}

/** Adds a problem and gives a part of unknown type, so that compiling goes on and finds the other mistakes too. */
export function reportProblem(
  compilation: Compilation,
  code: string,
  range: SourceRange,
  message: string,
  params: Record<string, string | number> = {},
): Typed {
  compilation.problems.push(makeProblem(code, range, message, params))
  return { type: 'dynamic', run: () => null }
}
