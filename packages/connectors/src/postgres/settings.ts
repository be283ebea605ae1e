import { invalidField } from '@flexoffice/base'
import { Secret, secret } from '@flexoffice/sdk/connector'
import { z } from 'zod'

/** How the channel is encrypted and whom the certificate must convince; the meanings are libpq's. */
export const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const

export type TlsMode = (typeof tlsModes)[number]

const shortText = (label: string) =>
  z
    .string()
    .min(1, `Give the ${label}`)
    .max(255, `The ${label} is too long`)
    .refine((text) => !text.includes('\0'), `The ${label} holds a character that is not allowed`)

const portRange = 'Give a port from 1 to 65535'

/** Everything that a connection to PostgreSQL may be told. Nothing else reaches the driver. */
export const postgresSettings = z.strictObject({
  host: shortText('host'),
  port: z.int('Give the port as a whole number').min(1, portRange).max(65535, portRange).default(5432),
  database: shortText('database'),
  user: shortText('user'),
  password: secret().optional(),
  tlsMode: z.enum(tlsModes).default('verify-full'),
  /** The certificate authority that signed the server's certificate, in PEM; the well-known ones otherwise. */
  tlsAuthority: z
    .string()
    .max(100_000)
    .regex(/-----BEGIN CERTIFICATE-----/, 'Paste the certificate as PEM text')
    .optional(),
  connectTimeoutSeconds: z.int().min(1).max(120).default(10),
  /** Only these schemas are shown; all that the login may read otherwise. */
  schemas: z.array(shortText('schema')).max(200).optional(),
  /** The platform sends no writes, and the session itself refuses them. */
  readOnly: z.boolean().default(false),
})

/** Settings as the connector uses them. */
export type PostgresSettings = z.output<typeof postgresSettings>

/** Fields read from a pasted address; those that it did not hold are absent. */
export type PastedSettings = Partial<z.input<typeof postgresSettings>>

const tlsModeBySslMode: Record<string, TlsMode> = {
  disable: 'disable',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
}

/**
 * Tells whether a stored password would now travel to another place or by a weaker channel. Then it must be typed again:
 * whoever may edit a source must not be able to send its secret to a server of their own.
 */
export function needsPasswordAgain(before: PostgresSettings, after: PostgresSettings): boolean {
  return (
    before.host !== after.host ||
    before.port !== after.port ||
    before.tlsMode !== after.tlsMode ||
    before.tlsAuthority !== after.tlsAuthority
  )
}

/** Splits a pasted `postgres://` address into fields. Throws `invalid_input` that names what it does not know. */
export function parseConnectionUrl(text: string): PastedSettings {
  const url = readUrl(text.trim())
  const settings: PastedSettings = {}
  if (url.hostname) settings.host = decode(url.hostname, 'host').replace(/^\[|\]$/g, '')
  if (url.port) settings.port = Number(url.port)
  if (url.username) settings.user = decode(url.username, 'user')
  if (url.password) settings.password = new Secret(decode(url.password, 'password'))
  if (url.pathname.length > 1) settings.database = decode(url.pathname.slice(1), 'database')
  for (const [name, value] of url.searchParams) applyParameter(settings, name, value)
  return settings
}

function readUrl(text: string): URL {
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw invalidField(
      '/url',
      'The address must begin with postgres:// or postgresql://.',
      'source_invalid_url',
    )
  }
  if (/^[^/]*\/\/[^/]*,/.test(text)) {
    throw invalidField('/url', 'The address names several hosts; give one.', 'source_invalid_url')
  }
  try {
    return new URL(text)
  } catch {
    throw invalidField(
      '/url',
      'The address cannot be read. Write special characters of the password as %XX, or fill in the fields.',
      'source_invalid_url',
    )
  }
}

function applyParameter(settings: PastedSettings, name: string, value: string): void {
  if (name === 'sslmode') settings.tlsMode = readSslMode(value)
  else if (name === 'connect_timeout') settings.connectTimeoutSeconds = readSeconds(value)
  // Only a label in the server's list of sessions; the platform sets its own.
  else if (name !== 'application_name') {
    throw invalidField(
      '/url',
      `The address has the parameter "${name.slice(0, 60)}", which is not supported; remove it.`,
      'source_unknown_parameter',
    )
  }
}

function readSslMode(value: string): TlsMode {
  // `prefer` and `allow` may be answered with a plain channel; asking for TLS is the safe reading of both.
  if (value === 'prefer' || value === 'allow') return 'require'
  const mode = Object.hasOwn(tlsModeBySslMode, value) ? tlsModeBySslMode[value] : undefined
  if (mode) return mode
  throw invalidField(
    '/url',
    'sslmode must be disable, require, verify-ca or verify-full.',
    'source_unknown_parameter',
  )
}

function readSeconds(value: string): number {
  const seconds = Number(value)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 120) return seconds
  throw invalidField('/url', 'connect_timeout must be 1 to 120 seconds.', 'source_unknown_parameter')
}

function decode(text: string, field: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidField(
      '/url',
      `The ${field} in the address has a % that is not followed by two digits.`,
      'source_invalid_url',
    )
  }
}
