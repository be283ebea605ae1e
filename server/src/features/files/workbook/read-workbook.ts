import { open } from 'node:fs/promises'
import type { FileLimits } from '../file-limits.ts'
import { describeBytes, maxTokenCharacters, refuseDamaged, refuseFile } from '../file-limits.ts'
import type { TabularFile } from '../tabular.ts'
import { createCellReader, findMergedRanges } from './read-cells.ts'
import type { SharedTexts } from './shared-texts.ts'
import { readSharedTexts } from './shared-texts.ts'
import { readStyleMoments, readWorkbookParts } from './workbook-parts.ts'
import type { ZipArchive, ZipEntry } from './zip-archive.ts'
import { openZip } from './zip-archive.ts'

const maxSmallPartBytes = 32 * 1024 * 1024

/**
 * Opens an .xlsx. Only the workbook's texts stay in memory; sheets are inflated and read piece by piece, and a slow taker
 * slows the reading. hucre, which writes workbooks, does not read them here: its stream reader does not wait for a slow taker,
 * and it drops merged cells, the difference between errors and texts, and that between dates and times.
 */
export async function openWorkbook(path: string, limits: FileLimits): Promise<TabularFile> {
  const handle = await open(path)
  try {
    const archive = await openZip(handle, (await handle.stat()).size, limits)
    const readPart = (name: string) => readSmallPart(archive, name)
    const parts = await readWorkbookParts(readPart)
    if (parts.sheets.length === 0) throw refuseDamaged('it has no sheet with cells')
    const styles = parts.stylesPart ? await readPart(parts.stylesPart) : null
    const moments = readStyleMoments(styles ?? '')
    const tokens = maxTokenCharacters(limits)
    let texts: Promise<SharedTexts> | undefined
    const entryOf = (sheet: string) => findSheet(archive, parts.sheets, sheet)
    return {
      format: 'xlsx',
      sheets: parts.sheets.map(({ name, hidden }) => ({ name, hidden })),
      async *rows(sheet, onShare) {
        texts ??= readTexts(archive, parts.sharedTextsPart, limits)
        const reader = createCellReader({
          texts: await texts,
          moments,
          from1904: parts.from1904,
          limits,
          maxTokenCharacters: tokens,
        })
        for await (const piece of decodePieces(archive.inflate(entryOf(sheet), onShare))) {
          const rows = reader.feed(piece)
          if (rows.length > 0) yield rows
        }
        reader.end()
      },
      mergedRanges: (sheet) => findMergedRanges(decodePieces(archive.inflate(entryOf(sheet)))),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

function findSheet(archive: ZipArchive, sheets: { name: string; part: string }[], name: string): ZipEntry {
  const sheet = sheets.find((candidate) => candidate.name === name)
  if (!sheet) {
    const names = sheets.map((candidate) => candidate.name).join(', ')
    throw refuseFile(
      'invalid_input',
      'sheet_not_found',
      `The workbook has no sheet named "${name}". Choose one of: ${names}.`,
      { sheet: name },
    )
  }
  const entry = archive.entries.get(sheet.part)
  if (!entry) throw refuseDamaged(`the part ${sheet.part} is missing`)
  return entry
}

async function readTexts(
  archive: ZipArchive,
  part: string | undefined,
  limits: FileLimits,
): Promise<SharedTexts> {
  const entry = part ? archive.entries.get(part) : undefined
  if (!entry) return { at: () => null }
  if (entry.uncompressedBytes > limits.maxSharedTextBytes) {
    throw refuseFile(
      'too_large',
      'file_too_much_text',
      `The workbook holds ${describeBytes(entry.uncompressedBytes)} of text; ${describeBytes(limits.maxSharedTextBytes)} are allowed in one workbook. Save the sheet as .csv (UTF-8) and upload that instead.`,
      { bytes: entry.uncompressedBytes, limit: limits.maxSharedTextBytes },
    )
  }
  return readSharedTexts(decodePieces(archive.inflate(entry)), maxTokenCharacters(limits))
}

async function readSmallPart(archive: ZipArchive, name: string): Promise<string | null> {
  const entry = archive.entries.get(name)
  if (!entry) return null
  if (entry.uncompressedBytes > maxSmallPartBytes) throw refuseDamaged(`the part ${name} is far too large`)
  let text = ''
  for await (const piece of decodePieces(archive.inflate(entry))) text += piece
  return text
}

/** Parts may be written in UTF-8 or UTF-16; a byte-order mark tells. */
async function* decodePieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(
      chunk[0] === 0xff && chunk[1] === 0xfe
        ? 'utf-16le'
        : chunk[0] === 0xfe && chunk[1] === 0xff
          ? 'utf-16be'
          : 'utf-8',
    )
    yield decoder.decode(chunk, { stream: true })
  }
}
