import { invalidField } from '@flexoffice/base'
import type { wireValue } from '@flexoffice/contract/data'
import type { ColumnShape, TableShape } from '@flexoffice/query'
import type { z } from 'zod'

export type JsonValue = z.output<typeof wireValue>

/** A value from the wire in the canonical text of its column's type; the compiler checks that it is one. */
export function toText(column: ColumnShape, value: JsonValue, path: string): string | null {
  if (value === null) return null
  if (column.type === 'json') return JSON.stringify(value)
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) return String(value)
      throw invalidField(path, 'Write numbers beyond 2^53 as text, so that no digit is lost.')
    default:
      throw invalidField(path, 'This column holds single values: give text, a number, true, false or null.')
  }
}

/** The values of a record in the order of their columns; an unknown column is the compiler's to refuse. */
export function toTexts(
  shape: TableShape,
  values: Readonly<Record<string, JsonValue>>,
  field: string,
): { ids: string[]; texts: (string | null)[] } {
  const ids = Object.keys(values)
  const texts = ids.map((id) => {
    const column = shape.columns.find((candidate) => candidate.id === id)
    return column ? toText(column, values[id]!, `/${field}/${id}`) : null
  })
  return { ids, texts }
}
