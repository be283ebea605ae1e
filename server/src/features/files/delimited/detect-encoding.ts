import { isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { refuseFile } from '../file-limits.ts'
import type { DelimitedFormat } from '../tabular.ts'

/**
 * Decides how a text file is encoded: by its byte-order mark, else UTF-8 when every byte of the file is valid UTF-8, else
 * Windows-1252, which is what Excel in Brazil writes. Binary files are refused.
 */
export async function detectEncoding(handle: FileHandle): Promise<DelimitedFormat['encoding']> {
  const head = Buffer.alloc(4096)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  const marked = readMark(head.subarray(0, bytesRead))
  if (marked) return marked
  let carried = Buffer.alloc(0)
  let valid = true
  let position = 0
  const buffer = Buffer.allocUnsafe(1024 * 1024)
  for (;;) {
    const { bytesRead: read } = await handle.read(buffer, 0, buffer.length, position)
    if (read === 0) break
    position += read
    const part = buffer.subarray(0, read)
    if (part.includes(0)) throw refuseBinary()
    if (!valid) continue
    const joined = carried.length > 0 ? Buffer.concat([carried, part]) : part
    const whole = joined.subarray(0, joined.length - unfinishedBytes(joined))
    valid = isUtf8(whole)
    carried = Buffer.from(joined.subarray(whole.length))
  }
  return valid && carried.length === 0 ? 'utf-8' : 'windows-1252'
}

function readMark(head: Buffer): DelimitedFormat['encoding'] | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return null
  // Mostly-Latin UTF-16 without a mark has a zero in every second byte.
  const pairs = Math.floor(head.length / 2)
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  if (pairs > 1 && odd > pairs * 0.6 && even === 0) return 'utf-16le'
  return pairs > 1 && even > pairs * 0.6 && odd === 0 ? 'utf-16be' : null
}

/** How many bytes at the end begin a character that is not complete. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

function refuseBinary() {
  return refuseFile(
    'unsupported_file',
    'file_not_text',
    'The file is not text, so it cannot be a .csv. Upload an .xlsx workbook, or save the sheet as .csv (UTF-8).',
  )
}
