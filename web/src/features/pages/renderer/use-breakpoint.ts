import type { Breakpoint } from '@flexoffice/contract/page-document'
import { type RefObject, useEffect, useState } from 'react'

const desktopFrom = 1000

/** The breakpoint for the width that an element has at present; below 1000 pixels the page is laid out for a tablet. */
export function useBreakpoint(element: RefObject<HTMLElement | null>): Breakpoint {
  const [breakpoint, setBreakpoint] = useState<Breakpoint>('desktop')
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setBreakpoint(entry.contentRect.width < desktopFrom ? 'tablet' : 'desktop')
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return breakpoint
}
