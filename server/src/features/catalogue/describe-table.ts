import { forbidden, invalidField } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/catalogue'
import { holds } from '../../core/actor.ts'
import { operation } from '../../core/operation.ts'
import { catalogueTables, findTable, moveVersion } from './catalogue-store.ts'
import { describe, governsData } from './list-catalogue.ts'

/** Changes what people call a table and its columns. Only who governs access decides what is sensitive. */
export const describeTable = operation(contract.describeTable, {
  allow: governsData,
  async run(ctx, { tableId, columns, ...changes }) {
    const { table, columns: known } = await findTable(ctx.db, tableId)
    if (changes.sensitive !== undefined && changes.sensitive !== table.sensitive) {
      if (!holds(ctx.actor, 'access.manage')) throw forbidden('access.manage')
    }
    const store = catalogueTables(ctx.db)
    if (Object.keys(changes).length > 0)
      await store.updateTable('catalogue.table').set(changes).where('id', '=', tableId).execute()
    for (const [index, { id, ...change }] of columns.entries()) {
      if (!known.some((column) => column.id === id))
        throw invalidField(`/columns/${index}/id`, 'The table has no such column.', 'unknown_column')
      if (Object.keys(change).length === 0) continue
      await store.updateTable('catalogue.column').set(change).where('id', '=', id).execute()
    }
    await moveVersion(ctx.db, ctx.tenant)
    const before = { label: table.label, description: table.description, sensitive: table.sensitive }
    ctx.record({
      object: { type: 'table', id: tableId, name: table.name },
      before,
      after: { ...before, ...changes, columns },
    })
    ctx.emit(contract.catalogueChanged, { sourceId: table.source_id, tableId })
    ctx.invalidate({ policies: true })
    return describe(ctx, tableId)
  },
})
