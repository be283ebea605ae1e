import pg from 'pg'

/** Who takes rows straight from the wire, without a message and an event for each. */
export interface RowTaker {
  /** Whole DataRow messages, one behind the other, from `start` to before `end`. */
  takeRows(bytes: Buffer, start: number, end: number): void
}

type Listener = (bytes: Buffer) => void

/** What the driver needs of a stream to read the protocol from it. */
interface ByteSource {
  on(event: string, listener: Listener): unknown
}

/** The driver's connection; while there is a `rowTaker`, rows go to it and all else to the driver, in the order of the wire. */
export class RowConnection extends pg.Connection {
  rowTaker: RowTaker | null = null

  /** Called by the driver for its stream, and again for the encrypted one. */
  attachListeners(stream: ByteSource): void {
    let toDriver: Listener = () => {}
    const others: ByteSource = {
      on(event, listener) {
        if (event === 'data') toDriver = listener
        else stream.on(event, listener)
      },
    }
    // The types leave out what the driver itself calls.
    const driver = pg.Connection.prototype as unknown as { attachListeners(stream: ByteSource): void }
    driver.attachListeners.call(this, others)
    const splitter = new MessageSplitter(
      (bytes) => toDriver(bytes),
      () => this.rowTaker,
    )
    stream.on('data', (bytes) => splitter.push(bytes))
  }
}

const dataRow = 0x44
const headerBytes = 5

/**
 * Cuts what arrives into whole messages. Each begins with a letter and its length without that letter
 * (PostgreSQL documentation, "Message Formats").
 */
export class MessageSplitter {
  readonly #toDriver: Listener
  readonly #taker: () => RowTaker | null
  #pieces: Buffer[] = []
  #gathered = 0

  constructor(toDriver: Listener, taker: () => RowTaker | null) {
    this.#toDriver = toDriver
    this.#taker = taker
  }

  push(bytes: Buffer): void {
    const start = this.#gathered === 0 ? 0 : this.#completeBroken(bytes)
    if (this.#gathered > 0) return
    const end = this.#passWhole(bytes, start)
    if (end < bytes.length) this.#keep(bytes.subarray(end))
  }

  /** Passes a message that began in earlier bytes; returns where the next one begins. */
  #completeBroken(bytes: Buffer): number {
    let used = 0
    if (this.#gathered < headerBytes) {
      used = Math.min(headerBytes - this.#gathered, bytes.length)
      this.#keep(bytes.subarray(0, used))
      if (this.#gathered < headerBytes) return used
      this.#pieces = [Buffer.concat(this.#pieces)]
    }
    const missing = 1 + this.#pieces[0]!.readInt32BE(1) - this.#gathered
    const more = Math.min(missing, bytes.length - used)
    this.#keep(bytes.subarray(used, used + more))
    if (more < missing) return used + more
    const whole = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#gathered = 0
    this.#passWhole(whole, 0)
    return used + more
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.#gathered += piece.length
  }

  /** Passes all whole messages from `start`; returns where the first broken one begins. */
  #passWhole(bytes: Buffer, start: number): number {
    let at = start
    let passed = start
    while (at + headerBytes <= bytes.length) {
      const end = endOfMessage(bytes, at)
      if (end > bytes.length) break
      const taker = bytes[at] === dataRow ? this.#taker() : null
      if (taker === null) {
        at = end
        continue
      }
      this.#passToDriver(bytes, passed, at)
      passed = endOfRows(bytes, end)
      taker.takeRows(bytes, at, passed)
      at = passed
    }
    this.#passToDriver(bytes, passed, at)
    return at
  }

  #passToDriver(bytes: Buffer, start: number, end: number): void {
    if (start < end) this.#toDriver(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }
}

function endOfMessage(bytes: Buffer, at: number): number {
  return at + 1 + bytes.readInt32BE(at + 1)
}

/** The end of the whole rows that follow each other from `at`. */
function endOfRows(bytes: Buffer, at: number): number {
  let end = at
  while (end + headerBytes <= bytes.length && bytes[end] === dataRow) {
    const next = endOfMessage(bytes, end)
    if (next > bytes.length) break
    end = next
  }
  return end
}
