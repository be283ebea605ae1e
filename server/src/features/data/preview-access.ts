import { forbidden } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/data'
import type { Query } from '@flexoffice/query'
import { compileQuery, decide, listReadableColumns, shapeOf } from '@flexoffice/query'
import { operation } from '../../core/operation.ts'
import { catalogueOfPerson, decideOn, governedCatalogue } from '../access/api.ts'
import { openSource } from '../sources/api.ts'
import { journalRead } from './audit-reads.ts'
import { aboutTable } from './open-table.ts'
import { ask, queryLimits } from './run-query.ts'
import type { JsonValue } from './wire-values.ts'
import { toWireValue } from './write-values.ts'

const countedRows = 100_000

/** Shows a table with another person's eyes. Only for who governs access; the look is in the audit log. */
export const previewAccess = operation(contract.previewAccess, {
  allow: 'access.manage',
  audit: 'batched',
  async run(ctx, { tableId, personId, draft, limit }) {
    const own = (await governedCatalogue(ctx.runtime, ctx.actor)).policies
    const { catalogue, attributes } = await catalogueOfPerson(ctx, tableId, personId, draft)
    const { table, columns } = catalogue.known.get(tableId)!
    const looked = { object: { type: 'table', id: tableId, name: table.name }, detail: { personId, draft } }
    ctx.record(looked)
    // Nobody borrows eyes: a sensitive table is shown only to who may read it themselves.
    if (decideOn(own, tableId, 'read') !== 'allow') throw forbidden('reading this sensitive table')
    if (table.sensitive) await journalRead(ctx, looked)
    const policy = catalogue.policies.get(tableId)!
    const none = { columns: [], rows: [], visibleRows: { count: 0, kind: 'exact' as const } }
    const readable = listReadableColumns(policy)
    if (decide(policy, 'read') !== 'allow' || readable.length === 0) return none
    const query: Query = {
      table: tableId,
      select: readable.map((column) => ({ field: { column } })),
      page: { kind: 'offset', offset: 0, limit },
      total: { bounded: countedRows },
    }
    const opened = await openSource(ctx.runtime, ctx.tenant, table.sourceId)
    const source = aboutTable(ctx.runtime, opened, tableId)
    const compiled = compileQuery(query, catalogue, queryLimits)
    const answer = await ask(ctx, { source }, compiled, shapeOf(query).literals, attributes)
    const { count, kind } = answer.total!
    return {
      columns: columns
        .filter((column) => readable.includes(column.id))
        .map(({ id, name, label, type }) => ({ id, name, label, type })),
      rows: answer.rows.map((row) =>
        compiled.columns.map((column, index) => toWireValue(column, row[index] ?? null) as JsonValue),
      ),
      visibleRows: { count, kind: kind === 'at_least' ? kind : ('exact' as const) },
    }
  },
})
