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

/** A connection to which the server said that it waits for rows to copy in. */
export type CopyingConnection = Connection & { sendCopyFail(reason: string): void }

/** Refuses a COPY FROM STDIN. While copying in the server skips Sync, so the one sent with the statement is lost. */
export function refuseCopyIn(connection: CopyingConnection): void {
  connection.sendCopyFail('copying in is not supported here')
  connection.sync()
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
 * Writes Bind and Execute of statements that are prepared and whose columns are known, and a Sync behind the last, as one
 * piece: the most frequent case by far. Null, and nothing written, in every other.
 */
export function writeKnown(
  connection: Connection,
  statements: readonly Statement[],
  prepared: PreparedStatements,
  rows: number,
): PreparedStatement[] | null {
  if (prepared.hasClosing) return null
  const known: PreparedStatement[] = []
  for (const { name, text, values = noValues } of statements) {
    if (name === undefined || values.some((value) => value instanceof Uint8Array)) return null
    const found = prepared.find(name, text)
    if (found === null || found.fields === null) return null
    known.push(found)
  }
  connection.stream.write(boundMessages(statements as readonly BoundTexts[], rows))
  return known
}

/** A statement by its name, with texts only. */
interface BoundTexts {
  name: string
  values?: readonly (string | null)[]
}

/** Bind of the unnamed portal and Execute of each, then Sync (PostgreSQL documentation, "Message Formats"). */
function boundMessages(statements: readonly BoundTexts[], rows: number): Buffer {
  const lengths = statements.map(({ values = noTexts }) =>
    values.map((value) => (value === null ? -1 : Buffer.byteLength(value))),
  )
  const sizes = statements.map(({ name }, index) => bindBytes(name, lengths[index]!))
  const total = sizes.reduce((sum, size) => sum + 1 + size + executeBytes, syncMessage.length)
  const bytes = Buffer.allocUnsafe(total)
  let at = 0
  for (const [index, statement] of statements.entries()) {
    at = putBind(bytes, at, statement, lengths[index]!, sizes[index]!)
    at = putExecute(bytes, at, rows)
  }
  syncMessage.copy(bytes, at)
  return bytes
}

/** The length of a Bind message as it stands in the message. */
function bindBytes(name: string, lengths: readonly number[]): number {
  const valueBytes = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), 0)
  return 4 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 + valueBytes + 2
}

function putBind(
  bytes: Buffer,
  start: number,
  { name, values = noTexts }: BoundTexts,
  lengths: readonly number[],
  size: number,
): number {
  bytes[start] = 0x42
  let at = bytes.writeInt32BE(size, start + 1)
  bytes[at] = 0
  at += 1 + bytes.write(name, at + 1)
  bytes[at] = 0
  at = bytes.writeUInt16BE(0, at + 1)
  at = bytes.writeUInt16BE(values.length, at)
  for (const [index, value] of values.entries()) {
    at = bytes.writeInt32BE(lengths[index]!, at)
    if (value !== null) at += bytes.write(value, at)
  }
  return bytes.writeUInt16BE(0, at)
}

function putExecute(bytes: Buffer, start: number, rows: number): number {
  bytes[start] = 0x45
  const at = bytes.writeInt32BE(executeBytes - 1, start + 1)
  bytes[at] = 0
  return bytes.writeInt32BE(rows, at + 1)
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
const noTexts: readonly string[] = []
