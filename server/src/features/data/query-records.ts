import * as contract from '@flexoffice/contract/data'
import type { CompiledQuery, Query } from '@flexoffice/query'
import { decide } from '@flexoffice/query'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { operation, RawBody } from '../../core/operation.ts'
import type { OpenTable } from './open-table.ts'
import { openTable } from './open-table.ts'
import { placedAt } from './placed-at.ts'
import type { Answer } from './run-query.ts'
import { nextCursor, runQuery } from './run-query.ts'
import type { ValueWriter } from './write-values.ts'
import { valueWriter, writeRows } from './write-values.ts'

/** Answers a structured query: the path of every widget, report and export. Values go from the source to the wire as text. */
export const queryRecords = operation(contract.queryRecords, {
  allow: 'data.use',
  store: 'none',
  audit: 'none',
  async run(ctx, input) {
    try {
      return await answerQuery(ctx, wholeQuery(input))
    } catch (error) {
      // The compiler names places within the query; the caller has to find them in what was sent.
      throw placedAt(error, (path) => `/query${path}`)
    }
  },
})

/** Answers a query under the rights of `ctx.actor`, ready for the wire. */
export async function answerQuery(ctx: Context, query: Query): Promise<RawBody> {
  const table = await openTable(ctx, query.table)
  const { limit } = query.page
  const answer = await runQuery(ctx, table, withOneMore(query), { undecoded: true })
  const limited = cutTo(answer, limit)
  const { known, plain, writers } = formOf(answer.compiled, table)
  const head = holds(ctx.actor, 'data.use') ? known : plain
  const next = limited && limit > 0 ? nextCursor(decodeLast(answer), limit) : null
  const tail = `,"next":${next === null ? 'null' : `"${next}"`},"limited":${limited},"total":${JSON.stringify(answer.total)}}`
  return new RawBody('application/json', Buffer.from(head + writeRows(answer.rows, writers) + tail, 'latin1'))
}

/** The cursor holds values as they are; the other rows go out as they came. */
function decodeLast(answer: Answer): Answer {
  const last = answer.rows.at(-1)!.map((text) => (text === null ? null : decode(text)))
  return { ...answer, rows: answer.rows.with(-1, last) }
}

function decode(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

/** Text as its bytes of UTF-8, one letter each, as rows come from the source. */
function undecoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

const wholeQuery = onceForFrozen(
  ({ tableId, query }: { tableId: string; query: Omit<Query, 'table'> }): Query => ({
    ...query,
    table: tableId,
  }),
)

const withOneMore = onceForFrozen(
  (query: Query): Query => ({ ...query, page: { ...query.page, limit: query.page.limit + 1 } }),
)

/** The same question is frozen and shared between those who ask it: what is made of it alone is made once. */
function onceForFrozen<Source extends object, Made extends object>(
  make: (source: Source) => Made,
): (source: Source) => Made {
  const known = new WeakMap<Source, Made>()
  return (source) => {
    const present = known.get(source)
    if (present) return present
    const made = make(source)
    if (Object.isFrozen(source)) known.set(source, Object.freeze(made))
    return made
  }
}

/** Takes off the row that was asked for only to learn that it is there; true when it was. */
function cutTo({ rows }: Answer, limit: number): boolean {
  const limited = rows.length > limit
  if (limited) rows.length = limit
  return limited
}

interface AnswerForm {
  /** How the answer begins, undecoded as the rows are, for those who may look at tables, and for others: without a word of the table. */
  known: string
  plain: string
  writers: ValueWriter[]
}

const forms = new WeakMap<CompiledQuery, AnswerForm>()

/** What is the same in every answer of a compiled query, which is only shared between equal rights. */
function formOf(compiled: CompiledQuery, { shape, policy }: OpenTable): AnswerForm {
  const present = forms.get(compiled)
  if (present) return present
  const columns = compiled.columns.map(({ name, type }) => ({ name, type }))
  const named = compiled.columns.map(({ name, type, field }) => {
    const isPlain = 'column' in field && !field.through && decide(policy, 'read', field.column) === 'allow'
    return isPlain ? { name, type, columnId: field.column } : { name, type }
  })
  const form = {
    known: undecoded(`{"tableId":"${shape.id}","columns":${JSON.stringify(named)},"rows":`),
    plain: undecoded(`{"columns":${JSON.stringify(columns)},"rows":`),
    writers: compiled.columns.map(valueWriter),
  }
  forms.set(compiled, form)
  return form
}
