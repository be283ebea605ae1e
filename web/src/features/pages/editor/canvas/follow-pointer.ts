import type { Point } from './drag.ts'

/** What hears a drag. */
export interface DragListener {
  onMove: (point: Point) => void
  /** The pointer was let go; null when the drag was given up. Not called for a mere click. */
  onEnd: (point: Point | null) => void
}

const clickTolerance = 4

/** Follows the pointer from a press until it is let go; Escape gives up. A press that hardly moves stays a click. */
export function followPointer(start: { clientX: number; clientY: number }, listener: DragListener): void {
  let dragging = false
  const stop = new AbortController()
  const options = { signal: stop.signal }

  function finish(point: Point | null): void {
    stop.abort()
    document.body.style.removeProperty('cursor')
    document.body.style.removeProperty('user-select')
    if (dragging) listener.onEnd(point)
  }

  function move(event: PointerEvent): void {
    const distance = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY)
    if (!dragging && distance < clickTolerance) return
    if (!dragging) document.body.style.setProperty('user-select', 'none')
    dragging = true
    listener.onMove({ x: event.clientX, y: event.clientY })
  }

  addEventListener('pointermove', move, options)
  addEventListener('pointerup', (event) => finish({ x: event.clientX, y: event.clientY }), options)
  addEventListener('pointercancel', () => finish(null), options)
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      finish(null)
    },
    { ...options, capture: true },
  )
}
