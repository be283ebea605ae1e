import { useEffect } from 'react'
import { defer } from '../floating/deferred.ts'
import type { PopoverProps } from '../floating/popover.tsx'
import { useStandIn } from '../floating/stand-in.ts'
import { withProps } from '../floating/with-props.ts'

const floating = defer(async () => (await import('../floating/popover.tsx')).FloatingPopover)

/** Small controls beside the button that opened them: filters, column choice, notifications. */
export function Popover(props: PopoverProps) {
  const { Real, taken, handlers } = useStandIn(floating)
  useEffect(() => {
    if (props.open) floating.load()
  }, [props.open])
  if (Real) return <Real {...props} taken={taken.current} />
  return withProps(props.trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, ...handlers })
}
