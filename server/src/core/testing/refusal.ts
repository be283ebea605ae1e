import type { Problem } from '@flexoffice/contract/problem'
import type { ApiError } from '@flexoffice/sdk/client'

/** The problem with which a call of the client is refused; a call that succeeds is an error. */
export function refusal(work: Promise<unknown>): Promise<Problem> {
  return work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: ApiError) => error.problem,
  )
}
