import type { CellValue } from '../tabular.ts'
import { describeCell } from '../tabular.ts'
import {
  isMissingWord,
  isUuid,
  parseBooleanWord,
  parseMoment,
  parseNumber,
  parseTime,
} from './parse-values.ts'

/** A value with the row it was found in. */
export interface CellExample {
  row: number
  value: string
}

/** Kinds of value that a column may turn out to hold. */
export const columnKinds = [
  'integer',
  'pointNumber',
  'commaNumber',
  'boolean',
  'zeroOne',
  'dmy',
  'mdy',
  'time',
  'uuid',
] as const

/** One of `columnKinds`. */
export type ColumnKind = (typeof columnKinds)[number]

/** What has been seen of one column; grows cell by cell and stays small. */
export interface ColumnProfile {
  /** Cells that were looked at and hold a value. */
  present: number
  empty: number
  missingWords: number
  errors: number
  fits: Record<ColumnKind, number>
  misfits: Record<ColumnKind, CellExample[]>
  examples: string[]
  errorExamples: CellExample[]
  missingExamples: CellExample[]
  leadingZeros: number
  longDigits: number
  writtenAsNumber: number
  exponents: number
  percents: number
  currencies: number
  fractions: { point: number; comma: number }
  /** Numbers with a separator that both styles can read. */
  ambiguousNumbers: number
  /** Dates whose day and month can be exchanged. */
  exchangeableDates: number
  withTime: number
  withZone: number
  longest: number
}

const maxExamples = 5
const maxMisfits = 3

/** A profile of a column of which nothing has been seen. */
export function createColumnProfile(): ColumnProfile {
  const zeros = Object.fromEntries(columnKinds.map((kind) => [kind, 0])) as Record<ColumnKind, number>
  const lists = Object.fromEntries(
    columnKinds.map((kind) => [kind, [] as CellExample[]]),
  ) as unknown as Record<ColumnKind, CellExample[]>
  return {
    present: 0,
    empty: 0,
    missingWords: 0,
    errors: 0,
    fits: zeros,
    misfits: lists,
    examples: [],
    errorExamples: [],
    missingExamples: [],
    leadingZeros: 0,
    longDigits: 0,
    writtenAsNumber: 0,
    exponents: 0,
    percents: 0,
    currencies: 0,
    fractions: { point: 0, comma: 0 },
    ambiguousNumbers: 0,
    exchangeableDates: 0,
    withTime: 0,
    withZone: 0,
    longest: 0,
  }
}

/** Adds one cell to what is known of its column. */
export function addToProfile(profile: ColumnProfile, cell: CellValue, row: number): void {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) {
    profile.empty++
    return
  }
  if (typeof cell === 'object' && cell.kind === 'error') {
    profile.errors++
    keep(profile.errorExamples, cell, row)
    return
  }
  if (typeof cell === 'string' && isMissingWord(cell)) {
    profile.missingWords++
    keep(profile.missingExamples, cell, row)
    return
  }
  profile.present++
  if (profile.examples.length < maxExamples) {
    const text = describeCell(cell)
    if (!profile.examples.includes(text)) profile.examples.push(text)
  }
  const fits = typeof cell === 'string' ? fitText(profile, cell) : fitTyped(profile, cell)
  for (const kind of columnKinds) {
    if (fits.has(kind)) profile.fits[kind]++
    else if (profile.misfits[kind].length < maxMisfits) keep(profile.misfits[kind], cell, row)
  }
}

function keep(list: CellExample[], cell: CellValue, row: number): void {
  if (list.length < maxMisfits) list.push({ row, value: describeCell(cell) })
}

const nothing: ReadonlySet<ColumnKind> = new Set()
const booleanFit: ReadonlySet<ColumnKind> = new Set(['boolean'])
const dateFit: ReadonlySet<ColumnKind> = new Set(['dmy', 'mdy'])
const timeFit: ReadonlySet<ColumnKind> = new Set(['time'])
const uuidFit: ReadonlySet<ColumnKind> = new Set(['uuid'])
const integerFit: ReadonlySet<ColumnKind> = new Set(['integer', 'pointNumber', 'commaNumber'])
const zeroOneFit: ReadonlySet<ColumnKind> = new Set(['integer', 'pointNumber', 'commaNumber', 'zeroOne'])
const numberFit: ReadonlySet<ColumnKind> = new Set(['pointNumber', 'commaNumber'])

function fitTyped(profile: ColumnProfile, cell: Exclude<CellValue, null | string>): ReadonlySet<ColumnKind> {
  if (typeof cell === 'boolean') return booleanFit
  if (typeof cell === 'number') {
    profile.writtenAsNumber++
    if (Number.isInteger(cell)) {
      if (Math.abs(cell) >= 1e18) profile.longDigits++
      return cell === 0 || cell === 1 ? zeroOneFit : integerFit
    }
    profile.fractions.point++
    profile.fractions.comma++
    return numberFit
  }
  if (cell.kind === 'time') return timeFit
  if (cell.kind === 'datetime') profile.withTime++
  return cell.kind === 'error' ? nothing : dateFit
}

function fitText(profile: ColumnProfile, source: string): ReadonlySet<ColumnKind> {
  if (source.length > profile.longest) profile.longest = source.length
  if (source.length > 60) return nothing
  const text = source.trim()
  if (/^[+-]?\d+$/.test(text)) return fitDigits(profile, text)
  if (parseBooleanWord(text) !== null) return booleanFit
  if (isUuid(text)) return uuidFit
  if (parseTime(text) !== null) return timeFit
  const moment = fitMoment(profile, text)
  return moment.size > 0 ? moment : fitNumber(profile, text)
}

function fitDigits(profile: ColumnProfile, text: string): ReadonlySet<ColumnKind> {
  if (/^[+-]?0\d/.test(text)) profile.leadingZeros++
  if (text.replace(/^[+-]/, '').length > 18) profile.longDigits++
  return text === '0' || text === '1' ? zeroOneFit : integerFit
}

function fitMoment(profile: ColumnProfile, text: string): ReadonlySet<ColumnKind> {
  const dmy = parseMoment(text, 'dmy')
  const mdy = parseMoment(text, 'mdy')
  const moment = dmy ?? mdy
  if (!moment) return nothing
  if (dmy?.exchangeable && mdy) profile.exchangeableDates++
  if (moment.time) profile.withTime++
  if (moment.zone) profile.withZone++
  return new Set([...(dmy ? (['dmy'] as const) : []), ...(mdy ? (['mdy'] as const) : [])])
}

function fitNumber(profile: ColumnProfile, text: string): ReadonlySet<ColumnKind> {
  if (text.replace(/\D/g, '').length > 18) profile.longDigits++
  const point = parseNumber(text, 'point')
  const comma = parseNumber(text, 'comma')
  const number = point ?? comma
  if (!number) return nothing
  if (point?.exponent) profile.exponents++
  if (number.percent) profile.percents++
  if (number.currency) profile.currencies++
  if (point?.fraction) profile.fractions.point++
  if (comma?.fraction) profile.fractions.comma++
  if (point && comma && point.text !== comma.text) profile.ambiguousNumbers++
  // `.5` and `1e+5` mean the same everywhere, but only the point style reads an exponent.
  return new Set([
    ...(point ? (['pointNumber'] as const) : []),
    ...(comma || point?.exponent ? (['commaNumber'] as const) : []),
  ])
}
