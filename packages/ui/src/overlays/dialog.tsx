import { useEffect } from 'react'
import { type Deferred, defer, useDeferred } from '../floating/deferred.ts'
import type { DialogProps } from '../floating/dialog.tsx'

const dialog = defer(async () => (await import('../floating/dialog.tsx')).FloatingDialog)
const drawer = defer(async () => (await import('../floating/dialog.tsx')).FloatingDrawer)

/** A modal task: the rest waits, Escape leaves, focus returns to where it was. */
export function Dialog(props: DialogProps) {
  return useWhenOpened(dialog, props)
}

/** A modal task that needs height: a column at the right edge, full screen on a phone. */
export function Drawer(props: DialogProps) {
  return useWhenOpened(drawer, props)
}

function useWhenOpened(deferred: Deferred<DialogProps>, props: DialogProps) {
  const Real = useDeferred(deferred)
  useEffect(() => {
    if (props.open) deferred.load()
  }, [deferred, props.open])
  return Real ? <Real {...props} /> : null
}
