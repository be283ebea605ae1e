import type { QueryResult, RowWindow } from '@flexoffice/sdk/widget'
import type { ParameterValues } from './query-parameters.ts'
import { isSameJson } from './stable-json.ts'

/** What running a query gives; a failure is thrown and becomes the lane's error. */
export type QueryAnswer = Omit<QueryResult, 'status' | 'error'>

/** Asks the server for an answer; `signal` is aborted when a newer question replaces this one. */
export type RunQuery = (
  request: { queryId: string; parameters: ParameterValues; window?: RowWindow },
  signal: AbortSignal,
) => Promise<QueryAnswer>

/** How a question is asked. */
export interface AskOptions {
  force?: boolean
  delay?: number
  /**
   * Shows nothing of the asking, and lets an answer to the same question that is under way arrive first: however often
   * rows change, what is on screen keeps moving.
   */
  quiet?: boolean
}

/** One way of asking a query: for everybody, or with the page, order and search of one widget. */
export interface QueryLane {
  getResult(): QueryResult
  /** Asks when the question differs from the last one, or in any case when `force` is set; settles with the answer. */
  ask(parameters: ParameterValues, window: RowWindow | undefined, options?: AskOptions): Promise<void>
  stop(): void
}

/** What a query gives before it ran. */
export const idleResult: QueryResult = Object.freeze({
  status: 'idle',
  rows: [],
  columns: [],
  hasMore: false,
})

/** Makes a lane. Only the newest question counts: older ones are aborted and their answers dropped. */
export function createQueryLane(queryId: string, runQuery: RunQuery, onChange: () => void): QueryLane {
  let result = idleResult
  let asked: { parameters: ParameterValues; window?: RowWindow } | null = null
  let current: Run | null = null

  function publish(next: QueryResult): void {
    result = next
    onChange()
  }

  async function answer({ signal }: AbortController, delay: number): Promise<void> {
    const { parameters, window } = asked!
    await pause(delay, signal)
    if (signal.aborted) return
    try {
      const next = await runQuery({ queryId, parameters, ...(window ? { window } : {}) }, signal)
      if (!signal.aborted) publish({ status: 'ready', ...next })
    } catch (error) {
      if (!signal.aborted) publish({ ...result, status: 'error', error: describeError(error) })
    }
  }

  function begin(delay: number): Promise<void> {
    const abort = new AbortController()
    const run: Run = { abort, done: Promise.resolve(), isBusy: true, isRepeatDue: false }
    current = run
    run.done = answer(abort, delay).then(() => {
      run.isBusy = false
      if (run.isRepeatDue && !abort.signal.aborted) void begin(0)
    })
    return run.done
  }

  return {
    getResult: () => result,
    ask(parameters, window, { force = false, delay = 0, quiet = false } = {}) {
      const question = { parameters, ...(window ? { window } : {}) }
      const isSame = asked !== null && isSameJson(asked, question)
      if (isSame && current && quiet && current.isBusy) {
        current.isRepeatDue = true
        return current.done
      }
      if (isSame && !force) return current?.done ?? Promise.resolve()
      current?.abort.abort()
      asked = question
      if (!quiet || result.status === 'idle') publish({ ...result, status: 'loading', error: undefined })
      return begin(delay)
    },
    stop() {
      current?.abort.abort()
    },
  }
}

interface Run {
  abort: AbortController
  done: Promise<void>
  isBusy: boolean
  /** Rows changed while this was being answered, so it may have missed them. */
  isRepeatDue: boolean
}

function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delay)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function describeError(error: unknown): QueryResult['error'] {
  const detail = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown
    message?: unknown
    params?: unknown
  }
  return {
    code: typeof detail.code === 'string' ? detail.code : 'internal',
    message: typeof detail.message === 'string' ? detail.message : 'The data could not be read. Try again.',
    ...(typeof detail.params === 'object' && detail.params !== null
      ? { params: detail.params as Record<string, unknown> }
      : {}),
  }
}
