import { invalidField } from '@flexoffice/base'

/** Writes the place after a row as an opaque text. It holds only governed values, and only serves the same order. */
export function encodeCursor(signature: string, values: readonly (string | null)[]): string {
  const bytes = encoder.encode(JSON.stringify([signature, ...values]))
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  return btoa(letters).replace(/[+/=]/g, inAddresses)
}

const encoder = new TextEncoder()

/** Base64 as addresses take it (RFC 4648, section 5), without its padding. */
function inAddresses(letter: string): string {
  if (letter === '+') return '-'
  return letter === '/' ? '_' : ''
}

/** Reads what `encodeCursor` wrote; anything else, or a cursor of another order, is refused. */
export function decodeCursor(cursor: string, signature: string): (string | null)[] {
  const [written, ...values] = parse(cursor)
  if (written !== signature || !values.every((value) => value === null || typeof value === 'string'))
    throw refuse()
  return values as (string | null)[]
}

function parse(cursor: string): unknown[] {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    )
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (Array.isArray(content)) return content
  } catch {
    throw refuse()
  }
  throw refuse()
}

function refuse(): Error {
  return invalidField(
    '/page/after',
    'This cursor does not belong to this list. Begin again from the first page.',
  )
}
