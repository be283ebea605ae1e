import type { BindInput, CompiledQuery, Literal, Query, ResultColumn, Statement } from '@flexoffice/query'
import { ShapeCache } from '@flexoffice/query'
import type { RowStream, TextRow } from '@flexoffice/sdk/connector'
import type { Context } from '../../core/context.ts'
import { perRuntime } from '../../core/runtime.ts'
import { attributeTexts } from '../access/api.ts'
import { toSourceValues } from './array-literal.ts'
import { auditRead } from './audit-reads.ts'
import type { OpenTable } from './open-table.ts'

/** Rows as the database wrote them, and what is needed to write them on. */
export interface Answer {
  compiled: CompiledQuery
  rows: TextRow[]
  next: string | null
  total: Total | null
}

export interface Total {
  count: number
  kind: 'exact' | 'estimated' | 'at_least'
}

type Attributes = ReturnType<typeof attributeTexts>

/** What one statement may bring: the most that may be asked for, and the row that tells whether there are more. */
export const queryLimits = { maximumRows: 10_001 }
/** Thousands of shapes as widgets make them, a few hundred of the largest that a call may ask for. */
const shapes = perRuntime(() => new ShapeCache(64 * 1024 * 1024))

/**
 * Answers a query under the caller's rights. The read is in the audit log, for sensitive tables before the rows come.
 * With `undecoded` the rows' texts have one letter per byte of their UTF-8, for callers that only pass them on.
 */
export async function runQuery(
  ctx: Context,
  table: OpenTable,
  query: Query,
  { undecoded = false } = {},
): Promise<Answer> {
  const prepared = shapes(ctx.runtime).compile(query, table.catalogue, queryLimits)
  const audited = auditRead(ctx, table, prepared.shape.joins ? query : undefined)
  if (audited) await audited
  return ask(ctx, table, prepared.compiled, prepared.shape.literals, attributesOf(ctx), undecoded)
}

/** Rows that are taken as they come, and how many there were when they were counted. */
export interface CountedRows {
  columns: readonly ResultColumn[]
  count: number
  rows: RowStream
}

/**
 * The same path for more rows than one answer holds: counted, then streamed in bounded memory. Null when there are more
 * than `maximumRows`; of rows that come between the two at most one above it is given.
 */
export async function streamRows(
  ctx: Context,
  table: OpenTable,
  question: Omit<Query, 'page' | 'total'>,
  maximumRows: number,
): Promise<CountedRows | null> {
  const limit = maximumRows + 1
  const page = { kind: 'offset' as const, offset: 0, limit }
  const query: Query = { ...question, page, total: { bounded: maximumRows } }
  const { compiled, shape } = shapes(ctx.runtime).compile(query, table.catalogue, { maximumRows: limit })
  await auditRead(ctx, table, shape.joins ? query : undefined)
  const run = { attributes: attributesOf(ctx), literals: shape.literals }
  const signal = ctx.http?.signal
  const { pool } = table.source
  const counted = await pool.query(toStatement(compiled.total!, run, signal))
  const total = readTotal(compiled.total!, counted.rows[0]?.[0] ?? null)
  if (total.kind === 'at_least') return null
  const rows = pool.stream(toStatement(compiled, run, signal))
  return { columns: compiled.columns, count: total.count, rows }
}

/** The attributes of the caller, as row rules bind them. */
export function attributesOf({ actor }: Context): Attributes {
  return actor.kind === 'person' ? attributeTexts(actor.attributes) : {}
}

/** Runs a compiled query with the attributes of whomever it is asked for. */
export async function ask(
  ctx: Pick<Context, 'http'>,
  { source }: Pick<OpenTable, 'source'>,
  compiled: CompiledQuery,
  literals: readonly Literal[],
  attributes: Attributes,
  undecoded = false,
): Promise<Answer> {
  const signal = ctx.http?.signal
  const run = (statement: Statement) =>
    source.pool.query(toStatement(statement, { literals, attributes }, signal, undecoded))
  const counting = compiled.total === null ? null : run(compiled.total)
  // The rows' own failure is the one to tell; the count's must not stay unheard.
  counting?.catch(() => {})
  const { rows } = await run(compiled)
  const total = counting && readTotal(compiled.total!, (await counting).rows[0]?.[0] ?? null)
  return { compiled, rows, next: null, total }
}

function toStatement(
  { name, sql, bind }: Statement,
  input: BindInput,
  signal: AbortSignal | undefined,
  undecoded = false,
) {
  return { name, text: sql, values: toSourceValues(bind(input)), signal, undecoded }
}

/** The cursor of the next page: only where this page is full. */
export function nextCursor({ compiled, rows }: Answer, limit: number): string | null {
  return compiled.cursorAfter !== null && rows.length === limit ? compiled.cursorAfter(rows.at(-1)!) : null
}

function readTotal(statement: NonNullable<CompiledQuery['total']>, text: string | null): Total {
  const count = Math.max(0, Math.round(Number(text ?? 0)))
  if (statement.kind === 'bounded' && statement.bound !== undefined) {
    return count > statement.bound ? { count: statement.bound, kind: 'at_least' } : { count, kind: 'exact' }
  }
  return { count, kind: statement.kind === 'estimated' ? 'estimated' : 'exact' }
}
