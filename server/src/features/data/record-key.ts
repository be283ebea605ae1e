import { notFound } from '@flexoffice/base'
import type { Filter, TableShape } from '@flexoffice/query'
import { readCanonical } from '@flexoffice/query'
import { castFor } from '@flexoffice/query/casts'

/** A record's key as text for paths: the value itself for one column, a JSON array for several. */
export function writeKey(values: readonly (string | null)[]): string {
  return values.length === 1 ? (values[0] ?? '') : JSON.stringify(values)
}

/** Reads a key; one that can name no record is answered like a record that is not there. */
export function readKey(shape: TableShape, text: string): string[] {
  const values = shape.key.length === 1 ? [text] : parseKey(text)
  if (shape.key.length === 0 || values?.length !== shape.key.length) throw notFound(`key of ${shape.id}`)
  for (const [index, id] of shape.key.entries()) {
    const column = shape.columns.find((candidate) => candidate.id === id)!
    if (readCanonical(castFor(column.type), values[index]!) === null) throw notFound(`key of ${shape.id}`)
  }
  return values
}

/** The condition that finds the record of a key. */
export function keyFilter(shape: TableShape, values: readonly string[]): Filter {
  const filters = shape.key.map(
    (column, index): Filter => ({
      kind: 'compare',
      field: { column },
      operator: 'eq',
      value: values[index]!,
    }),
  )
  return { kind: 'and', filters }
}

function parseKey(text: string): string[] | null {
  try {
    const values: unknown = JSON.parse(text)
    return Array.isArray(values) && values.every((value) => typeof value === 'string') ? values : null
  } catch {
    return null
  }
}
