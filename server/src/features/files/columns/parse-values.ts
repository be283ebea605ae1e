/** Which sign separates the decimals: `1,234.56` is point, `1.234,56` is comma. */
export type NumberStyle = 'point' | 'comma'

/** Whether `03/05/2026` is 3 May (dmy) or March 5 (mdy); ISO dates are read under both. */
export type DateOrder = 'dmy' | 'mdy'

/** A number in PostgreSQL's notation, and how it was written. */
export interface ParsedNumber {
  text: string
  fraction: boolean
  exponent: boolean
  percent: boolean
  currency: boolean
  /** It held a separator, so the other style would read it differently or not at all. */
  separated: boolean
}

/** A date, or a date with a time, in PostgreSQL's notation. */
export interface ParsedMoment {
  text: string
  time: boolean
  zone: boolean
  /** Day and month could be exchanged and give another date. */
  exchangeable: boolean
}

const currencySign = /^(?:R\$|US\$|A\$|\$|€|£|¥|BRL|USD|EUR|GBP)\s*|\s*(?:€|£|BRL|USD|EUR|GBP)$/i
const pointNumber = /^(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?$/
const commaNumber = /^(?:\d+|\d{1,3}(?:[. \u00a0\u202f]\d{3})+)?(?:,\d+)?$/
const exponentNumber = /^\d+(?:\.\d+)?e[+-]\d{1,3}$|^\d+\.\d+e\d{1,3}$/i

/** Reads a number with its currency or percent sign, or null. `25%` is 0.25, `(1.234,56)` and `1.234,56-` are negative. */
export function parseNumber(source: string, style: NumberStyle): ParsedNumber | null {
  let text = source.trim()
  if (text.length === 0 || text.length > 60) return null
  if (/^[1-9]\d{0,17}$/.test(text))
    return { text, fraction: false, exponent: false, percent: false, currency: false, separated: false }
  let negative = false
  const parenthesised = /^\((.*[.,]\d\d|\D.*\d)\)$/.exec(text)
  if (parenthesised) {
    negative = true
    text = parenthesised[1]!
  }
  const sign = /^[+\-\u2212]\s*/.exec(text) ?? /(?<=\d)-$/.exec(text)
  if (sign) {
    if (negative) return null
    negative = !sign[0].startsWith('+')
    text = sign.index === 0 ? text.slice(sign[0].length) : text.slice(0, -1)
  }
  const percent = /\d\s*%$/.test(text)
  if (percent) text = text.replace(/\s*%$/, '')
  const unsigned = text.replace(currencySign, '')
  const currency = unsigned !== text
  const inner = currency && !negative && /^[-\u2212]\d/.test(unsigned)
  const core = inner ? unsigned.slice(1) : unsigned
  const plain = plainNumber(core, style)
  if (plain === null || (percent && currency)) return null
  const value = percent ? shiftTwoPlaces(plain) : plain
  return {
    text: (negative || inner) && !/^[0.]*$/.test(value) ? `-${value}` : value,
    fraction: value.includes('.') || /e/i.test(value),
    exponent: /e/i.test(plain),
    percent,
    currency,
    separated: /[.,]/.test(core),
  }
}

function plainNumber(core: string, style: NumberStyle): string | null {
  if (!/\d/.test(core)) return null
  if (style === 'point' && exponentNumber.test(core)) return core.toLowerCase()
  if (!(style === 'point' ? pointNumber : commaNumber).test(core)) return null
  const plain =
    style === 'point' ? core.replaceAll(',', '') : core.replace(/[. \u00a0\u202f]/g, '').replace(',', '.')
  return plain.startsWith('.') ? `0${plain}` : plain
}

function shiftTwoPlaces(plain: string): string {
  if (/e/i.test(plain)) return String(Number(plain) / 100)
  const [whole = '0', decimals = ''] = plain.split('.')
  const digits = whole.padStart(3, '0')
  const moved = `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`
  return moved.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '') || '0'
}

