import { AppError, invalidField } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import { operation } from '../../core/operation.ts'
import { removeSource as forgetTables } from '../catalogue/api.ts'
import { lockSource, sourceTables } from './source-store.ts'

/** Disconnects a source with its tables, grants and secrets. Its name must be typed. */
export const removeSource = operation(contract.removeSource, {
  allow: 'sources.connect',
  async run(ctx, { sourceId, name }) {
    const row = await lockSource(ctx.db, sourceId)
    if (row.kind === 'managed') {
      throw new AppError('read_only', {
        public: 'The workspace’s own database cannot be disconnected; remove its tables instead.',
        reason: 'source_is_managed',
      })
    }
    if (row.name !== name) {
      throw invalidField(
        '/name',
        'Type the name of the source exactly as it is shown.',
        'source_name_differs',
      )
    }
    await forgetTables(ctx, sourceId)
    await sourceTables(ctx.db).deleteFrom('sources.source').where('id', '=', sourceId).execute()
    ctx.record({ object: { type: 'source', id: sourceId, name }, before: { settings: row.settings } })
    ctx.emit(contract.sourceChanged, { sourceId })
    ctx.invalidate({ policies: true })
    return { removed: true as const }
  },
})
