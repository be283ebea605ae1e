import type { BoundValue } from '@flexoffice/query'
import type { BoundValue as SourceValue } from '@flexoffice/sdk/connector'

/** The values of a statement as the source reads them: lists become PostgreSQL's array text. */
export function toSourceValues(values: readonly BoundValue[]): SourceValue[] {
  return values.map((value) => (Array.isArray(value) ? arrayLiteral(value) : value))
}

function arrayLiteral(items: readonly (string | null)[]): string {
  const texts = items.map((item) => (item === null ? 'NULL' : `"${item.replace(/["\\]/g, '\\$&')}"`))
  return `{${texts.join(',')}}`
}
