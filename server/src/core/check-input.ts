import { invalidField } from '@flexoffice/base'

/** Deeper than any input of ours: a page's widgets and a query's filters nest up to some dozens. */
const maximumDepth = 100

interface Branch {
  value: object
  key: string
  parent: Branch | null
  depth: number
}

/**
 * Refuses what no store takes and no schema speaks of: nesting that would exhaust the stack of whoever walks it, and text
 * that holds NUL or half of a surrogate pair. Walks without recursion.
 */
export function checkInput(input: unknown): void {
  if (typeof input === 'string') checkText(input, null, '')
  if (!isBranch(input)) return
  const open: Branch[] = [{ value: input, key: '', parent: null, depth: 1 }]
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    if (branch.depth > maximumDepth)
      throw invalidField(
        '',
        `Values may nest ${maximumDepth} levels deep at most. Send them flatter.`,
        'too_deep',
      )
    const isList = Array.isArray(branch.value)
    for (const [key, part] of Object.entries(branch.value)) {
      if (!isList) checkText(key, branch, '')
      if (typeof part === 'string') checkText(part, branch, key)
      else if (isBranch(part)) open.push({ value: part, key, parent: branch, depth: branch.depth + 1 })
    }
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function checkText(text: string, branch: Branch | null, key: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return
  throw invalidField(
    pointerTo(branch, key),
    'This text holds a NUL or half a character, which cannot be stored. Remove it.',
    'invalid_text',
  )
}

function pointerTo(branch: Branch | null, key: string): string {
  const keys = key === '' ? [] : [key]
  for (let place = branch; place?.parent; place = place.parent) keys.unshift(place.key)
  return keys.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
