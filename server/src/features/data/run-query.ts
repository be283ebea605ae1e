import type { CompiledQuery, Literal, Query, Statement } from '@flexoffice/query'
import { ShapeCache } from '@flexoffice/query'
import type { TextRow } from '@flexoffice/sdk/connector'
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
  const attributes = ctx.actor.kind === 'person' ? attributeTexts(ctx.actor.attributes) : {}
  return ask(ctx, table, prepared.compiled, prepared.shape.literals, attributes, undecoded)
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
  const run = ({ name, sql, bind }: Statement) =>
    source.pool.query({
      name,
      text: sql,
      values: toSourceValues(bind({ literals, attributes })),
      signal,
      undecoded,
    })
  const counting = compiled.total === null ? null : run(compiled.total)
  // The rows' own failure is the one to tell; the count's must not stay unheard.
  counting?.catch(() => {})
  const { rows } = await run(compiled)
  const total = counting && readTotal(compiled.total!, (await counting).rows[0]?.[0] ?? null)
  return { compiled, rows, next: null, total }
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
