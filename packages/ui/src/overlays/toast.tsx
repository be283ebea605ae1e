import { useEffect } from 'react'
import { defer, useDeferred } from '../floating/deferred.ts'
import { onToast } from './toast-queue.ts'

const floating = defer<object>(async () => (await import('../floating/toasts.tsx')).FloatingToasts)

/** The one place where toasts appear, there with the first of them; render it once, inside UiProvider. */
export function ToastRegion() {
  const Real = useDeferred(floating)
  useEffect(() => onToast(floating.load), [])
  return Real ? <Real /> : null
}
