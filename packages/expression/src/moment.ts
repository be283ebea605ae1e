export type MomentKind = 'date' | 'time' | 'datetime' | 'timestamp'

/** The microseconds of a day. */
export const microsecondsPerDay = 86_400_000_000n

/** Stands for PostgreSQL's `infinity`; `-infinityMicroseconds` for `-infinity`. */
export const infinityMicroseconds = 2n ** 80n

/**
 * A point in time of one kind, in whole microseconds: since 1970-01-01 (date, datetime: of the calendar, no zone;
 * timestamp: UTC) or since midnight (time). Proleptic Gregorian calendar, as PostgreSQL has it. Immutable.
 */
export class Moment {
  readonly kind: MomentKind
  readonly microseconds: bigint

  constructor(kind: MomentKind, microseconds: bigint) {
    this.kind = kind
    this.microseconds = microseconds
  }

  toString(): string {
    return printMoment(this)
  }

  toJSON(): string {
    return printMomentAsIso(this)
  }
}

const datePart = '(\\d{4,7})-(\\d\\d)-(\\d\\d)'
const timePart = '(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.](\\d{1,6}))?)?'
const zonePart = '(Z|z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)'
const patterns: Record<MomentKind, RegExp> = {
  date: new RegExp(`^${datePart}( BC)?$`),
  time: new RegExp(`^${timePart}$`),
  datetime: new RegExp(`^${datePart}[ T]${timePart}( BC)?$`),
  timestamp: new RegExp(`^${datePart}[ T]${timePart} ?${zonePart}( BC)?$`),
}

/** Reads PostgreSQL's ISO text and ISO 8601; null when the text is not a real moment of that kind. */
export function parseMoment(kind: MomentKind, text: string): Moment | null {
  if (kind !== 'time' && text === 'infinity') return new Moment(kind, infinityMicroseconds)
  if (kind !== 'time' && text === '-infinity') return new Moment(kind, -infinityMicroseconds)
  const match = patterns[kind].exec(text)
  if (!match) return null
  const parts = match.slice(1)
  if (kind === 'time') return momentOf(kind, 0, readTime(parts))
  const days = readDay(parts[0]!, parts[1]!, parts[2]!, parts.at(-1) !== undefined)
  if (kind === 'date') return momentOf(kind, days, 0n)
  const shift = kind === 'timestamp' ? readZone(parts[7]!) : 0n
  const time = readTime(parts.slice(3, 7))
  return momentOf(kind, days, time === null || shift === null ? null : time - shift)
}

/** PostgreSQL's text under ISO datestyle and time zone UTC, e.g. `2026-01-31 10:00:00.5+00`. */
export function printMoment(moment: Moment): string {
  if (moment.microseconds === infinityMicroseconds) return 'infinity'
  if (moment.microseconds === -infinityMicroseconds) return '-infinity'
  return print(moment, ' ', '+00')
}

/** ISO 8601, e.g. `2026-01-31T10:00:00.5Z`, as the data API and JavaScript expect it. */
export function printMomentAsIso(moment: Moment): string {
  const infinite =
    moment.microseconds === infinityMicroseconds || moment.microseconds === -infinityMicroseconds
  return infinite ? printMoment(moment) : print(moment, 'T', 'Z')
}

export interface CalendarParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  microsecond: number
}

/** The calendar fields of microseconds since 1970-01-01; year 0 is 1 BC. */
export function splitMicroseconds(microseconds: bigint): CalendarParts {
  const days = floorDivide(microseconds, microsecondsPerDay)
  const rest = Number(microseconds - days * microsecondsPerDay)
  const [year, month, day] = civilFromDays(Number(days))
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3_600_000_000),
    minute: Math.floor(rest / 60_000_000) % 60,
    second: Math.floor(rest / 1_000_000) % 60,
    microsecond: rest % 1_000_000,
  }
}

/** The days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** How many days the month has. */
export function countDaysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Division that rounds towards minus infinity, which days before 1970 need. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}

function momentOf(kind: MomentKind, days: number | null, time: bigint | null): Moment | null {
  if (days === null || time === null) return null
  return new Moment(kind, BigInt(days) * microsecondsPerDay + time)
}

function readDay(yearText: string, monthText: string, dayText: string, beforeChrist: boolean): number | null {
  const written = Number(yearText)
  const year = beforeChrist ? 1 - written : written
  const month = Number(monthText)
  const day = Number(dayText)
  if (written < 1 || month < 1 || month > 12 || day < 1 || day > countDaysOfMonth(year, month)) return null
  return daysFromCivil(year, month, day)
}

function readTime(parts: (string | undefined)[]): bigint | null {
  const [hour, minute, second] = [Number(parts[0]), Number(parts[1]), Number(parts[2] ?? 0)]
  const microsecond = Number((parts[3] ?? '').padEnd(6, '0'))
  const total = BigInt(((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond)
  return minute > 59 || second > 59 || total > microsecondsPerDay ? null : total
}

function readZone(zone: string): bigint | null {
  if (zone === 'Z' || zone === 'z') return 0n
  const digits = zone.slice(1).replaceAll(':', '').padEnd(6, '0')
  const [hours, minutes, seconds] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number)
  if (hours! > 15 || minutes! > 59 || seconds! > 59) return null
  const total = BigInt((hours! * 60 + minutes!) * 60 + seconds!) * 1_000_000n
  return zone.startsWith('-') ? -total : total
}

function print(moment: Moment, separator: string, zone: string): string {
  const parts = splitMicroseconds(moment.microseconds)
  if (moment.kind === 'time') {
    return moment.microseconds === microsecondsPerDay ? '24:00:00' : printTime(parts)
  }
  const bc = parts.year <= 0
  const year = String(bc ? 1 - parts.year : parts.year).padStart(4, '0')
  const date = `${year}-${pad(parts.month)}-${pad(parts.day)}`
  const era = bc ? ' BC' : ''
  if (moment.kind === 'date') return date + era
  return `${date}${separator}${printTime(parts)}${moment.kind === 'timestamp' ? zone : ''}${era}`
}

function printTime(parts: CalendarParts): string {
  const whole = `${pad(parts.hour)}:${pad(parts.minute)}:${pad(parts.second)}`
  if (parts.microsecond === 0) return whole
  return `${whole}.${String(parts.microsecond).padStart(6, '0').replace(/0+$/, '')}`
}

function civilFromDays(days: number): [number, number, number] {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthShifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthShifted + 2) / 5) + 1
  const month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
