import { AppError, invalidField, notFound } from '@flexoffice/base'
import { writeCsv } from '@flexoffice/base/write-csv'
import * as contract from '@flexoffice/contract/data'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import type { Filter, Query } from '@flexoffice/query'
import { listReadableColumns, queryBounds } from '@flexoffice/query'
import type { Actor } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { csvAnswer } from '../../core/csv-answer.ts'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import { operation } from '../../core/operation.ts'
import type { GovernedCatalogue } from '../access/api.ts'
import { attributeTexts, governedCatalogue } from '../access/api.ts'
import { reachedTables } from './audit-reads.ts'
import { cellWriter, toCsvFormat } from './csv-cells.ts'
import { journalBegin, journalEnd } from './export-journal.ts'
import { exportRowLimit, takeExportPlace } from './export-limits.ts'
import { wholeKey } from './list-records.ts'
import type { OpenTable } from './open-table.ts'
import { openTable } from './open-table.ts'
import { placedAt } from './placed-at.ts'
import { keyFilter, readKey } from './record-key.ts'
import type { CountedRows } from './run-query.ts'
import { streamRows } from './run-query.ts'

type ExportInput = ParsedInputOf<typeof contract.exportRecords>
type Question = Pick<Query, 'table' | 'select' | 'filter' | 'sort'>

/**
 * Streams records as CSV under the caller's rights as every read has them. That it began is in the audit log before the
 * first byte leaves, how many rows left after the last; it breaks off when session or rights end meanwhile.
 */
export const exportRecords = operation(contract.exportRecords, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, input) {
    const table = await openTable(ctx, input.tableId)
    const question = toQuestion(table, input)
    const giveBack = takeExportPlace(ctx, table.known.table.sourceId)
    try {
      const maximum = await exportRowLimit(ctx.runtime, ctx.tenant)
      const counted = await streamRows(ctx, table, question, maximum).catch((error) => {
        throw placedAt(error, (path) => path.replace(/^\/select\/(\d+)\/field/, '/columns/$1'))
      })
      if (!counted) throw tooLarge(maximum)
      const entry = await journalBegin(ctx, table, input, counted.count)
      return answer(ctx, table, { input, question, counted, maximum, entry, giveBack })
    } catch (error) {
      giveBack()
      throw error
    }
  },
})

interface Exporting {
  input: ExportInput
  question: Question
  counted: CountedRows
  maximum: number
  entry: JournalEntry
  giveBack: () => void
}

function answer(ctx: Context, table: OpenTable, exporting: Exporting) {
  const { input, question, counted, maximum, entry, giveBack } = exporting
  const state = { rows: 0, whole: false }
  const pieces = writeCsv(
    headerOf(table, question),
    cells(counted, input.format.decimals, maximum, state),
    toCsvFormat(input.format),
  )
  const isMoving = watchProgress(ctx, state)
  const rightsHold = watchRights(ctx, table, question)
  const date = ctx.now().toISOString().slice(0, 10)
  const file = csvAnswer(`${fileName(table.known.table.label)}-${date}.csv`, pieces, {
    headers: { 'x-record-count': String(counted.count) },
    stillHolds: async (actor) => isMoving() && (await rightsHold(actor)),
  })
  file.body.once('close', () => {
    giveBack()
    void journalEnd(ctx, entry, state)
  })
  return file
}

async function* cells(
  { columns, rows }: CountedRows,
  decimals: ExportInput['format']['decimals'],
  maximum: number,
  state: { rows: number; whole: boolean },
) {
  const write = cellWriter(columns, decimals)
  for await (const batch of rows) {
    for (const row of batch) {
      // Rows that came since they were counted: a part must not look like the whole.
      if (state.rows === maximum) throw tooLarge(maximum)
      state.rows += 1
      yield write(row)
    }
  }
  state.whole = true
}

function toQuestion(table: OpenTable, { columns, filter, sort, keys }: ExportInput): Question {
  const shown = columns ?? listReadableColumns(table.policy)
  if (shown.length === 0) throw notFound(`readable columns of ${table.shape.id}`)
  const filters = [...(filter ? [filter] : []), ...(keys ? [keysFilter(table, keys)] : [])]
  return {
    table: table.shape.id,
    select: shown.map((column) => ({ field: { column } })),
    ...(filters.length > 0 ? { filter: { kind: 'and', filters } } : {}),
    ...(sort ? { sort } : {}),
  }
}

/** The condition that finds the records of these keys; a key of several columns takes a part of the query for each. */
function keysFilter(table: OpenTable, keys: readonly string[]): Filter {
  const [column, ...further] = wholeKey(table)
  if (column === undefined)
    throw invalidField(
      '/keys',
      'Records of this table have no key that you may read. Export all, or use a filter.',
    )
  const values = keys.map((key) => readKey(table.shape, key))
  if (further.length === 0) return { kind: 'in', field: { column }, values: values.map(([value]) => value!) }
  const most = Math.floor(queryBounds.filterNodes / (further.length + 2)) - 1
  if (keys.length > most)
    throw invalidField(
      '/keys',
      `A record of this table has a key of several columns: choose at most ${most}, or use a filter.`,
      'too_many_keys',
    )
  return { kind: 'or', filters: values.map((value) => keyFilter(table.shape, value)) }
}

function headerOf({ known }: OpenTable, { select }: Question): string[] {
  const labels = new Map(known.columns.map(({ id, label }) => [id, label]))
  return select.map(({ field }) => ('column' in field ? (labels.get(field.column) ?? '') : ''))
}

/** Letters that no file system takes are left out. */
function fileName(label: string): string {
  return (
    label
      .replace(/[\s\p{Cc}<>:"/\\|?*]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'records'
  )
}

/** Whoever takes nothing for so long gives up the place and the connection that the export holds. */
const longestPauseMilliseconds = 5 * 60_000

function watchProgress(ctx: Context, state: { rows: number }): () => boolean {
  let [rows, since] = [state.rows, ctx.now().getTime()]
  return () => {
    const now = ctx.now().getTime()
    if (state.rows !== rows) [rows, since] = [state.rows, now]
    return now - since < longestPauseMilliseconds
  }
}

/** Whether a person's rights on all that was asked for are those that the answer was made under. */
function watchRights(ctx: Context, { shape, catalogue }: OpenTable, question: Question) {
  const tables = reachedTables(question, shape, catalogue)
  const rightsIn = ({ policies }: Pick<GovernedCatalogue, 'policies'>, actor: Actor) =>
    JSON.stringify([
      tables.map((id) => policies.get(id)?.fingerprint),
      actor.kind === 'person' ? attributeTexts(actor.attributes) : null,
    ])
  const before = rightsIn(catalogue, ctx.actor)
  return async (actor: Actor) => rightsIn(await governedCatalogue(ctx.runtime, actor), actor) === before
}

function tooLarge(maximum: number): AppError {
  return new AppError('too_large', {
    public: `An export holds at most ${maximum} records, and these are more. Narrow the filter, or ask an Admin for a larger data.exportMaximumRows.`,
    reason: 'export_too_large',
    params: { maximum },
  })
}
