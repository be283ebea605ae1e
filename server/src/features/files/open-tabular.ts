import { open } from 'node:fs/promises'
import { openDelimited } from './delimited/read-delimited.ts'
import type { FileLimits } from './file-limits.ts'
import { describeBytes, limitsOf, refuseFile } from './file-limits.ts'
import type { DelimitedFormat, TabularFile } from './tabular.ts'
import { openWorkbook } from './workbook/read-workbook.ts'
import { refuseEncrypted } from './workbook/zip-archive.ts'

/** An upload on disk: where it lies, and the name that its owner gave it. */
export interface UploadedFile {
  path: string
  name: string
  size: number
}

/** Limits, and what the person corrected about a text file. */
export interface OpenOptions {
  limits?: Partial<FileLimits>
  delimited?: Partial<DelimitedFormat>
}

/** Opens an upload by what it is, not by what it is called; anything that is no .xlsx or .csv is refused with its remedy. */
export async function openTabular(file: UploadedFile, options: OpenOptions = {}): Promise<TabularFile> {
  const limits = limitsOf(options.limits)
  checkSize(file.size, limits)
  const head = await readHead(file.path)
  const kind = recogniseContent(head)
  if (kind === 'zip') return openWorkbook(file.path, limits)
  if (kind === 'ole') throw await describeOleFile(file.path)
  if (kind !== 'text') throw refuseKind(kind)
  if (/\.(xlsx|xlsm)$/i.test(file.name)) {
    throw refuseFile(
      'unsupported_file',
      'file_not_a_workbook',
      `"${file.name}" is named like a workbook but is a text file. If it is a .csv, change the ending of its name to .csv; else save it as .xlsx again.`,
    )
  }
  return openDelimited(file.path, file.name, limits, options.delimited)
}

/** Refuses an empty file or one above the limit; the upload calls it while bytes arrive. */
export function checkSize(size: number, limits: FileLimits): void {
  if (size === 0)
    throw refuseFile(
      'unprocessable',
      'file_empty',
      'The file is empty. Check that it was saved, and upload it again.',
    )
  if (size <= limits.maxFileBytes) return
  throw refuseFile(
    'too_large',
    'file_too_large',
    `The file has ${describeBytes(size)}; ${describeBytes(limits.maxFileBytes)} are allowed. Split it into smaller files, or ask the operator to raise the limit.`,
    { bytes: size, limit: limits.maxFileBytes },
  )
}

type Content = 'zip' | 'ole' | 'pdf' | 'markup' | 'image' | 'compressed' | 'parquet' | 'text'

const signatures: [string, Content][] = [
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['d0cf11e0', 'ole'],
  ['25504446', 'pdf'],
  ['50415231', 'parquet'],
  ['1f8b', 'compressed'],
  ['377abcaf', 'compressed'],
  ['52617221', 'compressed'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
]

function recogniseContent(head: Buffer): Content {
  const hex = head.toString('hex', 0, 8)
  const known = signatures.find(([signature]) => hex.startsWith(signature))
  if (known) return known[1]
  return /^(ï»¿)?\s*<(\?xml|!doctype|html|table|head|meta)/i.test(head.toString('latin1')) ? 'markup' : 'text'
}

const kindNames: Record<Exclude<Content, 'zip' | 'ole' | 'text'>, string> = {
  pdf: 'a PDF',
  markup: 'a web page or XML file, even if its name ends in .xls',
  image: 'an image',
  compressed: 'a compressed archive',
  parquet: 'a Parquet file',
}

function refuseKind(kind: keyof typeof kindNames) {
  return refuseFile(
    'unsupported_file',
    'file_kind_not_read',
    `This is ${kindNames[kind]}; only .xlsx and .csv are read. Open it in your spreadsheet program, save it as .xlsx and upload that.`,
    { kind },
  )
}

/** Both a protected .xlsx and an old .xls are OLE files; only the first has a stream of this name. */
async function describeOleFile(path: string) {
  const bytes = await readHead(path, 4 * 1024 * 1024)
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return refuseEncrypted()
  return refuseFile(
    'unsupported_file',
    'file_is_xls',
    'This is a workbook in the old format (.xls, Excel 97 to 2003), which is not read. Open it in Excel or LibreOffice, choose Save As, .xlsx, and upload that file.',
  )
}

async function readHead(path: string, length = 512): Promise<Buffer> {
  const handle = await open(path)
  try {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await handle.read(buffer, 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
