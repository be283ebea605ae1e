import type { QueryResult, ResultField, Statement, TextRow } from '@flexoffice/sdk/connector'
import type { Connection } from 'pg'
import type { PreparedStatement, PreparedStatements } from './prepared-statements.ts'
import type { CopyingConnection, WireField, WireRow } from './wire.ts'
import { readFields, refuseCopyIn, rowCountOf, writeKnown, writeStatement } from './wire.ts'

/** How a group ended: the results of its statements in their order, or why nothing of it was done. */
export type GroupEnd = (error: unknown, results: QueryResult[] | null) => void

/**
 * Several statements on the wire with one Sync behind them, which makes them one transaction (PostgreSQL documentation,
 * "Pipelining"): they commit together or not at all, and none is answered before the commit.
 */
export class GroupQuery {
  /** Something was written to the socket: from here on the outcome may be unknown. */
  sent = false
  readonly #statements: readonly Statement[]
  readonly #prepared: PreparedStatements
  readonly #onEnd: GroupEnd
  readonly #results: QueryResult[] = []
  #current: readonly (PreparedStatement | null)[] = []
  #fields: readonly ResultField[] | null = null
  #rows: TextRow[] = []
  #ended = false

  constructor(statements: readonly Statement[], prepared: PreparedStatements, onEnd: GroupEnd) {
    this.#statements = statements
    this.#prepared = prepared
    this.#onEnd = onEnd
  }

  submit(connection: Connection): Error | null {
    if (!connection.stream.writable) return new Error('the connection is closed')
    this.sent = true
    this.#current = this.#write(connection)
    return null
  }

  #write(connection: Connection): readonly (PreparedStatement | null)[] {
    const known = writeKnown(connection, this.#statements, this.#prepared, 0)
    if (known) return known
    connection.stream.cork()
    try {
      const current = this.#statements.map((statement) =>
        writeStatement(connection, statement, this.#prepared, [], 0),
      )
      connection.sync()
      return current
    } finally {
      connection.stream.uncork()
    }
  }

  handleRowDescription(message: { fields: WireField[] }): void {
    this.#fields = readFields(message.fields)
  }

  handleDataRow(message: WireRow): void {
    this.#rows.push(message.fields)
  }

  handleCommandComplete({ text: tag }: { text: string }): void {
    const prepared = this.#current[this.#results.length]
    const fields = this.#fields ?? prepared?.fields ?? []
    if (prepared) prepared.fields = fields
    this.#results.push({ fields, rows: this.#rows, rowCount: rowCountOf(tag), tag, truncated: false })
    this.#fields = null
    this.#rows = []
  }

  handlePortalSuspended(): void {}

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: CopyingConnection): void {
    refuseCopyIn(connection)
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    if (this.#ended) return
    this.#ended = true
    for (const prepared of this.#current) if (prepared?.fields === null) this.#prepared.forget(prepared.name)
    this.#onEnd(error, null)
  }

  handleReadyForQuery(): void {
    if (this.#ended) return
    this.#ended = true
    this.#onEnd(null, this.#results)
  }
}
