import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import { ToastRegion } from './overlays/toast.tsx'
import { type UiWords, UiWordsProvider } from './words.tsx'

/** Wraps the application once: words, toasts, and no inline styles (strict CSP). */
export function UiProvider({ words = {}, children }: { words?: Partial<UiWords>; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <UiWordsProvider words={words}>
        {children}
        <ToastRegion />
      </UiWordsProvider>
    </CSPProvider>
  )
}
