import { type ComponentType, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Deferred, useDeferred } from './deferred.ts'

/** What happened to a stand-in before the real control took its place. */
export type Taken = 'press' | 'focus' | null

/** Given to the control that takes the place of a stand-in. */
export interface TakesOver {
  taken: Taken
}

/**
 * Draws a control that looks and is named like the real one until the code of the real one has come. Pointing at it
 * or focusing it fetches the code; a press is done by the real control, so that none is lost.
 */
export function useStandIn<Props>(deferred: Deferred<Props & TakesOver>) {
  const component = useDeferred(deferred)
  const [isHeld, setHeld] = useState(false)
  const taken = useRef<Taken>(null)
  // Between press and release the element must stay, or the browser makes no click of them.
  const release = () => setTimeout(() => setHeld(false))
  const handlers = {
    onPointerEnter: deferred.load,
    onFocus() {
      deferred.load()
      taken.current ??= 'focus'
    },
    onBlur() {
      taken.current = null
    },
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return
      deferred.load()
      setHeld(true)
      for (const end of ['pointerup', 'pointercancel'])
        document.addEventListener(end, release, { once: true })
    },
    onClick() {
      deferred.load()
      taken.current = 'press'
    },
    onCompositionStart: () => setHeld(true),
    onCompositionEnd: release,
  }
  return { Real: (isHeld ? null : component) as ComponentType<Props & TakesOver> | null, taken, handlers }
}

/** Does to the real control what was done to its stand-in. */
export function useTakeOver(control: RefObject<HTMLElement | null>, taken: Taken): void {
  const waiting = useRef(taken)
  useEffect(() => {
    const act = waiting.current
    waiting.current = null
    if (act) control.current?.focus({ preventScroll: true })
    if (act === 'press') control.current?.click()
  }, [control])
}
