import { AppError, forbidden, invalidField } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/catalogue'
import { holds } from '../../core/actor.ts'
import { operation } from '../../core/operation.ts'
import type { Database } from '../../core/store/management-store.ts'
import { catalogueTables, findTable, moveVersion } from './catalogue-store.ts'
import { describe, governsData } from './list-catalogue.ts'

interface Words {
  label?: string
  description?: string
  sensitive?: boolean
}

/** Changes what people call a table and its columns. Only who governs access decides what is sensitive. */
export const describeTable = operation(contract.describeTable, {
  allow: governsData,
  async run(ctx, { tableId, columns, seen, ...changes }) {
    const { table, columns: known } = await findTable(ctx.db, tableId)
    if (changes.sensitive !== undefined && changes.sensitive !== table.sensitive) {
      if (!holds(ctx.actor, 'access.manage')) throw forbidden('access.manage')
    }
    await saveWords(ctx.db, 'catalogue.table', tableId, changes, seen)
    const before: { id: string; label: string; description: string }[] = []
    for (const [index, { id, seen: seenOfColumn, ...change }] of columns.entries()) {
      const column = known.find((candidate) => candidate.id === id)
      if (!column)
        throw invalidField(`/columns/${index}/id`, 'The table has no such column.', 'unknown_column')
      await saveWords(ctx.db, 'catalogue.column', id, change, seenOfColumn)
      before.push({ id, label: column.label, description: column.description })
    }
    await moveVersion(ctx.db, ctx.tenant)
    const was = { label: table.label, description: table.description, sensitive: table.sensitive }
    ctx.record({
      object: { type: 'table', id: tableId, name: table.name },
      before: { ...was, columns: before },
      after: {
        ...was,
        ...changes,
        columns: columns.map(({ seen: _, ...change }, index) => ({ ...before[index], ...change })),
      },
    })
    ctx.emit(contract.catalogueChanged, { sourceId: table.source_id, tableId })
    ctx.invalidate({ policies: true })
    return describe(ctx, tableId)
  },
})

/** What the author saw is compared by the statement that writes, so that of two at once one is refused. */
async function saveWords(
  db: Database,
  table: 'catalogue.table' | 'catalogue.column',
  id: string,
  change: Words,
  seen: Words = {},
): Promise<void> {
  if (Object.keys(change).length === 0) return
  let update = catalogueTables(db).updateTable(table).set(change).where('id', '=', id)
  if (seen.label !== undefined) update = update.where('label', '=', seen.label)
  if (seen.description !== undefined) update = update.where('description', '=', seen.description)
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n)
    throw new AppError('conflict', {
      public: 'Somebody else changed these words meanwhile. Look at theirs, then make your change again.',
      reason: 'words_changed',
    })
}
