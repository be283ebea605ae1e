import type { FieldReference } from './structured-query.ts'

/** The name of a field in the answer where the query gives none. */
export function defaultName(field: FieldReference): string {
  if ('column' in field) return [...(field.through ?? []), field.column].join('.')
  if ('computed' in field) return field.computed
  return 'group' in field ? field.group : field.aggregate
}
