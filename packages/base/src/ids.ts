import { takeRandom } from './random.ts'

/** Makes a UUID of version 7 (RFC 9562): sortable by time of creation, unique without coordination. */
export function newId(now: number = Date.now()): string {
  const random = takeRandom(10)
  const version = 0x7000 | (pair(random, 0) & 0x0fff)
  const variant = 0x8000 | (pair(random, 2) & 0x3fff)
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex(version)}-${hex(variant)}-${hex(pair(random, 4))}${hex(pair(random, 6))}${hex(pair(random, 8))}`
}

function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

function hex(pair: number): string {
  return pair.toString(16).padStart(4, '0')
}

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Makes a random name of `length` letters and digits without look-alikes; 5 bits of entropy each. */
export function randomName(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join('')
}

/** Tells whether a text is a UUID in its canonical form. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}
