import type { InputOf } from '@flexoffice/contract/operation'
import { runPageQuery } from '@flexoffice/contract/pages'
import type { RunQuery } from '@flexoffice/page-model/query-lanes'
import { ApiError } from '@flexoffice/sdk/client'
import { translate } from '../../../core/i18n/languages.ts'
import { client } from '../../../core/session/client.ts'
import { explainError } from '../../../core/session/problems.ts'
import { toQueryAnswer } from './query-answer.ts'

type Input = InputOf<typeof runPageQuery>

/** Runs queries of a stored page: the published one, or with `draft` the one being edited, as somebody else if wanted. */
export function createPageQueryRunner(from: Pick<Input, 'pageId' | 'draft' | 'as'>): RunQuery {
  return async ({ queryId, parameters, window }, signal) => {
    const input: Input = {
      ...from,
      queryId,
      parameters,
      ...(window ? { window, total: true } : {}),
    }
    try {
      return toQueryAnswer(await client.call(runPageQuery, input, { signal }))
    } catch (error) {
      throw explained(error)
    }
  }
}

/** The error with words in the person's language, as the widget shows it. */
export function explained(error: unknown): unknown {
  if (error instanceof DOMException) return error
  const problem = error instanceof ApiError ? error.problem : null
  // A reader did not write the query: what concerns them is that a part of it is not there for them.
  if (problem?.fields?.some((field) => field.code === 'unknown_field'))
    return { code: 'page_column_gone', message: translate('widgetView.columnGone') }
  return { code: problem?.reason ?? problem?.code ?? 'internal', message: explainError(error).title }
}
