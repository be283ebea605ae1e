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

/**
 * Writes Bind, Execute and Sync of a statement that is prepared and whose columns are known, as one piece: the most
 * frequent case by far. Null, and nothing written, in every other.
 */
export function writeKnown(
  connection: Connection,
  { name, text, values = noValues }: Statement,
  prepared: PreparedStatements,
  rows: number,
): PreparedStatement | null {
  if (name === undefined || prepared.hasClosing || values.some((value) => value instanceof Uint8Array))
    return null
  const known = prepared.find(name, text)
  if (known === null) return null
  if (known.fields === null) return null
  connection.stream.write(boundMessages(name, values as (string | null)[], rows))
  return known
}

/** Bind of the unnamed portal with texts only, Execute, Sync (PostgreSQL documentation, "Message Formats"). */
function boundMessages(name: string, values: readonly (string | null)[], rows: number): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)))
  const valueBytes = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), 0)
  const nameBytes = Buffer.byteLength(name)
  const bindBytes = 4 + 1 + nameBytes + 1 + 2 + 2 + valueBytes + 2
  const bytes = Buffer.allocUnsafe(1 + bindBytes + executeBytes + syncMessage.length)
  bytes[0] = 0x42
  let at = bytes.writeInt32BE(bindBytes, 1)
  bytes[at] = 0
  at += 1 + bytes.write(name, at + 1)
  bytes[at] = 0
  at = bytes.writeUInt16BE(0, at + 1)
  at = bytes.writeUInt16BE(values.length, at)
  for (const [index, value] of values.entries()) {
    at = bytes.writeInt32BE(lengths[index]!, at)
    if (value !== null) at += bytes.write(value, at)
  }
  at = bytes.writeUInt16BE(0, at)
  bytes[at] = 0x45
  at = bytes.writeInt32BE(executeBytes - 1, at + 1)
  bytes[at] = 0
  at = bytes.writeInt32BE(rows, at + 1)
  syncMessage.copy(bytes, at)
  return bytes
}

const executeBytes = 10
const syncMessage = Buffer.from([0x53, 0, 0, 0, 4])

/**
 * Reads DataRow messages. The values stay undecoded: one letter per byte, so that a whole run of rows becomes text in one
 * go and its values are parts of that.
 */
export function readRows(bytes: Buffer, start: number, end: number, rows: (string | null)[][]): void {
  const letters = bytes.toString('latin1', start, end)
  let at = start
  while (at < end) {
    const next = at + 1 + bytes.readInt32BE(at + 1)
    const row = new Array<string | null>(bytes.readUInt16BE(at + 5))
    at += 7
    for (let cell = 0; cell < row.length; cell += 1) {
      const length = bytes.readInt32BE(at)
      at += 4
      if (length < 0) {
        row[cell] = null
        continue
      }
      row[cell] = letters.substring(at - start, at - start + length)
      at += length
    }
    rows.push(row)
    at = next
  }
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
