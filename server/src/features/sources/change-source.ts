import { AppError } from '@flexoffice/base'
import type { PostgresSettings } from '@flexoffice/connectors'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { applySchema } from './apply-schema.ts'
import type { Inspection } from './inspect-source.ts'
import { inspectSource, namingSettings } from './inspect-source.ts'
import { settleEffect } from './settle-effect.ts'
import { countTables, showSource } from './show-source.ts'
import { changeSettings, openSettings, sealSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'
import { chosenOf, findSource, lockSource, refuseTakenName, sourceTables } from './source-store.ts'

/** Changes name or settings. New settings are tried first, and must lead to the same database. */
export const changeSource = operation(contract.changeSource, {
  allow: 'sources.connect',
  async run(ctx, { sourceId, name, settings }) {
    const before = await ctx.transaction((db) => findSource(db, sourceId))
    if (settings && before.kind === 'managed') throw managedSettings()
    const after = settings && (await tryChange(ctx, before, settings))
    return settleEffect(ctx, async (db) => {
      const row = await lockSource(db, sourceId)
      if (row.version !== before.version) throw changedMeanwhile()
      if (name !== undefined) await refuseTakenName(db, name, sourceId)
      await sourceTables(db)
        .updateTable('sources.source')
        .set({ name: name ?? row.name, ...(after ? keptSettings(ctx, row, after) : {}) })
        .where('id', '=', sourceId)
        .execute()
      if (after) {
        const { schema } = after.inspection
        await applySchema(ctx, db, { sourceId, schema, ...chosenOf(row), createdBy: row.created_by }, [])
      }
      const changed = await findSource(db, sourceId)
      ctx.record({
        object: { type: 'source', id: sourceId, name: changed.name },
        before: { name: row.name, settings: row.settings },
        after: { name: changed.name, settings: changed.settings },
      })
      ctx.emit(contract.sourceChanged, { sourceId })
      return showSource(changed, (await countTables(db)).get(sourceId) ?? 0, ctx.actor)
    })
  },
})

interface Change {
  settings: PostgresSettings
  inspection: Inspection
}

async function tryChange(ctx: Context, row: SourceRow, given: Record<string, unknown>): Promise<Change> {
  const before = openSettings(ctx.runtime.keys, row)
  const settings = await namingSettings(() => changeSettings(before, given))
  const inspection = await inspectSource(ctx.runtime, settings, ctx.http?.signal)
  const moved =
    before.host !== settings.host || before.port !== settings.port || before.database !== settings.database
  const known = row.fingerprint !== null && inspection.fingerprint !== null
  const same = known ? row.fingerprint === inspection.fingerprint : !moved
  if (!same) throw otherDatabase()
  return { settings, inspection }
}

function keptSettings(ctx: Context, row: SourceRow, { settings, inspection }: Change) {
  const sealed = sealSettings(ctx.runtime.keys, row.id, settings)
  return {
    settings: JSON.stringify(sealed.settings) as never,
    secrets: sealed.secrets,
    fingerprint: inspection.fingerprint,
    version: row.version + 1,
    state: 'ready' as const,
    last_problem: null,
    last_checked_at: ctx.now(),
  }
}

/** Grants name tables by the source's own numbers, which mean other tables in another database. */
function otherDatabase(): AppError {
  const message =
    'These settings lead to another database than the one that was connected; its tables would take over grants that were not meant for them. Connect it as a new source.'
  return new AppError('conflict', {
    public: message,
    fields: [{ path: '/settings/database', message, code: 'source_other_database' }],
    reason: 'source_other_database',
  })
}

function managedSettings(): AppError {
  return new AppError('read_only', {
    public: 'The workspace’s own database is run by FlexOffice; only its name can be changed.',
    reason: 'source_is_managed',
  })
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', {
    public: 'Somebody else changed this source meanwhile. Look at it again, then save.',
    reason: 'source_changed',
  })
}
