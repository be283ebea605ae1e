import type { QueryResult, ResultField, Statement, TextRow } from '@flexoffice/sdk/connector'
import type { Connection } from 'pg'
import type { PreparedStatement, PreparedStatements } from './prepared-statements.ts'
import type { RowConnection, RowTaker } from './row-connection.ts'
import type { CopyingConnection, WireField, WireRow } from './wire.ts'
import { readFields, readRows, refuseCopyIn, rowCountOf, writeKnown, writeStatement } from './wire.ts'

/** How a statement ended: its result, or what the driver said. Called once, after the server is ready for the next. */
export type QueryEnd = (error: unknown, result: QueryResult | null) => void

/**
 * One statement on the wire whose rows are gathered. The driver calls the `handle` functions; values stay the text
 * that PostgreSQL wrote, so nothing is parsed on the way.
 */
export class TextQuery implements RowTaker {
  /** Something was written to the socket: from here on the outcome may be unknown. */
  sent = false
  /** The tag of the command, such as `INSERT 0 1`. */
  tag = ''
  /** The server sent more than may be gathered. */
  overflowed = false
  readonly #statement: Statement
  readonly #prepared: PreparedStatements
  readonly #before: readonly string[]
  readonly #maximumBytes: number
  readonly #onEnd: QueryEnd
  readonly #onOverflow: () => void
  #fields: readonly ResultField[] = noFields
  #current: PreparedStatement | null = null
  #rows: TextRow[] = []
  #bytes = 0
  #commandsBefore: number
  #suspended = false
  #ended = false
  #rowConnection: RowConnection | null = null

  constructor(
    statement: Statement,
    prepared: PreparedStatements,
    before: readonly string[],
    maximumBytes: number,
    onEnd: QueryEnd,
    onOverflow: () => void,
  ) {
    this.#statement = statement
    this.#prepared = prepared
    this.#before = before
    this.#maximumBytes = maximumBytes
    this.#onEnd = onEnd
    this.#onOverflow = onOverflow
    this.#commandsBefore = before.length
  }

  submit(connection: Connection): Error | null {
    if (!connection.stream.writable) return new Error('the connection is closed')
    const limit = this.#statement.rowLimit
    // One row more than asked for: only its arrival proves that there are more.
    const rows = limit === undefined ? 0 : limit + 1
    this.sent = true
    if (this.#statement.undecoded) this.#takeRowsOf(connection)
    this.#current = this.#write(connection, rows)
    if (this.#current?.fields) this.#fields = this.#current.fields
    return null
  }

  #takeRowsOf(connection: Connection): void {
    // The pool opens no other connections.
    this.#rowConnection = connection as RowConnection
    this.#rowConnection.rowTaker = this
  }

  #end(error: unknown, result: QueryResult | null): void {
    this.#ended = true
    if (this.#rowConnection) this.#rowConnection.rowTaker = null
    this.#onEnd(error, result)
  }

  #write(connection: Connection, rows: number): PreparedStatement | null {
    const known =
      this.#before.length === 0 ? writeKnown(connection, [this.#statement], this.#prepared, rows) : null
    if (known) return known[0]!
    connection.stream.cork()
    try {
      const current = writeStatement(connection, this.#statement, this.#prepared, this.#before, rows)
      connection.sync()
      return current
    } finally {
      connection.stream.uncork()
    }
  }

  takeRows(bytes: Buffer, start: number, end: number): void {
    if (this.#commandsBefore > 0 || !this.#hasRoomFor(end - start)) return
    readRows(bytes, start, end, this.#rows)
  }

  handleRowDescription(message: { fields: WireField[] }): void {
    this.#fields = readFields(message.fields)
  }

  handleDataRow(message: WireRow): void {
    if (this.#commandsBefore > 0 || !this.#hasRoomFor(message.length)) return
    this.#rows.push(message.fields)
  }

  #hasRoomFor(bytes: number): boolean {
    if (this.overflowed) return false
    this.#bytes += bytes
    if (this.#bytes <= this.#maximumBytes) return true
    this.overflowed = true
    this.#rows = []
    this.#onOverflow()
    return false
  }

  handleCommandComplete(message: { text: string }): void {
    if (this.#commandsBefore > 0) this.#commandsBefore -= 1
    else this.tag = message.text
  }

  handlePortalSuspended(): void {
    this.#suspended = true
  }

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: CopyingConnection): void {
    refuseCopyIn(connection)
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    if (this.#ended) return
    // Whether Parse had succeeded is not told apart; closing the name is right in both cases.
    if (this.#current && this.#current.fields === null) this.#prepared.forget(this.#current.name)
    this.#end(error, null)
  }

  handleReadyForQuery(): void {
    if (this.#ended) return
    if (this.#current) this.#current.fields = this.#fields
    this.#end(null, this.#takeResult())
  }

  #takeResult(): QueryResult {
    const limit = this.#statement.rowLimit
    const truncated = limit !== undefined && this.#rows.length > limit
    if (truncated) this.#rows.length = limit
    const rowCount = this.#suspended ? this.#rows.length : rowCountOf(this.tag)
    return { fields: this.#fields, rows: this.#rows, rowCount, tag: this.tag, truncated }
  }
}

const noFields: readonly ResultField[] = []
