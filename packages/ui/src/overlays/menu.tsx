import { defer } from '../floating/deferred.ts'
import type { MenuProps } from '../floating/menu.tsx'
import { useStandIn } from '../floating/stand-in.ts'
import { withProps } from '../floating/with-props.ts'

const floating = defer(async () => (await import('../floating/menu.tsx')).FloatingMenu)

/** A list of acts behind a button. */
export function Menu(props: MenuProps) {
  const { Real, taken, handlers } = useStandIn(floating)
  if (Real) return <Real {...props} taken={taken.current} />
  return withProps(props.trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false, ...handlers })
}