const clock = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?'
const clockAfterDate = `(?:(?:[T ]|,\\s*)\\s*${clock}\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?`
const isoMoment = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${clockAfterDate}$`, 'i')
const localMoment = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${clockAfterDate}$`, 'i')
const namedMoment = new RegExp(
  `^(\\d{1,2})(?:[ \\-/]| de )([a-zç]{3,9})\\.?(?:[ \\-/]| de )(\\d{4}|\\d{2})${clockAfterDate}$`,
  'i',
)
const timeOnly = new RegExp(`^${clock}$`, 'i')
const months = 'jan|feb,fev|mar|apr,abr|may,mai|jun|jul|aug,ago|sep,set|oct,out|nov|dec,dez'
  .split('|')
  .map((names) => names.split(','))

/** Reads a date or a date with a time, or null: ISO, the order given, or a month's name in English or Portuguese. */
export function parseMoment(source: string, order: DateOrder): ParsedMoment | null {
  const text = source.trim()
  if (text.length < 6 || text.length > 40) return null
  const first = text.charCodeAt(0)
  if (first < 48 || first > 57) return null
  const iso = isoMoment.exec(text)
  if (iso) return buildMoment(Number(iso[1]), Number(iso[3]), Number(iso[4]), iso.slice(5), false)
  const local = localMoment.exec(text)
  if (local) {
    if (local[2] === '.' && local[4]!.length === 2) return null
    const [a, b] = [Number(local[1]), Number(local[3])]
    const [day, month] = order === 'dmy' ? [a, b] : [b, a]
    return buildMoment(fullYear(local[4]!), month, day, local.slice(5), a <= 12 && b <= 12 && a !== b)
  }
  const named = namedMoment.exec(text)
  if (!named) return null
  const month = months.findIndex((names) => names.includes(named[2]!.slice(0, 3).toLowerCase())) + 1
  return buildMoment(fullYear(named[3]!), month, Number(named[1]), named.slice(4), false)
}

/** Reads a time of day in PostgreSQL's notation, or null. */
export function parseTime(source: string): string | null {
  const match = timeOnly.exec(source.trim())
  return match ? formatClock(match.slice(1)) : null
}

function buildMoment(
  year: number,
  month: number,
  day: number,
  rest: (string | undefined)[],
  exchangeable: boolean,
): ParsedMoment | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (rest[0] === undefined) return { text: date, time: false, zone: false, exchangeable }
  const time = formatClock(rest)
  if (time === null) return null
  const zone = formatZone(rest[5])
  return zone === null
    ? null
    : { text: `${date} ${time}${zone}`, time: true, zone: zone !== '', exchangeable }
}

function formatClock([hours, minutes, seconds = '00', fraction, half]: (string | undefined)[]):
  | string
  | null {
  let hour = Number(hours)
  if (half) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half[0]!.toLowerCase() === 'p' ? 12 : 0)
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return `${String(hour).padStart(2, '0')}:${minutes}:${seconds}${fraction ? `.${fraction.slice(0, 6)}` : ''}`
}

function formatZone(zone: string | undefined): string | null {
  if (!zone) return ''
  if (/^(z|utc)$/i.test(zone)) return '+00:00'
  const minutes = zone.length > 3 ? zone.slice(-2) : '00'
  if (Number(zone.slice(1, 3)) > 15 || Number(minutes) > 59) return null
  return `${zone.slice(0, 3)}:${minutes}`
}

/** Two digits as Excel reads them: 00 to 29 are this century. */
function fullYear(year: string): number {
  const value = Number(year)
  return year.length === 4 ? value : value < 30 ? 2000 + value : 1900 + value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const booleanWords = new Map<string, boolean>(
  Object.entries({
    true: true,
    false: false,
    verdadeiro: true,
    falso: false,
    sim: true,
    não: false,
    nao: false,
    yes: true,
    no: false,
  }),
)

/** Reads yes and no in English or Portuguese, or null; `0` and `1` are not words. */
export function parseBooleanWord(source: string): boolean | null {
  return source.length > 12 ? null : (booleanWords.get(source.trim().toLowerCase()) ?? null)
}

/** Whether a text is a UUID, with or without braces. */
export function isUuid(source: string): boolean {
  return /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(source.trim())
}

const missingWords = new Set([
  'null',
  '(null)',
  'none',
  'n/a',
  'na',
  'nan',
  'n/d',
  'nd',
  '-',
  '--',
  '—',
  '–',
  '\\n',
])

/** Whether a text says that there is no value; only columns that are no text treat it so. */
export function isMissingWord(source: string): boolean {
  return source.length <= 8 && missingWords.has(source.trim().toLowerCase())
}
