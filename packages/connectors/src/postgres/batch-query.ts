import type { ResultField, Statement, TextRow } from '@flexoffice/sdk/connector'
import type { Connection } from 'pg'
import type { PreparedStatements } from './prepared-statements.ts'
import type { WireField, WireRow } from './wire.ts'
import { readFields, writeStatement } from './wire.ts'

const firstBatchRows = 50
const largestBatchRows = 10_000
const batchBytes = 1_000_000

/** The next rows, and whether they are the last. */
export interface RowBatch {
  rows: TextRow[]
  last: boolean
}

/**
 * One statement on the wire whose rows are taken in batches of about a megabyte: the server makes no more than was asked
 * for, so memory stays bounded on both sides whatever the size of the result.
 */
export class BatchQuery {
  sent = false
  fields: readonly ResultField[] = []
  readonly #statement: Statement
  readonly #prepared: PreparedStatements
  readonly #before: readonly string[]
  #connection: Connection | null = null
  #commandsBefore: number
  #rows: TextRow[] = []
  #bytes = 0
  #batchRows = firstBatchRows
  #pending: PromiseWithResolvers<RowBatch>
  #ready: PromiseWithResolvers<void>
  #finished = false
  #failure: unknown = null

  constructor(statement: Statement, prepared: PreparedStatements, before: readonly string[]) {
    this.#statement = statement
    this.#prepared = prepared
    this.#before = before
    this.#commandsBefore = before.length
    this.#pending = Promise.withResolvers()
    this.#ready = Promise.withResolvers()
    this.#pending.promise.catch(() => undefined)
    this.#ready.promise.catch(() => undefined)
  }

  /** The batch that was asked for last; the first one is asked for by starting. */
  get pending(): Promise<RowBatch> {
    return this.#pending.promise
  }

  /** Resolves when the server has ended the statement and takes the next. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  get finished(): boolean {
    return this.#finished
  }

  /** Asks for the next batch, sized by the rows seen so far. */
  requestMore(): Promise<RowBatch> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    this.#pending = Promise.withResolvers()
    this.#connection!.execute({ portal: '', rows: this.#batchRows as never }, true)
    this.#connection!.flush()
    return this.#pending.promise
  }

  /** Ends a statement whose rest nobody wants. Only between batches. */
  stop(): void {
    if (this.#finished) return
    this.#finished = true
    this.#connection!.close({ type: 'P', name: '' }, true)
    this.#connection!.sync()
  }

  submit(connection: Connection): Error | null {
    if (!connection.stream.writable) return new Error('the connection is closed')
    this.#connection = connection
    this.sent = true
    connection.stream.cork()
    try {
      // Named statements are left to short queries: their cached columns are of no use here.
      const unnamed = { ...this.#statement, name: undefined }
      writeStatement(connection, unnamed, this.#prepared, this.#before, this.#batchRows)
      connection.flush()
    } finally {
      connection.stream.uncork()
    }
    return null
  }

  handleRowDescription(message: { fields: WireField[] }): void {
    this.fields = readFields(message.fields)
  }

  handleDataRow(message: WireRow): void {
    if (this.#commandsBefore > 0) return
    this.#rows.push(message.fields)
    this.#bytes += message.length
  }

  handlePortalSuspended(): void {
    const average = this.#bytes / Math.max(1, this.#rows.length)
    this.#batchRows = Math.max(1, Math.min(largestBatchRows, Math.floor(batchBytes / Math.max(1, average))))
    this.#deliver(false)
  }

  handleCommandComplete(): void {
    if (this.#commandsBefore > 0) {
      this.#commandsBefore -= 1
      return
    }
    this.#finished = true
    this.#connection!.sync()
    this.#deliver(true)
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete()
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('copying in is not supported here')
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    if (!this.#finished && this.#connection?.stream.writable) this.#connection.sync()
    this.#finished = true
    this.#failure = error
    this.#rows = []
    this.#pending.reject(error)
    // After an error the driver forgets the statement, and holds the next one back until the server is ready.
    this.#ready.resolve()
  }

  handleReadyForQuery(): void {
    this.#ready.resolve()
  }

  #deliver(last: boolean): void {
    const rows = this.#rows
    this.#rows = []
    this.#bytes = 0
    this.#pending.resolve({ rows, last })
  }
}
