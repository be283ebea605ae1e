import type { FileHandle } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import type { FileLimits } from '../file-limits.ts'
import { describeBytes, refuseDamaged, refuseFile } from '../file-limits.ts'

/** One part of the archive, as its central directory declares it. */
export interface ZipEntry {
  name: string
  method: number
  compressedBytes: number
  uncompressedBytes: number
  offset: number
}

/** An archive whose declared sizes have been checked; parts are inflated on demand and held to what they declared. */
export interface ZipArchive {
  entries: Map<string, ZipEntry>
  /** Chunks of at most 64 kB, read only as fast as they are taken. */
  inflate(entry: ZipEntry, onShare?: (share: number) => void): AsyncIterable<Buffer>
}

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50
const maxEntries = 10_000
const maxDirectoryBytes = 16 * 1024 * 1024
const ratioFloorBytes = 16 * 1024 * 1024
const sentinel = 0xffffffff

/** Reads the directory and refuses bombs, encrypted parts and overlapping parts before anything is inflated. */
export async function openZip(handle: FileHandle, size: number, limits: FileLimits): Promise<ZipArchive> {
  const directory = await readDirectory(handle, size)
  const entries = parseDirectory(directory)
  checkSizes(entries, size, limits)
  return {
    entries: new Map(entries.map((entry) => [entry.name, entry])),
    inflate: (entry, onShare) => inflateEntry(handle, entry, onShare),
  }
}

async function readDirectory(handle: FileHandle, size: number): Promise<Buffer> {
  const tail = await readExactly(handle, Math.max(0, size - 65_557), Math.min(size, 65_557))
  let end = -1
  for (let at = tail.length - 22; at >= 0 && end < 0; at--)
    if (tail.readUInt32LE(at) === endSignature) end = at
  if (end < 0) throw refuseDamaged('the archive has no directory; the upload may be incomplete')
  let length = tail.readUInt32LE(end + 12)
  let offset = tail.readUInt32LE(end + 16)
  if ((length === sentinel || offset === sentinel) && end >= 20) {
    const record = await readExactly(handle, Number(tail.readBigUInt64LE(end - 20 + 8)), 56)
    if (record.readUInt32LE(0) !== end64Signature) throw refuseDamaged('its directory cannot be found')
    length = Number(record.readBigUInt64LE(40))
    offset = Number(record.readBigUInt64LE(48))
  }
  if (length > maxDirectoryBytes) throw refuseDamaged('its directory is too large')
  return readExactly(handle, offset, length)
}

function parseDirectory(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== centralSignature) break
    if (entries.length >= maxEntries) throw refuseDamaged(`it has more than ${maxEntries} parts`)
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const extraStart = at + 46 + nameLength
    const entry: ZipEntry = {
      name: directory.toString('utf8', at + 46, extraStart).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      uncompressedBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    if (directory.readUInt16LE(at + 8) & 1) throw refuseEncrypted()
    applyZip64(entry, directory.subarray(extraStart, extraStart + extraLength))
    entries.push(entry)
    at = extraStart + extraLength + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Sizes of 4 GB and above lie in an extra field; some writers put small sizes there too. */
function applyZip64(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let field = at + 4
    for (const key of ['uncompressedBytes', 'compressedBytes', 'offset'] as const) {
      if (entry[key] !== sentinel || field + 8 > extra.length) continue
      entry[key] = Number(extra.readBigUInt64LE(field))
      field += 8
    }
  }
}

function checkSizes(entries: ZipEntry[], size: number, limits: FileLimits): void {
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedBytes, 0)
  if (total > limits.maxUncompressedBytes) throw refuseBomb(total, limits)
  for (const entry of entries) {
    const ratio = entry.uncompressedBytes / Math.max(1, entry.compressedBytes)
    if (entry.uncompressedBytes > ratioFloorBytes && ratio > limits.maxCompressionRatio)
      throw refuseBomb(total, limits)
  }
  const ordered = [...entries].sort((a, b) => a.offset - b.offset)
  ordered.forEach((entry, index) => {
    const limit = ordered[index + 1]?.offset ?? size
    if (entry.offset + 30 + entry.compressedBytes > limit) throw refuseDamaged('its parts overlap')
  })
}

async function* inflateEntry(
  handle: FileHandle,
  entry: ZipEntry,
  onShare?: (share: number) => void,
): AsyncGenerator<Buffer> {
  if (entry.method !== 0 && entry.method !== 8) throw refuseDamaged('it uses an unknown compression')
  const header = await readExactly(handle, entry.offset, 30)
  if (header.readUInt32LE(0) !== localSignature) throw refuseDamaged('a part is not where the directory says')
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const source = readRange(handle, start, entry.compressedBytes, onShare)
  let produced = 0
  for await (const chunk of entry.method === 0 ? source : inflateStream(source)) {
    produced += chunk.length
    if (produced > entry.uncompressedBytes)
      throw refuseDamaged('a part is larger than it declares, as in a zip bomb')
    yield chunk
  }
  if (produced !== entry.uncompressedBytes) throw refuseDamaged('a part is shorter than it declares')
}

async function* inflateStream(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 })
  const iterator = source[Symbol.asyncIterator]()
  const feed = async () => {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        if (!inflater.write(next.value)) await new Promise<void>((resolve) => inflater.once('drain', resolve))
        if (inflater.destroyed) return
      }
      inflater.end()
    } catch (error) {
      inflater.destroy(error as Error)
    }
  }
  void feed()
  try {
    for await (const chunk of inflater) yield chunk as Buffer
  } catch (error) {
    throw String((error as { code?: string }).code).startsWith('Z_')
      ? refuseDamaged('a part cannot be inflated')
      : error
  } finally {
    inflater.destroy()
  }
}

async function* readRange(
  handle: FileHandle,
  start: number,
  length: number,
  onShare?: (share: number) => void,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; ) {
    const chunk = await readExactly(handle, start + at, Math.min(64 * 1024, length - at))
    at += chunk.length
    onShare?.(at / length)
    yield chunk
  }
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, position + read)
    if (bytesRead === 0) throw refuseDamaged('it ends too early; the upload may be incomplete')
    read += bytesRead
  }
  return buffer
}

function refuseBomb(total: number, limits: FileLimits) {
  return refuseFile(
    'too_large',
    'file_inflates_too_far',
    `The workbook would inflate to ${describeBytes(total)}, or one of its parts grows more than ${limits.maxCompressionRatio} times, as in a zip bomb; at most ${describeBytes(limits.maxUncompressedBytes)} are allowed. Delete empty formatted rows and unused sheets, save it again, or upload the sheet as .csv.`,
    { bytes: total, limit: limits.maxUncompressedBytes, ratio: limits.maxCompressionRatio },
  )
}

/** The refusal of a workbook with a password. */
export function refuseEncrypted() {
  return refuseFile(
    'unsupported_file',
    'file_encrypted',
    'The workbook is protected by a password, so it cannot be read. Remove the password in your spreadsheet program (File, Info, Protect Workbook), save it and upload it again.',
  )
}
