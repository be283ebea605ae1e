/**
 * The types of values that expressions, columns and attributes have. `integer` is up to 64 bits (BigInt in memory),
 * `decimal` is exact (numeric, money), `float` only for float columns, `datetime` has no zone, `timestamp` is an instant
 * in microseconds. `other` can be shown but not calculated with.
 */
export const valueTypes = [
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
  'json',
  'binary',
  'other',
] as const

export type ValueType = (typeof valueTypes)[number]
