import { ApiError } from '@flexoffice/sdk/client'
import type { FormProblem } from '@flexoffice/ui'
import { hasMessage, translate } from '../i18n/languages.ts'

/** An error in the person's language. */
export interface Explained {
  title: string
  detail?: string
  /** The code to quote. */
  reference?: string
}

/** Words for any error: `errors.<reason>`, else `errors.<code>`, else what the server wrote. */
export function explainError(error: unknown): Explained {
  if (!(error instanceof ApiError)) {
    const offline = error instanceof TypeError
    return { title: translate(offline ? 'errors.offline' : 'errors.unexpected') }
  }
  const { problem } = error
  const reference = error.status >= 500 ? problem.reference : undefined
  const title = explain([problem.reason, problem.code], problem.detail, problem.params)
  const detail = reference ? translate('errors.reference', { reference }) : undefined
  return { title, detail, reference: problem.reference }
}

/** An error as the problems of a form: each at its field where the server named one. */
export function readFormProblems(error: unknown): FormProblem[] {
  if (!(error instanceof ApiError) || !error.problem.fields?.length)
    return [{ message: explainError(error).title }]
  return error.problem.fields.map((field) => ({
    field: field.path.replace(/^\//, '').split('/')[0],
    message: explain([field.code], field.message, error.problem.params),
  }))
}

function explain(
  keys: Array<string | undefined>,
  fallback: string,
  params: Record<string, unknown> = {},
): string {
  const key = keys.find((name) => name !== undefined && hasMessage(`errors.${name}`))
  return key === undefined ? fallback : translate(`errors.${key}`, params)
}
