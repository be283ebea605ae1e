import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { writeView } from './view-address.ts'

// Loaded when an address holds a view, or when its reader begins to use the page.
export { openView } from './view-address.ts'

/** How long the view rests before the address follows it: typing changes it many times. */
const pauseMilliseconds = 200

/** What of the application's router the address of a page needs. */
export interface AddressBar {
  latestLocation: { pathname: string; search: object }
  navigate: (to: never) => unknown
}

/** Lets the address follow the view of a page, in the place of the one before, until it is stopped: going back leaves the page. */
export function followView(
  runtime: PageRuntime,
  { pageId, bar, opened }: { pageId: string; bar: AddressBar; opened: { written: string } },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined

  function write(): void {
    timer = undefined
    const { pathname, search: before } = bar.latestLocation
    // Somebody who is on the way to elsewhere is not called back.
    if (pathname !== `/pages/${pageId}`) return
    const search = writeView(runtime, { ...before })
    const written = JSON.stringify(search)
    if (written === opened.written) return
    opened.written = written
    void bar.navigate({ to: '.', search, replace: true, resetScroll: false } as never)
  }

  function plan(): void {
    timer ??= setTimeout(write, pauseMilliseconds)
  }

  plan()
  const stop = runtime.subscribe(plan)
  return () => {
    stop()
    clearTimeout(timer)
  }
}
