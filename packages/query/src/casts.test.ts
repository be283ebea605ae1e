import { expect, it } from 'vitest'
import { type Cast, readCanonical } from './casts.ts'

it.each<[Cast, string, string | null]>([
  ['text', "'; drop table x; --", "'; drop table x; --"],
  ['text', 'a\u0000', null],
  ['text', '\ud800', null],
  ['int8', '9223372036854775807', '9223372036854775807'],
  ['int8', '9223372036854775808', null],
  ['int8', '1.0', null],
  ['int8', '', null],
  ['numeric', '0.10', '0.10'],
  ['numeric', 'NaN', 'NaN'],
  ['numeric', '1e5', null],
  ['float8', '1e-07', '1e-07'],
  ['float8', '1e400', null],
  ['float8', '1e-400', null],
  ['float4', '1e39', null],
  ['bool', 't', 'true'],
  ['bool', 'yes', null],
  ['date', '2026-02-29', null],
  ['date', '0001-01-01', '0001-01-01'],
  ['date', 'infinity', 'infinity'],
  ['timestamp', '2026-01-31T10:00:00', '2026-01-31 10:00:00'],
  ['timestamptz', '2026-01-31T10:00:00-03:00', '2026-01-31 13:00:00+00'],
  ['timestamptz', '2026-01-31 10:00:00', null],
  ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
  ['uuid', 'a0eebc99', null],
  ['bytea', '\\x0aFF', '\\x0aFF'],
  ['bytea', '\\x0', null],
])('%s %s is read as %s', (cast, text, expected) => {
  expect(readCanonical(cast, text)).toBe(expected)
})
