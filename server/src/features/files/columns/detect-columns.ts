import type { FileWarning } from './find-header.ts'
import type { DateOrder, NumberStyle } from './parse-values.ts'
import type { CellExample, ColumnKind, ColumnProfile } from './profile-column.ts'

/** The types that an uploaded column can become, named as everywhere else; `integer` is 64 bits, `decimal` is numeric. */
export const uploadTypes = [
  'text',
  'integer',
  'decimal',
  'float',
  'boolean',
  'date',
  'time',
  'datetime',
  'timestamp',
  'uuid',
] as const

/** One of `uploadTypes`. */
export type UploadType = (typeof uploadTypes)[number]

/** A warning about one column, with the cells that show it. */
export interface ColumnWarning extends FileWarning {
  examples?: CellExample[]
}

/** What a column was found to hold; the person may correct type, name, number style and date order. */
export interface DetectedColumn {
  /** Position in the file, from 0. */
  index: number
  /** Name in the database. */
  name: string
  /** Name as the file has it. */
  label: string
  type: UploadType
  nullable: boolean
  /** 0 to 1: the share of cells that speak for the type, less when the evidence is weak. */
  confidence: number
  examples: string[]
  warnings: ColumnWarning[]
  numberStyle: NumberStyle
  dateOrder: DateOrder
}

/** What else speaks for a reading when a column alone does not decide. */
export interface DetectionHints {
  delimiter?: string
  /** The language of the person who uploads. */
  language?: string
  /** The order that the person chose; every column of dates follows it, even where its values speak for the other. */
  dateOrder?: DateOrder
}

const codeWords =
  /\b(cpf|cnpj|cep|rg|ie|nif|ssn|ean|gtin|sku|isbn|zip|zipcode|postal|postcode|phone|fone|telefone|celular|mobile|fax|whatsapp|iban|barcode|barras|chave|ncm|cfop)\b/
const flagWords =
  /\b(is|has|can|ativo|ativa|active|enabled|disabled|flag|bloqueado|bloqueada|blocked|deleted|excluido|pago|paid|confirmado|confirmed|verified|visible|visivel)\b/

/** Decides the type of every column. Columns whose own values are ambiguous follow the evidence of the others, then the hints. */
export function detectColumns(
  labels: string[],
  names: string[],
  profiles: ColumnProfile[],
  hints: DetectionHints = {},
): DetectedColumn[] {
  const conventions = findConventions(profiles, hints)
  return labels.map((label, index) => {
    const profile = profiles[index]!
    const decided = decide(profile, foldWords(label), conventions, hints.dateOrder)
    return {
      index,
      name: names[index]!,
      label,
      type: decided.type,
      nullable: profile.empty + profile.errors > 0 || (decided.type !== 'text' && profile.missingWords > 0),
      confidence: Math.round(decided.confidence * 100) / 100,
      examples: [...profile.examples],
      warnings: [...decided.warnings, ...commonWarnings(profile, decided.type)],
      numberStyle: decided.numberStyle ?? conventions.numberStyle,
      dateOrder: hints.dateOrder ?? decided.dateOrder ?? conventions.dateOrder,
    }
  })
}

interface Decision {
  type: UploadType
  confidence: number
  warnings: ColumnWarning[]
  numberStyle?: NumberStyle
  dateOrder?: DateOrder
}

interface Conventions {
  numberStyle: NumberStyle
  dateOrder: DateOrder
}

function findConventions(profiles: ColumnProfile[], hints: DetectionHints): Conventions {
  let point = 0
  let comma = 0
  let dmy = 0
  let mdy = 0
  for (const profile of profiles) {
    const all = profile.present
    const written = profile.present - profile.writtenAsNumber
    if (all === 0 || written === 0) continue
    if (profile.fits.pointNumber === all && profile.fits.commaNumber < all) point++
    if (profile.fits.commaNumber === all && profile.fits.pointNumber < all) comma++
    if (profile.fits.dmy === all && profile.fits.mdy < all) dmy++
    if (profile.fits.mdy === all && profile.fits.dmy < all) mdy++
  }
  const european = hints.delimiter === ';' || /^(pt|es|fr|de|it)/i.test(hints.language ?? '')
  const numberStyle = comma !== point ? (comma > point ? 'comma' : 'point') : european ? 'comma' : 'point'
  const american = /^en-US/i.test(hints.language ?? '') && numberStyle === 'point'
  const dateOrder = dmy !== mdy ? (dmy > mdy ? 'dmy' : 'mdy') : american ? 'mdy' : 'dmy'
  return { numberStyle, dateOrder }
}

