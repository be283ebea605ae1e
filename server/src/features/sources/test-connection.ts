import type { PostgresSettings } from '@flexoffice/connectors'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { inspectSource, namingSettings } from './inspect-source.ts'
import { showFoundTable } from './show-source.ts'
import { changeSettings, openSettings, readSettings } from './source-settings.ts'
import { findSource } from './source-store.ts'

/** Tries a connection and answers what is there, or exactly what is wrong. Keeps nothing but the audit entry. */
export const testConnection = operation(contract.testConnection, {
  allow: 'sources.connect',
  async run(ctx, { settings, sourceId }) {
    const tried = await namingSettings(() => settingsToTry(ctx, settings, sourceId))
    ctx.record({ detail: { host: tried.host, port: tried.port, database: tried.database, user: tried.user } })
    const { report, schema } = await inspectSource(ctx.runtime, tried, ctx.http?.signal)
    return { ...report, tables: schema.tables.map(showFoundTable) }
  },
})

async function settingsToTry(
  ctx: Context,
  settings: Record<string, unknown>,
  sourceId: string | undefined,
): Promise<PostgresSettings> {
  if (sourceId === undefined) return readSettings(settings)
  const row = await ctx.transaction((db) => findSource(db, sourceId))
  return row.kind === 'managed'
    ? readSettings(settings)
    : changeSettings(openSettings(ctx.runtime.keys, row), settings)
}
