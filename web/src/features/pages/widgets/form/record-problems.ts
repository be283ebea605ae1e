import { ApiError } from '@flexoffice/sdk/client'
import type { FormProblem } from '@flexoffice/ui'
import { explainError, readFormProblems } from '../../../../core/session/problems.ts'

/** A refusal of the server as problems of the form's fields, which are named by column id. */
export function readRecordProblems(failure: unknown, shown: ReadonlySet<string>): FormProblem[] {
  const problems = readFormProblems(failure)
  const paths = failure instanceof ApiError ? (failure.problem.fields ?? []).map(({ path }) => path) : []
  return problems.map((problem, index) => {
    const [first, second] = (paths[index] ?? '').replace(/^\//, '').split('/')
    const field = first === 'values' ? second : first
    return field !== undefined && shown.has(field)
      ? { field, message: problem.message }
      : { message: problem.message || explainError(failure).title }
  })
}

/** Whether somebody else changed the same fields meanwhile. */
export function isConflict(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 409 && failure.problem.code === 'conflict'
}
