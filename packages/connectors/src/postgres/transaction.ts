import { AppError } from '@flexoffice/base'
import type { QueryResult, SourceTransaction, Statement, TransactionOptions } from '@flexoffice/sdk/connector'
import { sourceFailureOf } from '@flexoffice/sdk/connector'
import type { StatementHost } from './claims.ts'
import type { PostgresConnection } from './postgres-connection.ts'
import { runStatement } from './query-claim.ts'
import { streamOverLease } from './row-stream.ts'
import { connectionLost } from './statement-errors.ts'

/**
 * Runs `work` on one connection between BEGIN and COMMIT. BEGIN travels with the first statement, so it costs no round
 * trip; work that sends nothing costs none at all.
 */
export async function runTransaction<T>(
  pool: StatementHost,
  work: (transaction: SourceTransaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const connection = await pool.lease(options.signal)
  const transaction = new OpenTransaction(pool, connection, options)
  try {
    const value = await work(transaction)
    await transaction.commit()
    return value
  } catch (error) {
    await transaction.rollback()
    throw error
  } finally {
    pool.release(connection)
  }
}

class OpenTransaction implements SourceTransaction {
  readonly #pool: StatementHost
  readonly #connection: PostgresConnection
  readonly #options: TransactionOptions
  #state: 'new' | 'open' | 'closed' = 'new'
  #streaming = false

  constructor(pool: StatementHost, connection: PostgresConnection, options: TransactionOptions) {
    this.#pool = pool
    this.#connection = connection
    this.#options = options
  }

  async query(statement: Statement): Promise<QueryResult> {
    this.#refuseMisuse()
    return await this.#run({ signal: this.#options.signal, ...statement }, this.#takeBegin())
  }

  stream(statement: Statement) {
    const withSignal = { signal: this.#options.signal, ...statement }
    return streamOverLease(this.#pool, withSignal, async () => {
      this.#refuseMisuse()
      this.#streaming = true
      const release = () => {
        this.#streaming = false
      }
      return { connection: this.#connection, before: this.#takeBegin(), release }
    })
  }

  async commit(): Promise<void> {
    if (this.#state === 'new') this.#state = 'closed'
    if (this.#state === 'closed') return
    if (this.#streaming) throw new Error('a stream of this transaction is still open')
    if (this.#connection.broken) throw notCommitted()
    this.#state = 'closed'
    const tag = await this.#finish('commit')
    // After a refused statement PostgreSQL answers COMMIT with a rollback, and says so only in the tag.
    if (tag !== 'COMMIT') throw new AppError('conflict', { public: rolledBackText, reason: 'rolled_back' })
  }

  async rollback(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'closed'
    if (this.#connection.broken) return
    // A connection that cannot roll back is cut: the server then rolls back by itself.
    await this.#finish('rollback').catch(() => this.#connection.destroy())
  }

  #takeBegin(): readonly string[] {
    if (this.#state === 'open') return []
    this.#state = 'open'
    const { isolation, readOnly } = this.#options
    const mode = `${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`
    return [`begin${mode}`]
  }

  #refuseMisuse(): void {
    if (this.#state === 'closed') throw new Error('the transaction has ended')
    if (this.#streaming)
      throw new Error('read or leave the stream of this transaction before its next statement')
  }

  #run(statement: Statement, before: readonly string[]): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      runStatement(this.#pool, this.#connection, statement, before, (error, result) => {
        if (result) resolve(result)
        else reject(withinTransaction(error))
      })
    })
  }

  async #finish(text: 'commit' | 'rollback'): Promise<string> {
    const result = await new Promise<QueryResult>((resolve, reject) => {
      runStatement(this.#pool, this.#connection, { name: `flexoffice_${text}`, text }, [], (error, found) => {
        if (found) resolve(found)
        else reject(error)
      })
    })
    return result.tag
  }
}

const rolledBackText = 'Nothing was changed, because one step of the change was refused.'

/** Before COMMIT is sent a lost connection has one outcome: the server rolls back. */
function withinTransaction(error: unknown): unknown {
  const lost = error instanceof AppError && error.detail.reason === 'source_connection_lost'
  return lost && sourceFailureOf(error)?.outcome === 'unknown' ? notCommitted() : error
}

function notCommitted(): AppError {
  return connectionLost(new Error('connection lost before commit'), false)
}
