import { Popover as Base } from '@base-ui/react/popover'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { type TakesOver, useTakeOver } from './stand-in.ts'

/** Properties of Popover; controlled when `open` is given. */
export interface PopoverProps {
  trigger: ReactElement
  /** Names it for screen readers; shown only with `showTitle`. */
  title: string
  showTitle?: boolean
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactNode
}

/** The popover itself: its button, and what floats beside it. */
export function FloatingPopover(props: PopoverProps & TakesOver) {
  const { trigger, title, showTitle, open, onOpenChange, align = 'start', side = 'bottom', children } = props
  const button = useRef<HTMLButtonElement>(null)
  useTakeOver(button, props.taken)
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50">
          <Base.Popup className="max-h-[var(--available-height)] max-w-[var(--available-width)] min-w-48 overflow-y-auto rounded-md bg-raised p-3 text-base text-ink shadow-float outline-none transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0">
            <Base.Title className={showTitle ? 'mb-2 text-base font-semibold' : 'sr-only'}>
              {title}
            </Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
