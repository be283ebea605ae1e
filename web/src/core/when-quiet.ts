const quietMilliseconds = 1000

/** Runs something once, when nothing has been fetched for a second and the browser is idle: the screen is drawn. */
export function whenQuiet(run: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const observer = new PerformanceObserver(wait)
  observer.observe({ type: 'resource', buffered: true })
  wait()

  function wait(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      observer.disconnect()
      // Safari has no idle callback; a second without traffic is idle enough.
      if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 2000 })
      else run()
    }, quietMilliseconds)
  }
}
