import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { KeyboardShortcut } from '../text/keyboard-shortcut.tsx'

/** Properties of Tooltip: a short text for one control; never the only place where something is said. */
export interface TooltipProps {
  text: ReactNode
  shortcut?: string
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactElement
}

/** Names or explains the control it wraps, on hover and on keyboard focus. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-60">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-sm text-surface shadow-float transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0">
            {text}
            {shortcut ? <KeyboardShortcut keys={shortcut} inverted /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
