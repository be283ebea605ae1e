import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { AppError } from '@flexoffice/base'
import type { UploadedFile } from './open-tabular.ts'

/** For tests: files in a folder of their own, which `remove` deletes. */
export async function createFixtureFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'flexoffice-files-'))
  return {
    folder,
    async write(name: string, content: Uint8Array | string): Promise<UploadedFile> {
      const path = join(folder, name)
      await writeFile(path, content)
      return { path, name, size: Buffer.byteLength(content) }
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

/** For tests: one part of a handmade archive; `declaredBytes` lies about its size. */
export interface ZipPart {
  name: string
  data: Buffer | string
  declaredBytes?: number
}

/** For tests: an archive made by hand, so that it may lie. */
export function makeZip(parts: ZipPart[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const data = Buffer.from(part.data as string)
    const packed = deflateRawSync(data)
    const name = Buffer.from(part.name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(part.declaredBytes ?? data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), fields, tail, name)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name, packed])
    pieces.push(local)
    offset += local.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, listing, end])
}

/** For tests: the parts of a small workbook whose one sheet has this XML inside `sheetData`. */
export function makeWorkbookParts(
  sheetData: string,
  extra: { styles?: string; texts?: string; prolog?: string } = {},
): ZipPart[] {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const parts: ZipPart[] = [
    { name: '_rels/.rels', data: relations(relation('rId1', 'officeDocument', '/xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      data: '<workbook><sheets><sheet name="Dados" sheetId="1" r:id="rId1"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relations(
        relation('rId1', 'worksheet', 'worksheets/first.xml') +
          relation('rId2', 'styles', 'styles.xml') +
          relation('rId3', 'sharedStrings', 'texts.xml'),
      ),
    },
    {
      name: 'xl/worksheets/first.xml',
      data: `${extra.prolog ?? ''}<x:worksheet><x:sheetData>${sheetData}</x:sheetData></x:worksheet>`,
    },
  ]
  if (extra.styles) parts.push({ name: 'xl/styles.xml', data: extra.styles })
  if (extra.texts) parts.push({ name: 'xl/texts.xml', data: extra.texts })
  return parts
}

/** For tests: the reason of the refusal that a promise ends in. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ reason: string | undefined; message: string; status: number }> {
  try {
    await work
  } catch (error) {
    if (error instanceof AppError)
      return { reason: error.detail.reason, message: error.detail.public, status: error.status }
    throw error
  }
  throw new Error('it was not refused')
}
