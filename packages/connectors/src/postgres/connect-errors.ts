import type { ErrorCode } from '@flexoffice/base'
import { AppError } from '@flexoffice/base'
import { withSourceFailure } from '@flexoffice/sdk/connector'
import { isServerError } from './statement-errors.ts'

/** Why a connection could not be made; stable, part of the public API. */
export type ConnectReason =
  | 'source_unknown_host'
  | 'source_connection_refused'
  | 'source_unreachable'
  | 'source_timeout'
  | 'source_wrong_password'
  | 'source_password_missing'
  | 'source_login_refused'
  | 'source_unknown_database'
  | 'source_tls_required'
  | 'source_tls_refused'
  | 'source_certificate_untrusted'
  | 'source_certificate_wrong_host'
  | 'source_certificate_expired'
  | 'source_too_many_connections'
  | 'source_not_postgres'
  | 'source_permission_denied'
  | 'source_restarting'
  | 'source_connection_lost'

/** Each reason: the status, the field to correct, the sentence that names the remedy. */
const explanations: Record<ConnectReason, [code: ErrorCode, field: string, message: string]> = {
  source_unknown_host: [
    'source_failed',
    '/host',
    'The host name is not known to DNS. Check its spelling, or give the address.',
  ],
  source_connection_refused: [
    'source_failed',
    '/port',
    'Nothing accepts connections at this host and port. Check the port, and that the database runs and listens on the network.',
  ],
  source_unreachable: [
    'source_failed',
    '/host',
    'There is no network route to the host. Check the address and the firewall.',
  ],
  source_timeout: [
    'source_timeout',
    '/host',
    'The host did not answer in time. Check the host, the port and the firewall, or allow more seconds.',
  ],
  source_wrong_password: [
    'source_failed',
    '/password',
    'The database refused the user or the password. It does not say which: check both.',
  ],
  source_password_missing: ['source_failed', '/password', 'The database asks for a password. Give one.'],
  source_login_refused: [
    'source_failed',
    '/user',
    'The database does not let this user in from here: it has no such login, or its pg_hba.conf has no rule for it.',
  ],
  source_unknown_database: [
    'source_failed',
    '/database',
    'There is no database of this name on the server. Check its spelling.',
  ],
  source_tls_required: [
    'source_failed',
    '/tlsMode',
    'The server accepts encrypted connections only. Choose a TLS mode other than "disable".',
  ],
  source_tls_refused: [
    'source_failed',
    '/tlsMode',
    'The server does not offer TLS. Turn it on at the server, or choose "disable" where the network itself is trusted.',
  ],
  source_certificate_untrusted: [
    'source_failed',
    '/tlsAuthority',
    'The certificate of the server is not signed by an authority that is trusted here. Paste the certificate of its authority.',
  ],
  source_certificate_wrong_host: [
    'source_failed',
    '/host',
    'The certificate of the server is for another host name. Use the name in the certificate, or choose "verify-ca".',
  ],
  source_certificate_expired: [
    'source_failed',
    '/tlsMode',
    'The certificate of the server is not valid today. Renew it at the server.',
  ],
  source_too_many_connections: [
    'unavailable',
    '/host',
    'The database accepts no more connections. Free some, or ask its operator to allow more.',
  ],
  source_not_postgres: [
    'source_failed',
    '/port',
    'What answers at this host and port is not PostgreSQL. Check the port.',
  ],
  source_permission_denied: [
    'source_failed',
    '/database',
    'The user may not connect to this database. Grant it CONNECT on the database.',
  ],
  source_restarting: ['unavailable', '/host', 'The database is starting or stopping. Try again in a moment.'],
  source_connection_lost: [
    'source_failed',
    '/host',
    'The server closed the connection while signing in. Check its log, and proxies between.',
  ],
}

const reasonByState: Record<string, ConnectReason> = {
  '28P01': 'source_wrong_password',
  '3D000': 'source_unknown_database',
  '42501': 'source_permission_denied',
  '53300': 'source_too_many_connections',
  '57P01': 'source_restarting',
  '57P02': 'source_restarting',
  '57P03': 'source_restarting',
}

const reasonByCode: Record<string, ConnectReason> = {
  ENOTFOUND: 'source_unknown_host',
  EAI_AGAIN: 'source_unknown_host',
  ECONNREFUSED: 'source_connection_refused',
  ENOENT: 'source_connection_refused',
  EHOSTUNREACH: 'source_unreachable',
  ENETUNREACH: 'source_unreachable',
  ETIMEDOUT: 'source_timeout',
  ERR_TLS_CERT_ALTNAME_INVALID: 'source_certificate_wrong_host',
  CERT_HAS_EXPIRED: 'source_certificate_expired',
  CERT_NOT_YET_VALID: 'source_certificate_expired',
}

/** The error for a reason, with the field to correct. */
export function connectError(reason: ConnectReason, cause?: unknown): AppError {
  const [code, path, message] = explanations[reason]
  const error = new AppError(code, {
    public: message,
    internal: `${reason}: ${cause instanceof Error ? cause.message : 'no cause given'}`,
    fields: [{ path, message, code: reason }],
    reason,
  })
  const state = isServerError(cause) ? cause.code : null
  const facts = { schema: null, table: null, column: null, constraint: null, position: null }
  const retryable = code === 'unavailable' || code === 'source_timeout'
  return withSourceFailure(error, { outcome: 'not-sent', retryable, state, ...facts }, null)
}

/** Why a connection failed, told from what the server or the network said. */
export function explainConnectFailure(error: unknown, tls: boolean): AppError {
  if (error instanceof AppError) return error
  return connectError(connectReason(error, tls), error)
}

function connectReason(error: unknown, tls: boolean): ConnectReason {
  if (isServerError(error)) {
    if (error.code === '28000') return refusedLogin(error.message, tls)
    return reasonByState[error.code] ?? 'source_connection_lost'
  }
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const known = reasonByCode[code]
  if (known) return known
  const message = error instanceof Error ? error.message : ''
  if (/timeout expired/.test(message)) return 'source_timeout'
  if (/does not support SSL/.test(message)) return 'source_tls_refused'
  if (/error establishing an SSL|protocol|Unknown authentication/i.test(message)) return 'source_not_postgres'
  if (/client password must be a string|password must be/i.test(message)) return 'source_password_missing'
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)) return 'source_certificate_untrusted'
  return 'source_connection_lost'
}

/** 28000 covers every refusal by pg_hba.conf; the text alone tells that encryption was what was missing. */
function refusedLogin(message: string, tls: boolean): ConnectReason {
  return !tls && /no encryption|SSL off/i.test(message) ? 'source_tls_required' : 'source_login_refused'
}
