import { refuseDamaged, refuseFile } from '../file-limits.ts'

/** Hears the tags and texts of a document in order. Names come without their prefix, attributes and texts undecoded. */
export interface XmlHandler {
  open(name: string, attributes: string): void
  close(name: string): void
  /** `literal` texts (CDATA) hold no entities. */
  text(raw: string, literal: boolean): void
}

/** A scanner that takes a document in pieces; nothing but an unfinished token is kept between pieces. */
export interface XmlScanner {
  feed(piece: string): void
  end(): void
}

/** Scans well-formed XML; document types, and with them entity bombs and outside files, are refused. */
export function createXmlScanner(handler: XmlHandler, maxTokenCharacters: number): XmlScanner {
  let rest = ''
  return {
    feed(piece) {
      const text = rest.length === 0 ? piece : rest + piece
      rest = text.slice(scan(text, handler))
      if (rest.length > maxTokenCharacters)
        throw refuseDamaged('a value in it is far longer than a cell can be')
    },
    end() {
      if (rest.trim().length > 0) throw refuseDamaged('a part of it ends in the middle')
    },
  }
}

/** The value of one attribute, decoded; undefined when absent. */
export function readAttribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = at === 0 ? ' ' : attributes[at - 1]!
    let next = at + name.length
    if (before > ' ') continue
    while (attributes[next] === ' ') next++
    if (attributes[next] !== '=') continue
    next++
    while (attributes[next] === ' ') next++
    const quote = attributes[next]!
    const end = attributes.indexOf(quote, next + 1)
    return end < 0 ? undefined : decodeEntities(attributes.slice(next + 1, end))
  }
  return undefined
}

/** Replaces the five named entities and numeric ones; any other stays as written. */
export function decodeEntities(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/gi, (whole, entity: string) => {
    if (entity[0] !== '#') return named[entity.toLowerCase()] ?? whole
    const code =
      entity[1] === 'x' || entity[1] === 'X' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** Excel writes control characters as `_x000D_` and a literal `_x` as `_x005F_x`. */
export function decodeExcelEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Returns how far the text was understood. */
function scan(text: string, handler: XmlHandler): number {
  let at = 0
  for (;;) {
    const start = text.indexOf('<', at)
    if (start < 0) return at
    if (start > at) handler.text(text.slice(at, start), false)
    at = start
    const next = text.charCodeAt(start + 1)
    const end =
      next === 33
        ? scanDeclaration(text, start, handler)
        : next === 63
          ? after(text, '?>', start)
          : scanTag(text, start, handler)
    if (end < 0) return at
    at = end
  }
}

function scanDeclaration(text: string, start: number, handler: XmlHandler): number {
  if (text.startsWith('<!--', start)) return after(text, '-->', start + 4)
  if (text.startsWith('<![CDATA[', start)) {
    const end = after(text, ']]>', start + 9)
    if (end >= 0) handler.text(text.slice(start + 9, end - 3), true)
    return end
  }
  if (text.length - start < 9) return -1
  throw refuseFile(
    'unsupported_file',
    'file_has_entities',
    'The workbook declares XML entities, which real workbooks never do; it may be an attack. Save it again with your spreadsheet program and upload that file.',
  )
}

function scanTag(text: string, start: number, handler: XmlHandler): number {
  const end = findTagEnd(text, start)
  if (end < 0) return -1
  if (text.charCodeAt(start + 1) === 47) {
    handler.close(localName(text.slice(start + 2, end).trimEnd()))
    return end + 1
  }
  const selfClosing = text.charCodeAt(end - 1) === 47
  const stop = selfClosing ? end - 1 : end
  let nameEnd = start + 1
  while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd++
  const name = localName(text.slice(start + 1, nameEnd))
  handler.open(name, text.slice(nameEnd, stop))
  if (selfClosing) handler.close(name)
  return end + 1
}

/** A `>` inside an attribute's quotes does not end the tag. */
function findTagEnd(text: string, start: number): number {
  let quote = 0
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 62) return at
    else if (code === 34 || code === 39) quote = code
  }
  return -1
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
