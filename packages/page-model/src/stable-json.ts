/** A copy with the keys of every object sorted, so that equal documents have equal texts. */
export function sortKeys<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortKeys) as Value
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([first], [second]) => (first < second ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)])) as Value
}

const sortedCopies = new WeakMap<object, unknown>()

/**
 * The sorted copy of a value that nobody changes, such as one that lies in a live document: the same reference for the same
 * value, so that whoever follows the document sees at a glance what of it stayed.
 */
export function keptSorted<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  const known = sortedCopies.get(value)
  if (known !== undefined) return known as Value
  const copy = sortKeys(value)
  sortedCopies.set(value, copy)
  return copy
}

/** The text that versions, digests and files use: sorted keys, two spaces, a line feed at the end. */
export function printStable(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), null, 2)}\n`
}

/** Tells whether two JSON values are equal, whatever the order of their keys; `undefined` counts as absent. */
export function isSameJson(first: unknown, second: unknown): boolean {
  if (Object.is(first, second)) return true
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null)
    return false
  if (Array.isArray(first) || Array.isArray(second)) return isSameList(first, second)
  const names = new Set([...Object.keys(first), ...Object.keys(second)])
  const [left, right] = [first as Record<string, unknown>, second as Record<string, unknown>]
  return [...names].every((name) => isSameJson(left[name], right[name]))
}

function isSameList(first: unknown, second: unknown): boolean {
  if (!Array.isArray(first) || !Array.isArray(second) || first.length !== second.length) return false
  return first.every((item, index) => isSameJson(item, second[index]))
}
