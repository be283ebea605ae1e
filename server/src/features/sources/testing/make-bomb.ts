import { crc32, deflateRawSync } from 'node:zlib'

/** For tests: a workbook whose one sheet inflates to 64 MB. */
export function makeBomb(): Buffer {
  const relations = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts: [string, Buffer][] = [
    [
      '_rels/.rels',
      Buffer.from(
        relations(`<Relationship Id="r1" Type="${type}/officeDocument" Target="xl/workbook.xml"/>`),
      ),
    ],
    [
      'xl/workbook.xml',
      Buffer.from('<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      Buffer.from(relations(`<Relationship Id="r1" Type="${type}/worksheet" Target="worksheets/a.xml"/>`)),
    ],
    ['xl/worksheets/a.xml', Buffer.alloc(64 * 1024 * 1024, ' ')],
  ]
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of parts) {
    const packed = deflateRawSync(data)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), fields, tail, Buffer.from(name))
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name), packed])
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
