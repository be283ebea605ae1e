import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'

const delayMilliseconds = 400
/** Long enough to move from the control to its text. */
const graceMilliseconds = 100
/** While somebody goes along a row of buttons, only the first text makes them wait. */
const groupMilliseconds = 300

let closeOther: (() => void) | null = null
let lastClosedAt = Number.NEGATIVE_INFINITY

/** When a tooltip shows, and beside which element. One at a time. */
export function useTooltip() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const close = () => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  const open = (element: HTMLElement) => {
    clearTimeout(timer.current)
    closeOther?.()
    setAnchor(element)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useWhileOpen(anchor !== null, close)
  const closeSoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(close, graceMilliseconds)
  }
  const handlers = {
    onPointerEnter(event: PointerEvent<HTMLElement>) {
      if (event.pointerType !== 'mouse') return
      const element = event.currentTarget
      const isInGroup = closeOther !== null || performance.now() - lastClosedAt < groupMilliseconds
      clearTimeout(timer.current)
      timer.current = setTimeout(() => open(element), isInGroup ? 0 : delayMilliseconds)
    },
    onPointerLeave: closeSoon,
    onPointerDown: close,
    onClick: close,
    onFocus(event: FocusEvent<HTMLElement>) {
      if (event.currentTarget.matches(':focus-visible')) open(event.currentTarget)
    },
    onBlur: close,
  }
  return {
    anchor,
    handlers,
    bubbleHandlers: { onPointerEnter: () => clearTimeout(timer.current), onPointerLeave: closeSoon },
  }
}

/** Escape takes it away, and so does scrolling, because its control has gone from beneath it. */
function useWhileOpen(isOpen: boolean, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    if (!isOpen) return
    const end = () => latest.current()
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && end()
    closeOther = end
    document.addEventListener('keydown', onKeyDown, true)
    document.addEventListener('scroll', end, true)
    return () => {
      if (closeOther === end) closeOther = null
      lastClosedAt = performance.now()
      document.removeEventListener('keydown', onKeyDown, true)
      document.removeEventListener('scroll', end, true)
    }
  }, [isOpen])
}
