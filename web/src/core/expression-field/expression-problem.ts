import type { Problem } from '@flexoffice/expression'
import { currentLanguage, hasMessage, translate } from '../i18n/languages.ts'

/** A mistake to underline; what the expression package finds and what the server answers both fit. */
export type ExpressionProblem = Pick<Problem, 'code' | 'message' | 'from' | 'to'> & {
  params?: Record<string, unknown>
  severity?: Problem['severity']
  /** The words, where whoever found it knows better ones. */
  explained?: string
}

/** A problem in the person's language: by its code where there are words for it, else the sentence that came with it. */
export function explainProblem(problem: ExpressionProblem): string {
  if (problem.explained !== undefined) return problem.explained
  const key = `expressionProblems.${problem.code}`
  // The English sentence of the package is the more exact one; the words by code are for the other languages.
  if (currentLanguage() === 'en' || !hasMessage(key)) return problem.message
  const sentence = translate(key, problem.params)
  const suggestion = problem.params?.suggestion
  return suggestion === undefined
    ? sentence
    : translate('expressionProblems.suggestion', { sentence, suggestion })
}
