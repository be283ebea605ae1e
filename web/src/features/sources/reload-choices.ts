import type { LoadMode, UploadColumn } from '@flexoffice/contract/sources'
import type { ReloadPreview, UploadedColumn } from '@flexoffice/contract/uploaded-tables'

/** What a file may do with the rows that are there. */
export type ReloadMode = Exclude<LoadMode, 'create'>

/** Where a column of the file goes: a column of the table by its id, a new one, or nowhere. */
export type Target = { columnId: string } | 'new' | 'none'

/** A column of the file with its target, as matched or as the person chose. */
export interface TargetChoice {
  index: number
  label: string
  type: UploadColumn['type']
  target: Target
}

type Matched = Pick<ReloadPreview, 'matches' | 'table'> & {
  preview: Pick<ReloadPreview['preview'], 'columns'>
}

/** Targets as matched by name, with the choices made before that still fit: the same place and name in the file. */
export function chooseTargets(found: Matched, before: readonly TargetChoice[] = []): TargetChoice[] {
  return found.preview.columns.map(({ index, label, type }) => {
    const kept = before.find((choice) => choice.index === index && choice.label === label)
    if (kept) return kept
    const columnId = found.matches.find((match) => match.index === index)?.columnId ?? null
    const column = found.table.columns.find(({ id }) => id === columnId)
    if (!column) return { index, label, type, target: 'new' }
    return { index, label, type, target: canTake(column) ? { columnId: column.id } : 'none' }
  })
}

/** Sends a column of the file elsewhere; a column of the table that another one filled is taken from that. */
export function changeTarget(
  choices: readonly TargetChoice[],
  index: number,
  target: Target,
): TargetChoice[] {
  return choices.map((choice) => {
    if (choice.index === index) return { ...choice, target }
    return idOf(target) !== null && idOf(choice.target) === idOf(target)
      ? { ...choice, target: 'none' }
      : choice
  })
}

/** Columns of the table that the file can fill and does not: they stay, and are empty in new rows. */
export function listMissing(
  columns: readonly UploadedColumn[],
  choices: readonly TargetChoice[],
): UploadedColumn[] {
  const filled = new Set(choices.map(({ target }) => idOf(target)))
  return columns.filter((column) => column.fillable && !filled.has(column.id))
}

/** Columns by which rows can be told: those that the file brings. */
export function listKeys(
  columns: readonly UploadedColumn[],
  choices: readonly TargetChoice[],
): UploadedColumn[] {
  const brought = new Set(choices.map(({ target }) => idOf(target)))
  return columns.filter((column) => canTake(column) && brought.has(column.id))
}

/** The table's own key when the file brings all of it; else nothing, and the person has to say. */
export function suggestKey(columns: readonly UploadedColumn[], choices: readonly TargetChoice[]): string[] {
  const key = columns.filter((column) => column.isKey)
  const brought = listKeys(columns, choices)
  return key.length > 0 && key.every((column) => brought.includes(column)) ? key.map(({ id }) => id) : []
}

/** How many columns of the file are loaded; one that the database numbers only tells rows apart. */
export function countLoaded(
  columns: readonly UploadedColumn[],
  choices: readonly TargetChoice[],
  key: readonly string[],
): number {
  return choices.filter(({ target }) => {
    const id = idOf(target)
    if (id === null) return target === 'new'
    return !key.includes(id) && columns.some((column) => column.id === id && column.fillable)
  }).length
}

/** The choices as the server takes them. */
export function toColumns(choices: readonly TargetChoice[]) {
  return choices.map(({ index, label, type, target }) => ({
    index,
    columnId: idOf(target),
    label,
    type,
    include: target !== 'none',
  }))
}

/** The column of the table that is meant; null for a new one or none. */
export function idOf(target: Target): string | null {
  return typeof target === 'string' ? null : target.columnId
}

/** Whether a column of a file may go here at all. */
export function canTake(column: UploadedColumn): boolean {
  return column.fillable || column.generated
}
