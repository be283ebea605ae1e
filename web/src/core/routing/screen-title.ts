import { useEffect } from 'react'
import { createStore, useStore } from '../store.ts'

const open = createStore<string | null>(null)

/** Names the open thing ("Orders") in the document's title and the breadcrumb, instead of the screen's own title. */
export function useScreenTitle(title: string | null | undefined): void {
  useEffect(() => {
    open.set(title || null)
    return () => open.set(null)
  }, [title])
}

/** The name of the open thing, if the screen gave one. */
export function useOpenTitle(): string | null {
  return useStore(open)
}
