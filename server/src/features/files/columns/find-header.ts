import { invalidField } from '@flexoffice/base'
import type { CellValue, MergedRange, TabularRow } from '../tabular.ts'
import { parseMoment, parseNumber } from './parse-values.ts'

/** Something about the file that its owner should know; never a reason to refuse. `params` are for translations. */
export interface FileWarning {
  code: string
  message: string
  params?: Record<string, unknown>
}

/** Where the names of the columns are and what they say. */
export interface SheetHeader {
  /** The last row of names, from 1; null when the sheet has none. */
  headerRow: number | null
  /** The first row that holds data. */
  firstDataRow: number
  labels: string[]
  warnings: FileWarning[]
}

const rowsLookedAt = 20

/**
 * Finds the row of names: the first of the leading rows that is mostly text and about as wide as the data. Titles above it are
 * left out; merged names are spread over their columns and joined with the names below them. Empty and repeated names are completed.
 */
export function findHeader(
  rows: TabularRow[],
  merges: MergedRange[] = [],
  chosen?: number | 'none',
): SheetHeader {
  const leading = rows.slice(0, rowsLookedAt)
  const width = leading.reduce((widest, row) => Math.max(widest, row.cells.length), 0)
  const at = chosen === undefined ? guessHeader(leading) : rows.findIndex((row) => row.number === chosen)
  if (typeof chosen === 'number' && at < 0) throw refuseHeaderRow(chosen)
  const row = at < 0 ? undefined : rows[at]
  if (!row)
    return {
      headerRow: null,
      firstDataRow: leading[0]?.number ?? 1,
      labels: completeLabels([], width).labels,
      warnings: [headerMissing()],
    }
  const merged = mergedHeader(row, rows[at + 1], merges, width)
  const { labels, warnings } = completeLabels(merged?.labels ?? row.cells.map(labelOf), width)
  const headerRow = merged?.lastRow ?? row.number
  const title = at > 0 ? [titleSkipped(leading[0]!.number, row.number - 1)] : []
  return {
    headerRow,
    firstDataRow: headerRow + 1,
    labels,
    warnings: [...title, ...(merged ? [merged.warning] : []), ...warnings],
  }
}

/** Whether merged cells lie in the data, where only the first of them holds the value. */
export function findMergedData(merges: MergedRange[], firstDataRow: number): FileWarning[] {
  const count = merges.filter((range) => range.bottom >= firstDataRow - 1).length
  if (count === 0) return []
  return [
    {
      code: 'merged_data',
      message: `${count} merged ranges lie in the data; only the first cell of each has the value, the others are empty. Unmerge and fill them if each row needs it.`,
      params: { count },
    },
  ]
}

function guessHeader(rows: TabularRow[]): number {
  const counts = rows.map((row) => row.cells.filter((cell) => cell !== null).length).sort((a, b) => a - b)
  const usual = counts[Math.floor(counts.length / 2)] ?? 0
  return rows.findIndex((row) => {
    const present = row.cells.filter((cell) => cell !== null)
    const names = present.filter(isName).length + countYears(present)
    return present.length >= Math.max(1, usual / 2) && names >= present.length * 0.6 && isName(present[0]!)
  })
}

/** Years as names, as in a table with one column for each: at least two, all different. */
function countYears(cells: CellValue[]): number {
  const years = cells.filter((cell) => typeof cell !== 'object' && /^(19|20)\d\d$/.test(String(cell)))
  return years.length >= 2 && new Set(years).size === years.length ? years.length : 0
}

function isName(cell: CellValue): boolean {
  if (typeof cell !== 'string' || cell.length > 300) return false
  return (
    parseNumber(cell, 'point') === null &&
    parseNumber(cell, 'comma') === null &&
    parseMoment(cell, 'dmy') === null
  )
}

function mergedHeader(row: TabularRow, next: TabularRow | undefined, merges: MergedRange[], width: number) {
  const index = row.number - 1
  const across = merges.filter(
    (range) => range.top <= index && range.bottom >= index && range.right > range.left,
  )
  const down = merges.filter((range) => range.top === index && range.bottom > index)
  if (across.length === 0 && down.length === 0) return null
  const upper = Array.from({ length: width }, (_, column) => {
    const range = across.find((candidate) => column >= candidate.left && column <= candidate.right)
    return labelOf(row.cells[range ? range.left : column])
  })
  const second = next && next.number === row.number + 1 && isSecondLine(next, across, down) ? next : null
  const labels = upper.map((label, column) => {
    const lower = second ? labelOf(second.cells[column]) : ''
    return label !== '' && lower !== '' && label !== lower ? `${label} – ${lower}` : label || lower
  })
  const lastRow = Math.max(second?.number ?? row.number, ...down.map((range) => range.bottom + 1))
  const message =
    'The header has merged cells; each column was given the merged name, joined with the name below it. Check the names.'
  return { labels, lastRow, warning: { code: 'merged_header', message, params: { row: row.number } } }
}

/** A second row of names stands below merged ones and holds only names. */
function isSecondLine(next: TabularRow, across: MergedRange[], down: MergedRange[]): boolean {
  const present = next.cells.filter((cell) => cell !== null)
  if (present.length === 0 || !present.every(isName)) return false
  return (
    down.length > 0 ||
    across.some(
      (range) =>
        range.bottom === next.number - 2 &&
        next.cells.slice(range.left, range.right + 1).some((cell) => cell !== null),
    )
  )
}

function labelOf(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'object' ? cell.text : String(cell)
  return text.replace(/\s+/g, ' ').trim().slice(0, 200)
}

function completeLabels(found: string[], width: number) {
  const warnings: FileWarning[] = []
  const used = new Set<string>()
  const repeated: string[] = []
  const unnamed: number[] = []
  const labels = Array.from({ length: width }, (_, column) => {
    const own = found[column] ?? ''
    if (own === '') unnamed.push(column + 1)
    const base = own === '' ? `Column ${column + 1}` : own
    let label = base
    for (let number = 2; used.has(label.toLowerCase()); number++) label = `${base} ${number}`
    if (label !== base) repeated.push(base)
    used.add(label.toLowerCase())
    return label
  })
  if (found.length > 0 && unnamed.length > 0) {
    warnings.push({
      code: 'unnamed_columns',
      message: `Columns without a name were numbered: ${unnamed.slice(0, 10).join(', ')}${unnamed.length > 10 ? ' and more' : ''}.`,
      params: { columns: unnamed },
    })
  }
  if (repeated.length > 0) {
    const names = [...new Set(repeated)]
    warnings.push({
      code: 'repeated_names',
      message: `Several columns share a name (${names.slice(0, 5).join(', ')}); a number was added.`,
      params: { names },
    })
  }
  return { labels, warnings }
}

function headerMissing(): FileWarning {
  return {
    code: 'header_missing',
    message:
      'No row of column names was found, so the columns are numbered. Choose the row of names if there is one.',
  }
}

function titleSkipped(from: number, to: number): FileWarning {
  return {
    code: 'title_skipped',
    message: `Rows ${from} to ${to} stand above the column names and are left out.`,
    params: { from, to },
  }
}

function refuseHeaderRow(chosen: number) {
  const message = `Row ${chosen} cannot hold the column names: it is empty, or too far below the first rows. Choose one of the rows shown.`
  return invalidField('/headerRow', message, 'header_row_not_found')
}
