import { AppError } from '@flexoffice/base'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { inspectManaged, inspectSource } from './inspect-source.ts'
import { openSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'

/** Everything that a source shows now; refused when another database answers in its place. With a connected source no transaction may be open: it answers when it likes. */
export async function lookAtSource(ctx: Context, row: SourceRow): Promise<SourceSchema> {
  const signal = ctx.http?.signal
  if (row.kind === 'managed') {
    const { pool } = await workspaceDatabase(ctx.runtime, ctx.tenant)
    return inspectManaged(pool, signal)
  }
  const { schema, fingerprint } = await inspectSource(
    ctx.runtime,
    openSettings(ctx.runtime.keys, row),
    signal,
  )
  if (row.fingerprint !== null && fingerprint !== null && row.fingerprint !== fingerprint) {
    throw new AppError('conflict', {
      public:
        'Another database answers now under the same settings; its tables would take over grants that were not meant for them. Connect it as a new source.',
      reason: 'source_other_database',
    })
  }
  return schema
}
