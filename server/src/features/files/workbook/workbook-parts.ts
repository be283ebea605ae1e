import { refuseDamaged, refuseFile } from '../file-limits.ts'
import { createXmlScanner, readAttribute } from './scan-xml.ts'

/** A sheet as the workbook lists it, with the part that holds its cells. */
export interface WorkbookSheet {
  name: string
  hidden: boolean
  part: string
}

/** What the small parts of a workbook say. */
export interface WorkbookParts {
  sheets: WorkbookSheet[]
  /** Days are counted from 1904 instead of 1900 (old Macintosh workbooks). */
  from1904: boolean
  sharedTextsPart?: string
  stylesPart?: string
}

const maxTokenCharacters = 1024 * 1024

/** Follows the relations from the root of the package to its sheets. `readPart` gives a small part's text, or null. */
export async function readWorkbookParts(
  readPart: (name: string) => Promise<string | null>,
): Promise<WorkbookParts> {
  const root = readRelations(await requirePart(readPart, '_rels/.rels'), '')
  const workbookPart = root.find((relation) => relation.type === 'officeDocument')?.target
  if (!workbookPart) throw refuseDamaged('it has no workbook inside')
  if (workbookPart.endsWith('.bin')) {
    throw refuseFile(
      'unsupported_file',
      'file_is_xlsb',
      'This is a binary workbook (.xlsb), which is not read. Save it as .xlsx and upload it again.',
    )
  }
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf('/') + 1)
  const relationsPart = `${folder}_rels/${workbookPart.slice(folder.length)}.rels`
  const relations = readRelations((await readPart(relationsPart)) ?? '', folder)
  const { listed, from1904 } = readWorkbook(await requirePart(readPart, workbookPart))
  const sheets = listed.flatMap(({ name, hidden, relationId }) => {
    const relation = relations.find(
      (candidate) => candidate.id === relationId && candidate.type === 'worksheet',
    )
    return relation ? [{ name, hidden, part: relation.target }] : []
  })
  const partOf = (type: string) => relations.find((relation) => relation.type === type)?.target
  return { sheets, from1904, sharedTextsPart: partOf('sharedStrings'), stylesPart: partOf('styles') }
}

/** The kind of moment that each cell style shows; null where it shows something else. */
export type StyleMoments = ('date' | 'time' | 'datetime' | null)[]

/** Reads which cell styles show numbers as dates or times. */
export function readStyleMoments(xml: string): StyleMoments {
  const formats = new Map<number, string>()
  const moments: StyleMoments = []
  let inCellFormats = false
  scanPart(xml, (name, attributes) => {
    if (name === 'numFmt')
      formats.set(
        Number(readAttribute(attributes, 'numFmtId')),
        readAttribute(attributes, 'formatCode') ?? '',
      )
    else if (name === 'cellXfs') inCellFormats = true
    else if (name === 'cellStyles' || name === 'cellStyleXfs') inCellFormats = false
    else if (name === 'xf' && inCellFormats) {
      const id = Number(readAttribute(attributes, 'numFmtId') ?? 0)
      const code = formats.get(id)
      moments.push(code === undefined ? builtInMoment(id) : momentOfFormat(code))
    }
  })
  return moments
}

/** Whether a number format shows a date, a time or both; null for every other format. */
export function momentOfFormat(code: string): 'date' | 'time' | 'datetime' | null {
  const first = code.split(';')[0]!
  if (/^general$/i.test(first)) return null
  const elapsed = /\[[hms]+\]/i.test(first)
  const letters = first
    .replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
    .replace(/am\/pm|a\/p/gi, 'h')
    .toLowerCase()
  const time = elapsed || /[hs]/.test(letters)
  const date = /[yd]/.test(letters) || (/m/.test(letters) && !time)
  if (date) return time ? 'datetime' : 'date'
  return time ? 'time' : null
}

function builtInMoment(id: number): 'date' | 'time' | 'datetime' | null {
  if (id === 22) return 'datetime'
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time'
  return (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : null
}

interface Relation {
  id: string
  type: string
  target: string
}

function readRelations(xml: string, folder: string): Relation[] {
  const relations: Relation[] = []
  scanPart(xml, (name, attributes) => {
    if (name !== 'Relationship' || readAttribute(attributes, 'TargetMode') === 'External') return
    const type = readAttribute(attributes, 'Type') ?? ''
    const target = readAttribute(attributes, 'Target') ?? ''
    relations.push({
      id: readAttribute(attributes, 'Id') ?? '',
      type: type.slice(type.lastIndexOf('/') + 1),
      target: resolvePart(folder, target),
    })
  })
  return relations
}

function readWorkbook(xml: string) {
  const listed: { name: string; hidden: boolean; relationId: string }[] = []
  let from1904 = false
  scanPart(xml, (name, attributes) => {
    if (name === 'workbookPr') from1904 = /^(1|true|on)$/i.test(readAttribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet') return
    const relationId = /(?:^|\s)[\w.-]+:id\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1] ?? ''
    const state = readAttribute(attributes, 'state')
    listed.push({
      name: readAttribute(attributes, 'name') ?? '',
      hidden: state === 'hidden' || state === 'veryHidden',
      relationId,
    })
  })
  return { listed, from1904 }
}

function resolvePart(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function scanPart(xml: string, open: (name: string, attributes: string) => void): void {
  const scanner = createXmlScanner({ open, close() {}, text() {} }, maxTokenCharacters)
  scanner.feed(xml)
}

async function requirePart(
  readPart: (name: string) => Promise<string | null>,
  name: string,
): Promise<string> {
  const text = await readPart(name)
  if (text === null) throw refuseDamaged(`the part ${name} is missing`)
  return text
}
