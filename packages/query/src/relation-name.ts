/**
 * The name by which rules and queries follow a foreign key: its only column without `_id`, else the table it leads to.
 * It never equals a column of the table, nor another relation of it.
 */
export function relationName(
  columns: readonly string[],
  toTable: string,
  taken: ReadonlySet<string>,
): string {
  const [column] = columns
  const stem = columns.length === 1 ? column!.replace(/_?id$/i, '') : ''
  const plain = toWords(stem) || toWords(toTable) || 'related'
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? plain : `${plain}_${number}`
    if (!taken.has(name)) return name
  }
}

function toWords(text: string): string {
  const snake = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  const plain = snake.replace(/[^a-z0-9]+/g, '_').replace(/^[_\d]+|_+$/g, '')
  return plain.slice(0, 50)
}
