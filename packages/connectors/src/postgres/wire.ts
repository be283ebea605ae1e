import type { BoundValue, ResultField, Statement } from '@flexoffice/sdk/connector'
import type { Connection } from 'pg'
import type { PreparedStatement, PreparedStatements } from './prepared-statements.ts'

/** A description of a column as the driver reads it from the wire. */
export interface WireField {
  name: string
  dataTypeID: number
}

/** What the driver hands over for one row: the values as text, and the length of the message in bytes. */
export interface WireRow {
  fields: (string | null)[]
  length: number
}

/** The protocol counts parameters in 16 bits. */
export const maximumParameters = 65_535

/**
 * Writes everything up to Execute for a statement in one go: names given up, statements to run before it, Parse only
 * where needed, Bind, Describe only where the columns are not known yet. The caller adds Sync or Flush.
 */
export function writeStatement(
  connection: Connection,
  statement: Statement,
  prepared: PreparedStatements,
  before: readonly string[],
  rows: number,
): PreparedStatement | null {
  for (const name of prepared.takeClosing()) connection.close({ type: 'S', name }, true)
  for (const text of before) writeSimple(connection, text)
  const name = statement.name
  const known = name === undefined ? null : prepared.find(name, statement.text)
  const current = known ?? (name === undefined ? null : prepared.add(name, statement.text))
  if (known === null) connection.parse({ name: name ?? '', text: statement.text, types: [] }, true)
  const values = (statement.values ?? noValues) as unknown[]
  connection.bind({ portal: '', statement: name ?? '', values, valueMapper: toWireValue } as never, true)
  if (current?.fields == null) connection.describe({ type: 'P', name: '' }, true)
  connection.execute({ portal: '', rows: rows as never }, true)
  return current
}

/** Writes Parse, Bind and Execute of a statement without parameters whose rows nobody reads. */
export function writeSimple(connection: Connection, text: string): void {
  connection.parse({ name: '', text, types: [] }, true)
  connection.bind({ portal: '', statement: '', values: [] } as never, true)
  connection.execute(null, true)
}

/** The columns without what the driver adds. */
export function readFields(fields: readonly WireField[]): readonly ResultField[] {
  return fields.map((field) => ({ name: field.name, typeOid: field.dataTypeID }))
}

/** The number of rows at the end of a command's tag (`INSERT 0 3`, `SELECT 50`), or 0. */
export function rowCountOf(tag: string): number {
  const count = Number(tag.slice(tag.lastIndexOf(' ') + 1))
  return Number.isInteger(count) ? count : 0
}

/** Sets the longest that the statement after it may run; gone with the transaction, explicit or not. */
export function localTimeout(milliseconds: number): string {
  return `select set_config('statement_timeout', '${Math.max(1, Math.trunc(milliseconds))}', true)`
}

function toWireValue(value: BoundValue): string | Buffer | null {
  if (typeof value === 'string' || value === null) return value
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

const noValues: readonly BoundValue[] = []
