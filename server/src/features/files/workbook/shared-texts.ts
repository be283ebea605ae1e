import { refuseDamaged } from '../file-limits.ts'
import { createXmlScanner, decodeEntities, decodeExcelEscapes } from './scan-xml.ts'

/** The texts that cells of a workbook name by position. */
export interface SharedTexts {
  at(position: number): string | null
}

const cachedTexts = 20_000

/**
 * Reads the part `sharedStrings.xml`. Texts are kept as UTF-8 in one growing buffer and not as objects, so that millions of
 * different texts cost little more than their bytes.
 */
export async function readSharedTexts(
  pieces: AsyncIterable<string>,
  maxTokenCharacters: number,
): Promise<SharedTexts> {
  let bytes = Buffer.allocUnsafe(64 * 1024)
  let ends = new Uint32Array(1024)
  let used = 0
  let count = 0
  let current = ''
  let inText = false
  let phonetic = 0
  const append = (text: string) => {
    const needed = used + text.length * 3
    if (needed > bytes.length) bytes = grow(bytes, needed)
    used += bytes.write(text, used)
    if (count === ends.length) {
      const larger = new Uint32Array(count * 2)
      larger.set(ends)
      ends = larger
    }
    ends[count++] = used
  }
  const scanner = createXmlScanner(
    {
      open(name) {
        if (name === 'si') current = ''
        else if (name === 'rPh') phonetic++
        else if (name === 't') inText = phonetic === 0
      },
      close(name) {
        if (name === 'si') append(decodeExcelEscapes(current))
        else if (name === 'rPh') phonetic--
        else if (name === 't') inText = false
      },
      text(raw, literal) {
        if (!inText) return
        current += literal ? raw : decodeEntities(raw)
        if (current.length > maxTokenCharacters)
          throw refuseDamaged('a text in it is far longer than a cell can be')
      },
    },
    maxTokenCharacters,
  )
  for await (const piece of pieces) scanner.feed(piece)
  scanner.end()
  return createLookup(bytes, ends, count)
}

function createLookup(bytes: Buffer, ends: Uint32Array, count: number): SharedTexts {
  const cache: string[] = []
  return {
    at(position) {
      if (!(position >= 0 && position < count)) return null
      const known = cache[position]
      if (known !== undefined) return known
      const text = bytes.toString('utf8', position === 0 ? 0 : ends[position - 1], ends[position])
      if (position < cachedTexts) cache[position] = text
      return text
    },
  }
}

function grow(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(needed, bytes.length * 2))
  bytes.copy(larger)
  return larger
}
