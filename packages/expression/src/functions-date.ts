import { addDays, EvaluationFailure } from './calculate.ts'
import { type Evaluation, readNow } from './evaluation.ts'
import type { FunctionDefinition } from './function-definition.ts'
import {
  type CalendarParts,
  countDaysOfMonth,
  daysFromCivil,
  floorDivide,
  infinityMicroseconds,
  Moment,
  type MomentKind,
  microsecondsPerDay,
  parseMoment,
  splitMicroseconds,
} from './moment.ts'
import type { ExpressionType } from './scope.ts'
import { type ExpressionValue, printValue } from './values.ts'

/** Functions of dates. Instants are taken apart in the time zone of the context. */
export const dateFunctions: FunctionDefinition[] = [
  {
    name: 'now',
    usage: 'now()',
    description: 'The present instant.',
    parameters: [],
    result: 'timestamp',
    run: (_, evaluation) => readNow(evaluation),
  },
  {
    name: 'today',
    usage: 'today()',
    description: 'The present date in the time zone of the reader.',
    parameters: [],
    result: 'date',
    run: (_, evaluation) => dateOf(readNow(evaluation), evaluation),
  },
  calendarField('year', 'The year.', (parts) => parts.year),
  calendarField('month', 'The month, 1 to 12.', (parts) => parts.month),
  calendarField('day', 'The day of the month.', (parts) => parts.day),
  calendarField('hour', 'The hour, 0 to 23.', (parts) => parts.hour),
  calendarField('minute', 'The minute, 0 to 59.', (parts) => parts.minute),
  {
    name: 'addDays',
    usage: 'date.addDays(days)',
    description: 'So many days later (negative: earlier).',
    parameters: ['day', 'integer'],
    result: sameType,
    run: ([moment, days]) => (isFiniteMoment(moment) ? addDays(moment, days as bigint) : (moment ?? null)),
  },
  {
    name: 'addMonths',
    usage: 'date.addMonths(months)',
    description: 'So many months later; 31 January plus one month is the last day of February.',
    parameters: ['day', 'integer'],
    result: sameType,
    run: ([moment, months]) =>
      isFiniteMoment(moment) ? addMonths(moment, months as bigint) : (moment ?? null),
  },
  {
    name: 'daysBetween',
    usage: 'daysBetween(from, to)',
    description: 'How many calendar days from the first date to the second.',
    parameters: ['day', 'day'],
    result: 'integer',
    run([from, to], evaluation) {
      if (!isFiniteMoment(from) || !isFiniteMoment(to)) return null
      return (
        (dateOf(to, evaluation).microseconds - dateOf(from, evaluation).microseconds) / microsecondsPerDay
      )
    },
  },
  {
    name: 'formatDate',
    usage: 'formatDate(date, pattern)',
    description:
      'The date as text. Patterns of yyyy, MM, MMM, MMMM, dd, EEE, HH, mm, ss; default: as usual in the language.',
    parameters: ['day', 'text'],
    required: 1,
    result: 'text',
    run: ([moment, pattern], evaluation) =>
      formatMoment(moment as Moment, pattern as string | undefined, evaluation),
  },
  {
    ...conversion('date'),
    run([value], evaluation) {
      if (value instanceof Moment)
        return value.kind === 'time' ? null : isFiniteMoment(value) ? dateOf(value, evaluation) : null
      return typeof value === 'string' ? parseMoment('date', value) : null
    },
  },
  conversion('time'),
  {
    ...conversion('datetime'),
    description:
      'The datetime that the text says (ISO 8601), or at which a date begins; null when it says none.',
    run: ([value], evaluation) =>
      value instanceof Moment
        ? convertDay(value, 'datetime', () => localMicroseconds(value, evaluation))
        : parseText('datetime', value),
  },
  {
    ...conversion('timestamp'),
    description:
      'The instant that the text says (ISO 8601), or at which a date begins in the time zone of the reader; null when it says none.',
    run: ([value], evaluation) =>
      value instanceof Moment
        ? convertDay(value, 'timestamp', () => instantOf(value, evaluation))
        : parseText('timestamp', value),
  },
]

const zoneFormats = new Map<string, Intl.DateTimeFormat>()

function conversion(kind: MomentKind): FunctionDefinition {
  return {
    name: kind,
    usage: `${kind}(text)`,
    description: `The ${kind} that the text says (ISO 8601); null when it says none.`,
    parameters: ['any'],
    result: kind,
    run([value]) {
      if (value instanceof Moment) return value.kind === kind ? value : null
      return typeof value === 'string' ? parseMoment(kind, value) : null
    },
  }
}

function parseText(kind: MomentKind, value: ExpressionValue | undefined): Moment | null {
  return typeof value === 'string' ? parseMoment(kind, value) : null
}

/** A time of day has no day; what never ends does so in every zone. */
function convertDay(value: Moment, kind: MomentKind, read: () => bigint): Moment | null {
  const { microseconds } = value
  if (value.kind === 'time') return null
  return new Moment(kind, isFiniteMoment(value) ? read() : microseconds)
}

