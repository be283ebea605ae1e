import { invalidField, notFound } from '@flexoffice/base'
import type { DataRecord } from '@flexoffice/contract/data'
import * as contract from '@flexoffice/contract/data'
import type { Page, Query, ResultColumn } from '@flexoffice/query'
import { listReadableColumns } from '@flexoffice/query'
import type { TextRow } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { operation, RawBody } from '../../core/operation.ts'
import type { OpenTable } from './open-table.ts'
import { openTable } from './open-table.ts'
import { keyFilter, readKey, writeKey } from './record-key.ts'
import { nextCursor, runQuery } from './run-query.ts'
import { toWireValue, valueWriter } from './write-values.ts'

/** Lists records by column id. A table without a readable key is paged by counting, with the same kind of cursor. */
export const listRecords = operation(contract.listRecords, {
  allow: 'data.use',
  store: 'none',
  audit: 'none',
  async run(ctx, { tableId, columns, filter, sort, limit, after, total }) {
    const table = await openTable(ctx, tableId)
    const shown = columns ?? listReadableColumns(table.policy)
    if (shown.length === 0) throw notFound(`readable columns of ${tableId}`)
    const key = wholeKey(table)
    const hidden = key.filter((id) => !shown.includes(id))
    const page = toPage(key.length > 0, limit, after)
    const select = [...shown, ...hidden].map((column) => ({ field: { column } }))
    const answer = await runQuery(ctx, table, { table: tableId, select, filter, sort, page, total })
    const json = writeRecords(
      answer.rows,
      answer.compiled.columns.slice(0, shown.length),
      positionsOf(key, [...shown, ...hidden]),
    )
    const counted =
      page.kind === 'offset' && answer.rows.length === limit ? `${countMark}${page.offset + limit}` : null
    const next = counted ?? nextCursor(answer, limit)
    return new RawBody(
      'application/json',
      `{"records":${json},"next":${JSON.stringify(next)},"total":${JSON.stringify(answer.total)}}`,
    )
  },
})

/** Gets one record. */
export const getRecord = operation(contract.getRecord, {
  allow: 'data.use',
  store: 'none',
  audit: 'none',
  async run(ctx, { tableId, key }) {
    const table = await openTable(ctx, tableId)
    const record = await findRecord(ctx, table, readKey(table.shape, key))
    if (!record) throw notFound(`record ${key} of ${tableId}`)
    return record
  },
})

/** One record with all its readable columns under the caller's rights, or null. */
export async function findRecord(
  ctx: Context,
  table: OpenTable,
  key: readonly string[],
): Promise<DataRecord | null> {
  const { shape } = table
  if (wholeKey(table).length === 0) return null
  const query: Query = {
    table: shape.id,
    select: listReadableColumns(table.policy).map((column) => ({ field: { column } })),
    filter: keyFilter(shape, key),
    page: { kind: 'offset', offset: 0, limit: 1 },
  }
  const { rows, compiled } = await runQuery(ctx, table, query)
  const [row] = rows
  return row ? toRecord(compiled.columns, row, shape.key) : null
}

/** A row by column id; its key stays empty where the caller may not read it. */
export function toRecord(columns: readonly ResultColumn[], row: TextRow, key: readonly string[]): DataRecord {
  const values = Object.fromEntries(
    columns.map((column, index) => [column.name, toWireValue(column, row[index] ?? null)]),
  ) as DataRecord['values']
  const positions = positionsOf(
    key,
    columns.map((column) => column.name),
  )
  const readable = positions.length > 0 && positions.every((position) => position >= 0)
  return { key: readable ? writeKey(positions.map((position) => row[position] ?? null)) : '', values }
}

/** The key's columns when every one is readable on every readable row, else none: then records have no address. */
export function wholeKey({ shape, policy }: OpenTable): string[] {
  return shape.key.every((id) => policy.cells.get(id)?.whole === true) ? shape.key : []
}

const countMark = 'row-'

function toPage(keyed: boolean, limit: number, after: string | undefined): Page {
  if (keyed) return { kind: 'keyset', limit, ...(after === undefined ? {} : { after }) }
  const offset = after === undefined ? 0 : Number(/^row-(\d{1,7})$/.exec(after)?.[1] ?? Number.NaN)
  if (!Number.isInteger(offset) || offset > 1_000_000)
    throw invalidField('/after', 'This cursor does not belong to this list. Begin again from the first page.')
  return { kind: 'offset', offset, limit }
}

function positionsOf(key: readonly string[], columns: readonly string[]): number[] {
  return key.map((id) => columns.indexOf(id))
}

function writeRecords(
  rows: readonly TextRow[],
  columns: readonly ResultColumn[],
  key: readonly number[],
): string {
  const cells = columns.map((column, index) => ({
    start: `${index === 0 ? '' : ','}${JSON.stringify(column.name)}:`,
    write: valueWriter(column),
  }))
  let json = '['
  for (const [index, row] of rows.entries()) {
    const name = key.length === 0 ? '' : writeKey(key.map((position) => row[position] ?? null))
    json += `${index === 0 ? '' : ','}{"key":${JSON.stringify(name)},"values":{`
    for (let cell = 0; cell < cells.length; cell += 1) {
      const { start, write } = cells[cell]!
      const text = row[cell]
      json += text == null ? `${start}null` : start + write(text)
    }
    json += '}}'
  }
  return `${json}]`
}
