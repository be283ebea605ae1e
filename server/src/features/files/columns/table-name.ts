/** The longest name that PostgreSQL keeps. */
const maxNameBytes = 63

/** Columns that PostgreSQL gives to every table. */
const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid', 'oid'])

/** A database name made from what a person wrote: accents folded, snake_case, ASCII, at most 63 bytes. `Preço (R$)` is `preco_r`. */
export function toDatabaseName(label: string, fallback: string): string {
  const folded = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/%/g, ' percent ')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const name = (folded === '' ? fallback : /^\d/.test(folded) ? `n_${folded}` : folded).slice(0, maxNameBytes)
  const trimmed = name.replace(/_+$/, '')
  return systemColumns.has(trimmed) || trimmed.startsWith('pg_')
    ? `${trimmed}_value`.slice(0, maxNameBytes)
    : trimmed
}

/** One database name for each label, in their order, all different from each other and from those `taken`. */
export function toDatabaseNames(
  labels: string[],
  taken: Iterable<string> = [],
  fallback = 'column',
): string[] {
  const used = new Set(taken)
  return labels.map((label, index) => {
    const name = findFreeName(toDatabaseName(label, `${fallback}_${index + 1}`), used)
    used.add(name)
    return name
  })
}

/** A table's database name from its label, different from those `taken`. */
export function toTableName(label: string, taken: Iterable<string> = []): string {
  return findFreeName(toDatabaseName(label, 'table'), new Set(taken))
}

function findFreeName(name: string, used: Set<string>): string {
  if (!used.has(name)) return name
  for (let number = 2; ; number++) {
    const suffix = `_${number}`
    const candidate = name.slice(0, maxNameBytes - suffix.length) + suffix
    if (!used.has(candidate)) return candidate
  }
}