function calendarField(
  name: string,
  description: string,
  pick: (parts: CalendarParts) => number,
): FunctionDefinition {
  return {
    name,
    usage: `${name}(date)`,
    description,
    parameters: ['day'],
    result: 'integer',
    run: ([moment], evaluation) =>
      isFiniteMoment(moment) ? BigInt(pick(localParts(moment, evaluation))) : null,
  }
}

function sameType([type]: ExpressionType[]): ExpressionType {
  return type ?? 'dynamic'
}

function isFiniteMoment(value: ExpressionValue | undefined): value is Moment {
  return (
    value instanceof Moment &&
    value.microseconds < infinityMicroseconds &&
    value.microseconds > -infinityMicroseconds
  )
}

function localParts(moment: Moment, evaluation: Evaluation): CalendarParts {
  return splitMicroseconds(localMicroseconds(moment, evaluation))
}

function localMicroseconds(moment: Moment, evaluation: Evaluation): bigint {
  if (moment.kind !== 'timestamp') return moment.microseconds
  return moment.microseconds + zoneOffset(moment.microseconds, evaluation.context.timeZone ?? 'UTC')
}

/** When the clocks of the zone show the moment; where they skip it, the instant at which they do so. */
function instantOf({ kind, microseconds: local }: Moment, evaluation: Evaluation): bigint {
  if (kind === 'timestamp') return local
  const zone = evaluation.context.timeZone ?? 'UTC'
  const first = local - zoneOffset(local, zone)
  const second = local - zoneOffset(first, zone)
  const isShown = second + zoneOffset(second, zone) === local
  return isShown || second > first ? second : first
}

function zoneOffset(microseconds: bigint, timeZone: string): bigint {
  if (timeZone === 'UTC') return 0n
  const name = zoneFormat(timeZone).formatToParts(toJavaScriptDate(microseconds))
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/.exec(
    name.find((part) => part.type === 'timeZoneName')?.value ?? '',
  )
  const seconds = Number(match?.[2] ?? 0) * 3600 + Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0)
  return BigInt(match?.[1] === '-' ? -seconds : seconds) * 1_000_000n
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const known = zoneFormats.get(timeZone)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    zoneFormats.set(timeZone, format)
    return format
  } catch {
    throw new EvaluationFailure(
      'invalid_time_zone',
      'The time zone of this page is not known. Use a name such as America/Sao_Paulo.',
    )
  }
}

function dateOf(moment: Moment, evaluation: Evaluation): Moment {
  const days = floorDivide(localMicroseconds(moment, evaluation), microsecondsPerDay)
  return new Moment('date', days * microsecondsPerDay)
}

function addMonths(moment: Moment, months: bigint): Moment {
  if (months > 120_000n || months < -120_000n) {
    throw new EvaluationFailure('date_out_of_range', 'This date is out of range.')
  }
  const parts = splitMicroseconds(moment.microseconds)
  const total = parts.year * 12 + parts.month - 1 + Number(months)
  const year = Math.floor(total / 12)
  const month = total - year * 12 + 1
  const days = BigInt(daysFromCivil(year, month, Math.min(parts.day, countDaysOfMonth(year, month))))
  const time = moment.microseconds - floorDivide(moment.microseconds, microsecondsPerDay) * microsecondsPerDay
  return addDays(new Moment(moment.kind, time), days)
}

function formatMoment(moment: Moment, pattern: string | undefined, evaluation: Evaluation): string {
  if (!isFiniteMoment(moment)) return printValue(moment)
  const local = localMicroseconds(moment, evaluation)
  const parts = splitMicroseconds(local)
  const write = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(evaluation.context.locale ?? 'en', { ...options, timeZone: 'UTC' }).format(
      toJavaScriptDate(local),
    )
  if (pattern === undefined) {
    return write(
      moment.kind === 'date' ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' },
    )
  }
  if (pattern.length > 200) throw new EvaluationFailure('invalid_pattern', 'This date pattern is too long.')
  const words: Record<string, () => string> = {
    yyyy: () => String(parts.year).padStart(4, '0'),
    yy: () => String(parts.year % 100).padStart(2, '0'),
    MMMM: () => write({ month: 'long' }),
    MMM: () => write({ month: 'short' }),
    MM: () => String(parts.month).padStart(2, '0'),
    M: () => String(parts.month),
    dd: () => String(parts.day).padStart(2, '0'),
    d: () => String(parts.day),
    EEEE: () => write({ weekday: 'long' }),
    EEE: () => write({ weekday: 'short' }),
    HH: () => String(parts.hour).padStart(2, '0'),
    H: () => String(parts.hour),
    mm: () => String(parts.minute).padStart(2, '0'),
    ss: () => String(parts.second).padStart(2, '0'),
  }
  return pattern.replace(
    /'([^']*)'|yyyy|yy|M{1,4}|dd?|EEEE|EEE|HH?|mm|ss/g,
    (word, quoted: string | undefined) => (quoted !== undefined ? quoted : (words[word]?.() ?? word)),
  )
}

function toJavaScriptDate(microseconds: bigint): Date {
  const date = new Date(Number(floorDivide(microseconds, 1000n)))
  if (Number.isNaN(date.getTime()))
    throw new EvaluationFailure('date_out_of_range', 'This date is out of range.')
  return date
}