function decide(
  profile: ColumnProfile,
  words: string,
  conventions: Conventions,
  chosen?: DateOrder,
): Decision {
  const all = profile.present
  const holds = (kind: ColumnKind) => profile.fits[kind] === all
  if (all === 0)
    return { type: 'text', confidence: 0, warnings: [warn('empty_column', 'The column is empty.')] }
  if (holds('boolean')) return { type: 'boolean', confidence: 1, warnings: [] }
  if (holds('zeroOne') && flagWords.test(words)) return { type: 'boolean', confidence: 0.9, warnings: [] }
  if (holds('pointNumber') || holds('commaNumber')) return decideNumber(profile, words, conventions)
  if (holds('uuid')) return { type: 'uuid', confidence: 1, warnings: [] }
  if (holds('time')) return { type: 'time', confidence: 1, warnings: [] }
  if (holds('dmy') || holds('mdy')) return decideMoment(profile, conventions, chosen)
  return decideMixed(profile)
}

function decideNumber(profile: ColumnProfile, words: string, conventions: Conventions): Decision {
  const asText = keepAsText(profile, words)
  if (asText) return asText
  const point = profile.fits.pointNumber === profile.present
  const comma = profile.fits.commaNumber === profile.present
  const numberStyle = point && comma ? conventions.numberStyle : point ? 'point' : 'comma'
  const warnings: ColumnWarning[] = []
  const ambiguous = point && comma && profile.ambiguousNumbers > 0
  if (ambiguous) {
    const reading =
      numberStyle === 'point' ? '1,234 is one thousand two hundred' : '1.234 is one thousand two hundred'
    warnings.push(
      warn(
        'ambiguous_numbers',
        `The separators can be read in two ways; ${reading} and thirty-four here. Change the number style if that is wrong.`,
        { numberStyle },
      ),
    )
  }
  if (profile.percents > 0)
    warnings.push(warn('percent_as_fraction', 'Percentages are stored as fractions: 25% becomes 0.25.'))
  const confidence = ambiguous ? 0.6 : 1
  if (profile.exponents > 0) return { type: 'float', confidence, warnings, numberStyle }
  const whole =
    profile.fractions[numberStyle] === 0 &&
    profile.currencies === 0 &&
    profile.percents === 0 &&
    profile.longDigits === 0
  return { type: whole ? 'integer' : 'decimal', confidence, warnings, numberStyle }
}

/** Digits that are a code and not a quantity: leading zeros would be lost, or they are too long for any number type. */
function keepAsText(profile: ColumnProfile, words: string): Decision | null {
  if (profile.fits.integer !== profile.present) return null
  if (profile.leadingZeros > 0) {
    return {
      type: 'text',
      confidence: 1,
      warnings: [
        warn('leading_zeros', 'Some values begin with zero, so the column stays text and keeps them.'),
      ],
    }
  }
  if (profile.longDigits > 0) {
    return {
      type: 'text',
      confidence: 0.9,
      warnings: [
        warn(
          'long_digits',
          'The digits are too long for a whole number of 64 bits, so the column stays text.',
        ),
      ],
    }
  }
  if (!codeWords.test(words)) return null
  const lost = profile.writtenAsNumber > 0
  const message = lost
    ? 'The name says that this is a code, so it becomes text; the workbook stored it as a number, so zeros at its beginning may already be lost.'
    : 'The name says that this is a code, so it stays text.'
  return {
    type: 'text',
    confidence: 0.9,
    warnings: [warn(lost ? 'code_stored_as_number' : 'code_stays_text', message)],
  }
}

