import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { withProps } from '../floating/with-props.ts'
import { KeyboardShortcut } from '../text/keyboard-shortcut.tsx'
import { placeBeside, type Side } from './place-beside.ts'
import { useTooltip } from './use-tooltip.ts'

/** Properties of Tooltip: a short text for one control; never the only place where something is said. */
export interface TooltipProps {
  text: ReactNode
  shortcut?: string
  side?: Side
  children: ReactElement
}

/** Names or explains the control it wraps, on hover and on keyboard focus. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  const { anchor, handlers, bubbleHandlers } = useTooltip()
  return (
    <>
      {withProps(children, handlers)}
      {anchor
        ? createPortal(
            <Bubble anchor={anchor} side={side} handlers={bubbleHandlers}>
              {text}
              {shortcut ? <KeyboardShortcut keys={shortcut} inverted /> : null}
            </Bubble>,
            landmarkOf(anchor),
          )
        : null}
    </>
  )
}

const landmarks =
  'main, nav, header, aside, footer, dialog, [role="dialog"], [role="alertdialog"], [role="banner"], [role="complementary"], [role="navigation"]'

/** The part of the page that the control belongs to: who goes through the page by its parts meets the words there. */
function landmarkOf(anchor: HTMLElement): Element {
  return anchor.closest(landmarks) ?? document.body
}

interface BubbleProps {
  anchor: HTMLElement
  side: Side
  handlers: object
  children: ReactNode
}

/** Lies in the browser's top layer, so that no dialog hides it. */
function Bubble({ anchor, side, handlers, children }: BubbleProps) {
  const bubble = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = bubble.current
    if (!element || !('showPopover' in element)) return
    element.showPopover()
    const { left, top } = placeBeside(anchor.getBoundingClientRect(), element.getBoundingClientRect(), side)
    element.style.left = `${left}px`
    element.style.top = `${top}px`
  })
  return (
    <div
      ref={bubble}
      popover="manual"
      role="tooltip"
      {...handlers}
      className="inset-auto flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-sm text-surface shadow-float transition-opacity duration-100 starting:opacity-0"
    >
      {children}
    </div>
  )
}
