/** A column of a file, as far as its name goes. */
export interface FileColumn {
  index: number
  name: string
  label: string
}

/** A column of a table, as far as its name goes. */
export interface TableColumn {
  id: string
  name: string
  label: string
}

/**
 * Finds for each column of a file the column of a table of the same name, whatever the case: the words of the file first,
 * then its safe name, as the first import made it. No column is found twice.
 */
export function matchColumns(
  file: readonly FileColumn[],
  table: readonly TableColumn[],
): { index: number; columnId: string | null }[] {
  const found = new Map<number, string>()
  const free = new Set(table)
  const match = (ofFile: (column: FileColumn) => string, ofTable: (column: TableColumn) => string) => {
    for (const column of file) {
      if (found.has(column.index)) continue
      const word = plain(ofFile(column))
      const same = [...free].find((candidate) => word !== '' && plain(ofTable(candidate)) === word)
      if (!same) continue
      found.set(column.index, same.id)
      free.delete(same)
    }
  }
  match(
    (column) => column.label,
    (column) => column.label,
  )
  match(
    (column) => column.label,
    (column) => column.name,
  )
  match(
    (column) => column.name,
    (column) => column.name,
  )
  return file.map(({ index }) => ({ index, columnId: found.get(index) ?? null }))
}

function plain(word: string): string {
  return word.normalize('NFC').trim().toLowerCase()
}
