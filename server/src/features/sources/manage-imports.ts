import { AppError } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import { tellImportEnd } from './import-ends.ts'
import type { ImportRow } from './import-store.ts'
import { findImport, importTables, showImportRow } from './import-store.ts'

/** Tells the owner of an import how far it is. */
export const showImport = operation(contract.showImport, {
  allow: 'sources.upload',
  async run(ctx, { importId }) {
    return showImportRow(await findImport(ctx.db, importId, ctx.person.personId))
  },
})

/** Lists the caller's imports, newest first. */
export const listImports = operation(contract.listImports, {
  allow: 'sources.upload',
  async run(ctx) {
    const rows = await importTables(ctx.db)
      .selectFrom('sources.import')
      .selectAll()
      .where('person_id', '=', ctx.person.personId)
      .orderBy('started_at', 'desc')
      .limit(100)
      .execute()
    return { imports: rows.map(showImportRow) }
  },
})

/** Stops an import. Its run sees it within half a second and rolls back; nothing of it stays. */
export const cancelImport = operation(contract.cancelImport, {
  allow: 'sources.upload',
  async run(ctx, { importId }) {
    const { personId } = ctx.person
    const before = await findImport(ctx.db, importId, personId)
    if (before.state !== 'cancelled' && !(await stopImport(ctx, before))) throw tooLate()
    return showImportRow(await findImport(ctx.db, importId, personId))
  },
})

/** Stops an import, whoever's it is; false when it has ended, or is just putting its table in place. */
export async function stopImport(ctx: Context, row: ImportRow): Promise<boolean> {
  const { id, person_id } = row
  const result = await importTables(ctx.db)
    .updateTable('sources.import')
    .set({ state: 'cancelled', ended_at: ctx.now(), held_until: null })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .where('closing', '=', false)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) return false
  ctx.record({
    object: { type: 'import', id, name: row.table_label },
    before: { state: row.state },
    after: { state: 'cancelled' },
  })
  ctx.emit(contract.importProgressed, { importId: id }, [person_id])
  await tellImportEnd(ctx, id)
  return true
}

function tooLate(): AppError {
  return new AppError('conflict', {
    public: 'The import has ended, or is just putting its table in place; it cannot be stopped any more.',
    reason: 'import_ended',
  })
}
