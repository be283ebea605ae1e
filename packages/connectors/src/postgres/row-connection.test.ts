import { describe, expect, it } from 'vitest'
import { MessageSplitter } from './row-connection.ts'
import { readRows } from './wire.ts'

const rows = [
  ['1', 'São Paulo', null],
  ['2', '', 'x'.repeat(300)],
]
const wire = Buffer.concat([
  message('2', Buffer.alloc(0)),
  ...rows.map(rowMessage),
  message('C', Buffer.from('SELECT 2\0')),
  message('Z', Buffer.from('I')),
])

describe('cutting the wire into messages', () => {
  it('gives rows to the taker and the rest to the driver, wherever the bytes were cut', () => {
    for (let first = 0; first <= wire.length; first += 1) {
      for (const second of [first, Math.min(first + 1, wire.length), Math.min(first + 7, wire.length)]) {
        const pieces = [wire.subarray(0, first), wire.subarray(first, second), wire.subarray(second)]
        expect(split(pieces, true)).toEqual({ letters: '2CZ', taken: rows, order: 'drd' })
      }
    }
    const bytes = Array.from(wire, (_, index) => wire.subarray(index, index + 1))
    expect(split(bytes, true)).toMatchObject({ letters: '2CZ', taken: rows })
  })

  it('gives everything to the driver while nobody takes rows', () => {
    expect(split([wire], false)).toEqual({ letters: '2DDCZ', taken: [], order: 'd' })
    expect(split([wire.subarray(0, 20), wire.subarray(20)], false).letters).toBe('2DDCZ')
  })
})

/** What came where; `order` names driver and rows by the first letter, repeats left out. */
function split(pieces: Buffer[], taking: boolean): { letters: string; taken: unknown; order: string } {
  const seen: Buffer[] = []
  const taken: (string | null)[][] = []
  let order = ''
  const note = (mark: string) => {
    if (!order.endsWith(mark)) order += mark
  }
  const taker = {
    takeRows(bytes: Buffer, start: number, end: number) {
      note('r')
      readRows(bytes, start, end, taken)
    },
  }
  const splitter = new MessageSplitter(
    (bytes) => {
      note('d')
      seen.push(bytes)
    },
    () => (taking ? taker : null),
  )
  for (const piece of pieces) splitter.push(piece)
  return { letters: lettersOf(Buffer.concat(seen)), taken: taken.map(decode), order }
}

function decode(row: (string | null)[]): (string | null)[] {
  return row.map((text) => (text === null ? null : Buffer.from(text, 'latin1').toString('utf8')))
}

function lettersOf(bytes: Buffer): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    letters += String.fromCharCode(bytes[at]!)
  }
  return letters
}

function rowMessage(values: (string | null)[]): Buffer {
  const count = Buffer.alloc(2)
  count.writeUInt16BE(values.length)
  const cells = values.map((value) => {
    const bytes = Buffer.from(value ?? '', 'utf8')
    const length = Buffer.alloc(4)
    length.writeInt32BE(value === null ? -1 : bytes.length)
    return Buffer.concat([length, bytes])
  })
  return message('D', Buffer.concat([count, ...cells]))
}

function message(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeInt32BE(4 + content.length, 1)
  return Buffer.concat([head, content])
}