function decideMoment(profile: ColumnProfile, conventions: Conventions, chosen?: DateOrder): Decision {
  const dmy = profile.fits.dmy === profile.present
  const mdy = profile.fits.mdy === profile.present
  const dateOrder = chosen ?? (dmy && mdy ? conventions.dateOrder : dmy ? 'dmy' : 'mdy')
  const ambiguous = !chosen && dmy && mdy && profile.exchangeableDates > 0
  const warnings: ColumnWarning[] = []
  if (ambiguous) {
    const reading = dateOrder === 'dmy' ? '03/05 is 3 May' : '03/05 is March 5'
    warnings.push(
      warn(
        'ambiguous_dates',
        `No value tells day from month; ${reading} here. Change the date order if that is wrong.`,
        { dateOrder },
      ),
    )
  }
  if (profile.fits[dateOrder] < profile.present) warnings.push(warnMisfits(profile, dateOrder))
  if (profile.withZone > 0 && profile.withZone < profile.present) {
    return {
      type: 'text',
      confidence: 0.5,
      warnings: [
        warn('mixed_zones', 'Some times have a time zone and others have none, so the column stays text.'),
      ],
    }
  }
  const type = profile.withZone > 0 ? 'timestamp' : profile.withTime > 0 ? 'datetime' : 'date'
  return { type, confidence: ambiguous ? 0.6 : 1, warnings, dateOrder }
}

/** The column stays one of dates, so that the rows which do not fit the chosen order are listed and not read wrongly. */
function warnMisfits(profile: ColumnProfile, dateOrder: DateOrder): ColumnWarning {
  const examples = profile.misfits[dateOrder]
  const shown = examples.map(({ row, value }) => `"${value}" in row ${row}`).join(', ')
  const order = dateOrder === 'dmy' ? 'the day first' : 'the month first'
  const message = `Some values are no dates with ${order}: ${shown}. Change the date order, or these rows are listed as not loaded.`
  return { ...warn('dates_in_other_order', message, { dateOrder }), examples }
}

const mixedKinds: [ColumnKind, string][] = [
  ['integer', 'whole numbers'],
  ['pointNumber', 'numbers'],
  ['commaNumber', 'numbers'],
  ['dmy', 'dates'],
  ['mdy', 'dates'],
  ['boolean', 'yes or no'],
  ['time', 'times'],
  ['uuid', 'UUIDs'],
]

function decideMixed(profile: ColumnProfile): Decision {
  let best: { kind: ColumnKind; words: string; share: number } | undefined
  for (const [kind, words] of mixedKinds) {
    const share = profile.fits[kind] / profile.present
    if (share >= 0.5 && share > (best?.share ?? 0)) best = { kind, words, share }
  }
  if (!best) return { type: 'text', confidence: 1, warnings: [] }
  const examples = profile.misfits[best.kind]
  const shown = examples.map(({ row, value }) => `"${value}" in row ${row}`).join(', ')
  const percent = Math.min(99, Math.floor(best.share * 100))
  const message = `${percent}% of the values are ${best.words}, but others are not: ${shown}. The column stays text; choose another type to load it so and list the rows that do not fit.`
  return {
    type: 'text',
    confidence: Math.max(0.5, 1 - best.share),
    warnings: [{ ...warn('mixed_types', message, { kind: best.kind, percent }), examples }],
  }
}

function commonWarnings(profile: ColumnProfile, type: UploadType): ColumnWarning[] {
  const warnings: ColumnWarning[] = []
  if (profile.errors > 0) {
    const message = `Formulas ended in an error, such as ${profile.errorExamples[0]!.value} in row ${profile.errorExamples[0]!.row}; these cells are read as empty.`
    warnings.push({ ...warn('error_cells', message), examples: profile.errorExamples })
  }
  if (profile.missingWords > 0 && type !== 'text') {
    const message = `Cells such as "${profile.missingExamples[0]!.value}" in row ${profile.missingExamples[0]!.row} are read as empty.`
    warnings.push({ ...warn('missing_words', message), examples: profile.missingExamples })
  }
  return warnings
}

function foldWords(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
}

function warn(code: string, message: string, params?: Record<string, unknown>): ColumnWarning {
  return params ? { code, message, params } : { code, message }
}
