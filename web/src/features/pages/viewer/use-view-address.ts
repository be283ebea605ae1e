import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { loadViewAddress } from './page-surface.tsx'

/** An address as it was opened, and how many there were; `written` is what the page made of it since. */
export interface OpenedAddress {
  parameters: Readonly<Record<string, unknown>>
  count: number
  written: string
}

/** What opens and follows views, once it is there; null where it cannot be loaded, and the page goes without. */
export type ViewAddress = Awaited<ReturnType<typeof loadViewAddress>> | null | undefined

/** Which address the page on screen was opened with: a link to the same page with another view opens it anew. */
export function useOpenedAddress(): OpenedAddress {
  const parameters = useSearch({ strict: false }) as Record<string, unknown>
  const written = JSON.stringify(parameters)
  const opened = useRef<OpenedAddress>({ parameters, count: 0, written })
  if (written !== opened.current.written)
    opened.current = { parameters, count: opened.current.count + 1, written }
  return opened.current
}

/** Loads what opens and follows views when it is wanted. */
export function useViewAddress(isWanted: boolean): ViewAddress {
  const [code, setCode] = useState<ViewAddress>()
  useEffect(() => {
    if (isWanted) loadViewAddress().then(setCode, () => setCode(null))
  }, [isWanted])
  return code
}

/** Keeps the view of a page in its address. */
export function useFollowedView(
  pageId: string,
  runtime: PageRuntime,
  opened: OpenedAddress,
  code: ViewAddress,
): void {
  const bar = useRouter()
  useEffect(() => code?.followView(runtime, { pageId, bar, opened }), [pageId, runtime, bar, opened, code])
}
