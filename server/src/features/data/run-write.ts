import { AppError, forbidden } from '@flexoffice/base'
import type { DataRecord } from '@flexoffice/contract/data'
import * as contract from '@flexoffice/contract/data'
import { isRowRuleRefusal } from '@flexoffice/query'
import type { QueryResult, SourceTransaction, TextRow } from '@flexoffice/sdk/connector'
import { sourceFailureOf } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { openIntent, settleIntent } from '../../core/journal/intents.ts'
import { toSourceValues } from './array-literal.ts'
import { explainMiss } from './explain-miss.ts'
import { toRecord } from './list-records.ts'
import type { OpenTable } from './open-table.ts'
import type { Change, PreparedWrite } from './prepare-write.ts'
import { boundValues, prepareWrite } from './prepare-write.ts'
import { attributesOf } from './run-query.ts'
import { journalValues } from './write-journal.ts'

/** Makes one change. On our own database its journal row is part of the same statement; elsewhere intent and outcome. */
export async function writeRecord(ctx: Context, table: OpenTable, change: Change): Promise<DataRecord> {
  const write = prepareWrite(table, change)
  ctx.record(write.record)
  ctx.emit(contract.recordsChanged, { tableId: table.shape.id })
  const { rows } = table.source.managed
    ? await runJournalled(ctx, table, write)
    : await withIntent(ctx, table, [write], (run) => run(table.source.pool, write))
  const [row] = rows
  if (!row) throw await explainMiss(ctx, table, write)
  return answerOf(table, write, row)
}

/** Makes changes in one transaction: all of them or, with the place of the first that failed, none. */
export async function writeRecords(
  ctx: Context,
  table: OpenTable,
  changes: readonly Change[],
): Promise<(DataRecord | null)[]> {
  const writes = changes.map((change, index) => atPlace(index, () => prepareWrite(table, change)))
  for (const write of writes) ctx.record(write.record)
  ctx.emit(contract.recordsChanged, { tableId: table.shape.id })
  try {
    const { pool, managed } = table.source
    return managed
      ? await pool
          .transaction(async (transaction) => {
            const records = await runAll(table, writes, (write) => runPlain(ctx, transaction, write))
            await insertJournal(ctx, transaction)
            return records
          })
          .finally(() => ctx.runtime.relay.wake())
      : await withIntent(ctx, table, writes, (run) =>
          pool.transaction((transaction) => runAll(table, writes, (write) => run(transaction, write))),
        )
  } catch (error) {
    if (!(error instanceof NoRecordHit)) throw error
    const { index } = error
    throw placed(await explainMiss(ctx, table, writes[index]!), index)
  }
}

type Run = (on: Pick<SourceTransaction, 'query'>, write: PreparedWrite) => Promise<QueryResult>

async function runJournalled(
  ctx: Context,
  { source }: OpenTable,
  write: PreparedWrite,
): Promise<QueryResult> {
  const entry = ctx.journalEntry()
  const values = toSourceValues(boundValues(write, attributesOf(ctx)))
  // New records seldom wait for each other; changes of the same ones would, in an order of their own.
  const groupable = write.change.kind === 'create'
  const result = await refusingRows(() =>
    source.pool.query({
      ...write.compiled.journalled,
      groupable,
      values: [...values, ...journalValues(write.compiled.gap, entry)],
    }),
  )
  if (result.rows.length > 0) {
    ctx.journalled()
    ctx.runtime.relay.wake()
  }
  return result
}

const runPlain = (ctx: Context, on: Pick<SourceTransaction, 'query'>, write: PreparedWrite) =>
  refusingRows(() =>
    on.query({ ...write.compiled.plain, values: toSourceValues(boundValues(write, attributesOf(ctx))) }),
  )

async function insertJournal(ctx: Context, transaction: SourceTransaction): Promise<void> {
  const entry = ctx.journalEntry()
  await transaction.query({
    text: 'insert into flexoffice.journal (id, entry) values ($1::uuid, $2)',
    values: [entry.id, JSON.stringify(entry)],
  })
  ctx.journalled()
}

/** The intent is durable before the first statement, the outcome before the answer. */
async function withIntent<Result>(
  ctx: Context,
  table: OpenTable,
  writes: readonly PreparedWrite[],
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const detail = { tableId: table.shape.id, changes: writes.map(({ change, key }) => ({ ...change, key })) }
  const entry = await openIntent(ctx, detail)
  let hit = false
  const run: Run = async (on, write) => {
    const answer = await runPlain(ctx, on, write)
    hit ||= answer.rows.length > 0
    return answer
  }
  let result: Result
  try {
    result = await work(run)
  } catch (error) {
    const lost = sourceFailureOf(error)?.outcome === 'unknown'
    await settleIntent(ctx, entry, lost ? 'unknown' : 'refused')
    throw error
  }
  await settleIntent(ctx, entry, hit ? 'done' : 'refused')
  return result
}

async function runAll(
  table: OpenTable,
  writes: readonly PreparedWrite[],
  run: (write: PreparedWrite) => Promise<QueryResult>,
): Promise<(DataRecord | null)[]> {
  const records: (DataRecord | null)[] = []
  for (const [index, write] of writes.entries()) {
    const { rows } = await run(write).catch((error) => {
      throw placed(error, index)
    })
    const [row] = rows
    if (!row) throw new NoRecordHit(index)
    records.push(write.change.kind === 'delete' ? null : answerOf(table, write, row))
  }
  return records
}

class NoRecordHit extends Error {
  readonly index: number

  constructor(index: number) {
    super(`change ${index} hit no record`)
    this.index = index
  }
}

/** The record as its author may see it: an author who may not read it learns nothing but that it was written. */
function answerOf({ shape }: OpenTable, { compiled }: PreparedWrite, row: TextRow): DataRecord {
  return row.at(-1) === 't' ? toRecord(compiled.columns, row, shape.key) : { key: '', values: {} }
}

async function refusingRows(run: () => Promise<QueryResult>): Promise<QueryResult> {
  try {
    return await run()
  } catch (error) {
    const failure = sourceFailureOf(error)
    if (failure && isRowRuleRefusal({ code: failure.state, message: failure.databaseText }))
      throw forbidden('row rule', 'The record would then be outside of the rows that you may write.')
    throw error
  }
}

function atPlace<Result>(index: number, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw placed(error, index)
  }
}

/** The same refusal, saying which of the changes it is about. */
function placed(error: unknown, index: number): unknown {
  if (!(error instanceof AppError)) return error
  const { detail } = error
  const fields = detail.fields?.map((field) => ({ ...field, path: `/changes/${index}${field.path}` }))
  const params = { ...detail.params, index }
  return new AppError(error.code, { ...detail, fields, params, cause: error })
}
