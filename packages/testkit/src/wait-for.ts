import { setTimeout as sleep } from 'node:timers/promises'

/** How long to ask, and how often. */
export interface WaitOptions {
  timeoutSeconds?: number
  intervalSeconds?: number
  /** What is waited for, for the message of a failure. */
  what?: string
}

/**
 * Asks until the answer is truthy and returns it. An error of the question counts as "not yet"; the last one is the
 * cause of the failure when time is up.
 */
export async function waitFor<Answer>(
  question: () => Answer | Promise<Answer>,
  options: WaitOptions = {},
): Promise<NonNullable<Answer>> {
  const { timeoutSeconds = 10, intervalSeconds = 0.02, what = question.toString() } = options
  const deadline = performance.now() + timeoutSeconds * 1000
  let lastError: unknown
  do {
    try {
      const answer = await question()
      if (answer) return answer
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    await sleep(intervalSeconds * 1000)
  } while (performance.now() < deadline)
  throw new Error(`not within ${timeoutSeconds} seconds: ${what}`, { cause: lastError })
}
