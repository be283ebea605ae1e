import { forbidden } from '@flexoffice/base'
import type { Context } from './context.ts'

/** The rule of operations that jobs call on themselves: no person may. */
export function onlySystem(ctx: Context): void {
  if (ctx.actor.kind !== 'system') throw forbidden('the platform itself')
}
