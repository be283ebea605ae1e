import type { InputOf } from '@flexoffice/contract/operation'
import { runPageQuery } from '@flexoffice/contract/pages'
import type { RunQuery } from '@flexoffice/page-model/query-lanes'
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
  const code = (error as { problem?: { code?: string } }).problem?.code ?? 'internal'
  return { code, message: explainError(error).title }
}
