import { AppError } from '@flexoffice/base'
import { z } from 'zod'
import type { Context } from '../../core/context.ts'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { SettingDeclaration } from '../../core/setting-declaration.ts'
import { readSetting } from '../../core/settings.ts'

const maximumRows: SettingDeclaration<number> = {
  name: 'data.exportMaximumRows',
  schema: z.int().min(1).max(10_000_000),
  default: 1_000_000,
  description: 'The most records that one export may hold; a larger one is refused.',
}

/** The settings of exports, as Admins may change them. */
export const exportSettings = [maximumRows] as SettingDeclaration[]

/** How many records one export of this workspace may hold. */
export function exportRowLimit(runtime: Runtime, tenantId: string): Promise<number> {
  return readSetting(runtime, tenantId, maximumRows)
}

/** Each holds a connection of the source for as long as its caller takes; the others are for who works. */
const maximumAtOnce = 3

const running = perRuntime(() => new Map<string, number>())

/** Takes one of the places for exports of a source; the answer gives it back. Throws `too_many_requests`. */
export function takeExportPlace({ runtime, tenant }: Context, sourceId: string): () => void {
  const counts = running(runtime)
  const key = `${tenant}/${sourceId}`
  const count = counts.get(key) ?? 0
  if (count >= maximumAtOnce) {
    throw new AppError('too_many_requests', {
      public: `${count} exports of this source are running. Wait for one of them, then try again.`,
      reason: 'export_busy',
      params: { count },
    })
  }
  counts.set(key, count + 1)
  return () => {
    const left = counts.get(key)! - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }
}
