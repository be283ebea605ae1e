/** One field that an act changed. */
export interface Difference {
  field: string
  before: string
  after: string
}

/** The fields that differ between two states of a thing; of a new or removed thing, all of them. */
export function listDifferences(before: unknown, after: unknown): Difference[] {
  const [old, next] = [asRecord(before), asRecord(after)]
  const fields = [...new Set([...Object.keys(old), ...Object.keys(next)])]
  return fields
    .map((field) => ({ field, before: show(old[field]), after: show(next[field]) }))
    .filter((difference) => difference.before !== difference.after)
}

function asRecord(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}

function show(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ')
  return JSON.stringify(value, null, 1)
}
