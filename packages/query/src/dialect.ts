import type { Cast } from './casts.ts'
import type { Mask } from './grants.ts'
import type { DateBucket, DatePart } from './structured-query.ts'

/** What one SQL dialect writes differently. Everything else is common to all. */
export interface Dialect {
  name: 'postgres'
  /** Quotes one identifier that was looked up in the catalogue. */
  identifier(name: string): string
  parameter(position: number, cast: Cast, list: boolean): string
  cast(sql: string, cast: Cast): string
  /** Text by code point, for order and ranges. */
  byCodePoint(sql: string): string
  inList(sql: string, list: string, negated: boolean): string
  like(sql: string, pattern: string, ignoreCase: boolean): string
  startsWith(sql: string, prefix: string): string
  bucket(sql: string, cast: Cast, bucket: DateBucket, timeZone: string): string
  /** An integer; null outside the years 1 to 9999. */
  datePart(sql: string, cast: Cast, part: DatePart, timeZone: string): string
  /** Null where the mask does not fit the cast. */
  mask(sql: string, cast: Cast, mask: Mask): string | null
  /** An exact decimal from a number, null where it is too large or too long to calculate with. */
  decimal(sql: string, cast: Cast): string
  /** One text for equal numbers (`1.5` and `1.50`, `0` and `-0`), so that a group's name does not depend on its rows. */
  normalNumber(sql: string, cast: Cast): string
  /** A float from a decimal, null where it is out of range. */
  float(sql: string): string
  /** Takes a table's quoted name and gives the planner's count of its rows. */
  estimate: string
  isDistinct(left: string, right: string, negated: boolean): string
}

/** PostgreSQL 13 and newer, UTF-8, sessions with ISO dates, time zone UTC and the default `extra_float_digits`. */
export const postgresDialect: Dialect = {
  name: 'postgres',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (position, cast, list) => `$${position}::${cast}${list ? '[]' : ''}`,
  cast: (sql, cast) => `${sql}::${cast}`,
  byCodePoint: (sql) => `${sql} collate "C"`,
  inList: (sql, list, negated) => (negated ? `${sql} <> all(${list})` : `${sql} = any(${list})`),
  like: (sql, pattern, ignoreCase) => `${sql} ${ignoreCase ? 'ilike' : 'like'} ${pattern}`,
  startsWith: (sql, prefix) => `starts_with(${sql}, ${prefix})`,
  bucket: truncateDate,
  datePart: extractPart,
  mask: maskValue,
  decimal: guardDecimal,
  normalNumber: (sql, cast) =>
    cast === 'numeric' ? `trim_scale(${sql})` : cast.startsWith('float') ? `${sql} + 0::${cast}` : sql,
  float: (sql) =>
    `case when abs(${sql}) < 1e300 and (abs(${sql}) > 1e-300 or ${sql} = 0) then ${sql}::float8 end`,
  estimate: 'select greatest(reltuples, 0)::int8 from pg_class where oid = $1::text::regclass',
  isDistinct: (left, right, negated) => `${left} is ${negated ? 'not ' : ''}distinct from ${right}`,
}

function truncateDate(sql: string, cast: Cast, bucket: DateBucket, timeZone: string): string {
  if (cast === 'date') return `date_trunc('${bucket}', ${sql}::timestamp)::date`
  if (cast === 'timestamp') return `date_trunc('${bucket}', ${sql})`
  return `date_trunc('${bucket}', ${sql} at time zone ${timeZone})`
}

const postgresParts: Record<DatePart, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  weekday: 'isodow',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
}

function extractPart(sql: string, cast: Cast, part: DatePart, timeZone: string): string {
  const read = (local: string) => `floor(extract(${postgresParts[part]} from ${local}))::int8`
  const local = cast === 'date' ? `${sql}::timestamp` : sql
  if (cast !== 'timestamptz') return `case when ${isOrdinary(sql, cast)} then ${read(local)} end`
  // Near the first and the last midnight the zone decides whether the year is still one of these.
  const there = `${sql} at time zone ${timeZone}`
  const reading = `case when ${isOrdinary(`(${there})`, 'timestamp')} then ${read(there)} end`
  return `case when ${isOrdinary(sql, cast)} then ${reading} end`
}

/** Years 1 to 9999; keeps infinities and overflows away from date functions. */
function isOrdinary(sql: string, cast: Cast): string {
  return `${sql} between '0001-01-01'::${cast} and '9999-12-31 23:59:59.999999'::${cast}`
}

function maskValue(sql: string, cast: Cast, mask: Mask): string | null {
  if (mask.kind === 'hide') return null
  if (mask.kind === 'yearOnly') return maskToYear(sql, cast)
  if (cast !== 'text') return null
  switch (mask.kind) {
    case 'fixed':
      return `'•••'`
    case 'lastFour':
      return `case when char_length(${sql}) > 4 then '•••' || right(${sql}, 4) when ${sql} is not null then '•••' end`
    case 'emailDomain':
      return `case when strpos(${sql}, '@') > 0 then '•••@' || substring(${sql} from '[^@]*$') when ${sql} is not null then '•••' end`
  }
}

function maskToYear(sql: string, cast: Cast): string | null {
  if (cast === 'date')
    return `case when ${isOrdinary(sql, cast)} then date_trunc('year', ${sql}::timestamp)::date end`
  if (cast === 'timestamp') return `case when ${isOrdinary(sql, cast)} then date_trunc('year', ${sql}) end`
  if (cast !== 'timestamptz') return null
  return `case when ${isOrdinary(sql, cast)} then date_trunc('year', ${sql} at time zone 'UTC') at time zone 'UTC' end`
}

/** A hundred digits on each side: far more than business needs, and no chain of a formula's steps can overflow. */
function guardDecimal(sql: string, cast: Cast): string {
  if (cast === 'int8') return `${sql}::numeric`
  if (cast === 'numeric') return `case when abs(${sql}) < 1e100 and scale(${sql}) <= 100 then ${sql} end`
  return `case when abs(${sql}) < 1e100 then ${sql}::text::numeric end`
}
