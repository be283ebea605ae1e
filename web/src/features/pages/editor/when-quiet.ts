/** How long a browser that is always busy, or knows no idle time, lets the work wait. */
const longestMilliseconds = 300

/** Work that is put off until the browser has nothing better to do; however often it is asked for, it is done once. */
export function whenQuiet(run: () => void): { ask: () => void; stop: () => void } {
  let waiting: number | null = null
  const start = () => {
    waiting = null
    run()
  }
  const hasIdleTime = typeof requestIdleCallback === 'function'
  return {
    ask() {
      waiting ??= hasIdleTime
        ? requestIdleCallback(start, { timeout: longestMilliseconds })
        : window.setTimeout(start, longestMilliseconds)
    },
    stop() {
      if (waiting === null) return
      if (hasIdleTime) cancelIdleCallback(waiting)
      else clearTimeout(waiting)
      waiting = null
    },
  }
}
