import { ApiError } from '@flexoffice/sdk/client'
import type { FormProblem } from '@flexoffice/ui'
import { currentLanguage, hasMessage, translate } from '../i18n/languages.ts'

/** An error in the person's language. */
export interface Explained {
  title: string
  detail?: string
  /** The code to quote, where the server failed and wrote down why. */
  reference?: string
  /** Whether the same question may be answered another time. */
  mayPass: boolean
}

/** Timed out, changed at this moment, too many at once: the next try may be answered. */
const passing = [408, 409, 429]

/** Words for any error: `errors.<reason>`, else `errors.<code>`, else what the server wrote. */
export function explainError(error: unknown): Explained {
  if (!(error instanceof ApiError)) {
    const offline = error instanceof TypeError
    return { title: translate(offline ? 'errors.offline' : 'errors.unexpected'), mayPass: true }
  }
  const { problem } = error
  const isFailure = error.status >= 500
  const reference = isFailure && problem.reference !== 'none' ? problem.reference : undefined
  const title = explain([problem.reason, problem.code], problem.detail, problem.params)
  const detail = reference ? translate('errors.reference', { reference }) : undefined
  return { title, detail, reference, mayPass: isFailure || passing.includes(error.status) }
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

/** Words for a problem that was noted when nobody waited for the answer. */
export function explainNoted(problem: {
  code: string
  message: string
  params?: Record<string, unknown>
}): string {
  return explain([problem.code], problem.message, problem.params)
}

function explain(
  keys: Array<string | undefined>,
  fallback: string,
  params: Record<string, unknown> = {},
): string {
  const written = keys.flatMap((name) => (name === undefined ? [] : [`errors.${name}`, `errorKinds.${name}`]))
  // Of a mere kind the server's own English sentence says more; in other languages it is the kind that is understood.
  const usable = currentLanguage() === 'en' ? written.filter((key) => key.startsWith('errors.')) : written
  const key = usable.find(hasMessage)
  return key === undefined ? fallback : translate(key, params)
}
