import type { ResultField } from '@flexoffice/sdk/connector'

/** PostgreSQL keeps a plan per name and connection; more names than this cost it more memory than they save. */
export const maximumPreparedStatements = 200

/** A statement that the server knows by name on one connection. */
export interface PreparedStatement {
  name: string
  text: string
  /** The columns of its result, known after its first run: later runs need not ask for them. */
  fields: readonly ResultField[] | null
}

/** What one connection has prepared, least recently used first. Names that were given up are closed with the next statement. */
export class PreparedStatements {
  readonly #known = new Map<string, PreparedStatement>()
  #toClose: string[] = []

  /** The prepared statement if it may be run as it is, and marks it as used. */
  find(name: string, text: string): PreparedStatement | null {
    const found = this.#known.get(name)
    if (found === undefined) return null
    if (found.text !== text) {
      this.forget(name)
      return null
    }
    this.#known.delete(name)
    this.#known.set(name, found)
    return found
  }

  /** Makes room and remembers a statement that is about to be prepared. */
  add(name: string, text: string): PreparedStatement {
    if (this.#known.size >= maximumPreparedStatements) {
      for (const oldest of this.#known.keys()) {
        this.forget(oldest)
        break
      }
    }
    const prepared = { name, text, fields: null }
    this.#known.set(name, prepared)
    return prepared
  }

  /** Gives a name up. Closing a name that the server does not have is no error, so doubt is settled by closing. */
  forget(name: string): void {
    this.#known.delete(name)
    this.#toClose.push(name)
  }

  get hasClosing(): boolean {
    return this.#toClose.length > 0
  }

  /** The names to close now. */
  takeClosing(): readonly string[] {
    if (this.#toClose.length === 0) return none
    const closing = this.#toClose
    this.#toClose = []
    return closing
  }

  get size(): number {
    return this.#known.size
  }
}

const none: readonly string[] = []
