import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactNode } from 'react'
import { ToastRegion } from './overlays/toast.tsx'
import { type UiWords, UiWordsProvider } from './words.tsx'

/** Wraps the application once: words, tooltip timing, toasts, and no inline styles (strict CSP). */
export function UiProvider({ words = {}, children }: { words?: Partial<UiWords>; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <UiWordsProvider words={words}>
        <Tooltip.Provider delay={400} closeDelay={0}>
          {children}
          <ToastRegion />
        </Tooltip.Provider>
      </UiWordsProvider>
    </CSPProvider>
  )
}
