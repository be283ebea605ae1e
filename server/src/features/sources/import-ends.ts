import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'

/** Hears that an import was done, failed or was cancelled, in the transaction that says so. */
export type ImportEndListener = (ctx: Context, importId: string) => Promise<void>

const listeners = perRuntime(() => new Set<ImportEndListener>())

/** Lets a feature above go on when an import that it began has ended. */
export function hearImportEnds(runtime: Runtime, listener: ImportEndListener): void {
  listeners(runtime).add(listener)
}

/** Tells the features above of the end of an import. */
export async function tellImportEnd(ctx: Context, importId: string): Promise<void> {
  for (const listener of listeners(ctx.runtime)) await listener(ctx, importId)
}
