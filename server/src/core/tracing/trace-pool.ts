import type {
  ConnectionPool,
  RowStream,
  SourceTransaction,
  Statement,
  TextRow,
} from '@flexoffice/sdk/connector'
import { sourceFailureOf } from '@flexoffice/sdk/connector'
import type { SpanAttributes, SpanStart, Tracing } from './tracing.ts'

/** What statements are about, by ids. */
interface About {
  sourceId?: string
  tableId?: string
}

/** What a traced pool was made of: traced again it says more of a statement, not twice. */
const originals = new WeakMap<ConnectionPool, { pool: ConnectionPool; about: About }>()

/** The pool with a span for each statement: which source and table, and what it does; neither its text nor its parameters. */
export function tracePool(tracing: Tracing | null, given: ConnectionPool, more: About): ConnectionPool {
  if (tracing === null) return given
  const original = originals.get(given)
  const pool = original?.pool ?? given
  const about = { ...original?.about, ...more }
  const statements = traceStatements(tracing, about)
  const made: ConnectionPool = {
    ...statements(pool),
    transaction: (work, options) =>
      tracing.within(spanOf('TRANSACTION', about), () =>
        pool.transaction((transaction) => work(statements(transaction)), options),
      ),
    end: () => pool.end(),
    statistics: () => pool.statistics(),
  }
  originals.set(made, { pool, about })
  return made
}

function traceStatements(tracing: Tracing, about: About) {
  return (on: SourceTransaction): SourceTransaction => ({
    query: (statement) => tracing.within(spanOf(operationOf(statement), about), () => on.query(statement)),
    stream(statement) {
      const end = tracing.begin(spanOf(operationOf(statement), about))
      return traceRows(on.stream(statement), end)
    },
  })
}

/** The span ends with the last row, or where the reader left. */
function traceRows(rows: RowStream, end: (error: unknown) => void): RowStream {
  async function* iterate(): AsyncGenerator<TextRow[]> {
    let failure: unknown = null
    try {
      yield* rows
    } catch (error) {
      failure = error
      throw error
    } finally {
      end(failure)
    }
  }
  return {
    get fields() {
      return rows.fields
    },
    [Symbol.asyncIterator]: iterate,
  }
}

function spanOf(operation: string, { sourceId, tableId }: About): SpanStart {
  const attributes: SpanAttributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation }
  if (sourceId) attributes['flexoffice.source.id'] = sourceId
  if (tableId) attributes['flexoffice.table.id'] = tableId
  return { name: operation, kind: 'client', attributes, atEnd: describeEnd }
}

function describeEnd(error: unknown): SpanAttributes {
  const state = error === null ? undefined : sourceFailureOf(error)?.state
  return state ? { 'db.response.status_code': state } : {}
}

/** The statement's first word; of a change that stands in a WITH, the word of the change. */
function operationOf({ text }: Statement): string {
  const [, word] = /^\s*(?:with\s+\w+\s+as\s+\(\s*)?([a-z]+)/i.exec(text) ?? []
  return word?.toUpperCase() ?? 'STATEMENT'
}
