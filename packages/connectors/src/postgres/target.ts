import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Secret } from '@flexoffice/sdk/connector'
import type { TlsMode } from './settings.ts'

/** An address that may be connected to now: a checked address of a host, or the socket of a managed cluster. */
export interface PostgresEndpoint {
  /** An IP address, or the folder of a local socket. */
  address: string
  port: number
  /** What the certificate must name; null checks the address itself. */
  serverName: string | null
}

/** Whom to sign in as, and how the session is to be. */
export interface PostgresLogin {
  /** Called before each new connection, so that DNS and the policy are checked again. */
  locate: () => Promise<PostgresEndpoint[]>
  user: string
  password: Secret | null
  database: string
  tlsMode: TlsMode
  tlsAuthority?: string
  connectTimeoutMilliseconds: number
  statementTimeoutMilliseconds: number
  applicationName: string
  readOnly: boolean
}

/** The options of Node's TLS for an endpoint, or false when the channel is to be plain. */
export function tlsOptions(login: PostgresLogin, endpoint: PostgresEndpoint): ConnectionOptions | false {
  if (login.tlsMode === 'disable' || isSocketFolder(endpoint.address)) return false
  const name = endpoint.serverName ?? endpoint.address
  const options: ConnectionOptions = {
    host: name,
    ca: login.tlsAuthority,
    rejectUnauthorized: login.tlsMode !== 'require',
    minVersion: 'TLSv1.2',
  }
  if (isIP(name) === 0) options.servername = name
  // verify-ca trusts the signature alone, whatever name the certificate bears.
  if (login.tlsMode !== 'verify-full') options.checkServerIdentity = () => undefined
  return options
}

/** The session's settings, sent with the start-up message: no round trip of their own. */
export function sessionParameters(login: PostgresLogin): [name: string, value: string][] {
  const parameters: [string, string][] = [
    ['DateStyle', 'ISO, YMD'],
    ['IntervalStyle', 'postgres'],
    ['TimeZone', 'UTC'],
    ['extra_float_digits', '1'],
    ['bytea_output', 'hex'],
    ['standard_conforming_strings', 'on'],
    ['statement_timeout', String(login.statementTimeoutMilliseconds)],
    ['idle_in_transaction_session_timeout', '60000'],
  ]
  if (login.readOnly) parameters.push(['default_transaction_read_only', 'on'])
  return parameters
}

/** Tells whether an address is the folder of a local socket. */
export function isSocketFolder(address: string): boolean {
  return address.startsWith('/')
}
