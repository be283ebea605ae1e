import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AppError, invalidField } from '@flexoffice/base'
import type { NetworkPolicy } from '@flexoffice/sdk/connector'
import { classifyAddress, isThisMachine, sameAddress } from './address-class.ts'

/** Looks a name up; replaced in tests only. */
export type ResolveHost = (host: string) => Promise<string[]>

/** Where to connect: the addresses that were checked, and the name that a certificate must bear. */
export interface CheckedTarget {
  /** Only these may be connected to; never the name again, so a second answer of DNS cannot change the target. */
  addresses: string[]
  port: number
  /** For TLS: the host as written; null when it is an address, which is never sent as a server name. */
  serverName: string | null
  host: string
}

const metadataHosts = [
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.azure.com',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'kubernetes.default.svc',
]

/**
 * Resolves a host and checks every address that it has. Refuses metadata services, link-local, multicast and
 * unspecified addresses in every notation, our own listeners, and private addresses unless the policy allows them.
 */
export async function checkTarget(
  host: string,
  port: number,
  policy: NetworkPolicy,
  resolve: ResolveHost = resolveHost,
): Promise<CheckedTarget> {
  const name = normaliseHost(host)
  refuseHostText(name)
  const addresses = isIP(name) ? [name] : await resolveOrExplain(name, resolve)
  for (const address of addresses) refuseAddress(address, port, policy)
  return { addresses, port, serverName: isIP(name) ? null : name, host: name }
}

/** The host in the one form that is checked: small letters, no brackets, no dot at the end. */
export function normaliseHost(host: string): string {
  const bare = host.trim().toLowerCase()
  if (bare.startsWith('[') && bare.endsWith(']')) return bare.slice(1, -1)
  return bare.replace(/\.$/, '')
}

function refuseHostText(host: string): void {
  if (host.startsWith('/') || host.startsWith('@') || host.includes('\\')) {
    throw invalidField(
      '/host',
      'Give a host name or address; paths of local sockets are not allowed.',
      'source_address_not_allowed',
    )
  }
  if (!isIP(host) && !/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*$/.test(host)) {
    throw invalidField(
      '/host',
      'This is not a host name or address. Give it without scheme, port or path.',
      'source_unknown_host',
    )
  }
  if (metadataHosts.includes(host)) throw notAllowed(`${host} is a metadata service`)
}

function refuseAddress(address: string, port: number, policy: NetworkPolicy): void {
  const kind = classifyAddress(address)
  if (kind === 'forbidden')
    throw notAllowed(`${address} is a metadata, link-local, multicast or reserved address`)
  if (policy.ownListeners.some((own) => own.port === port && reaches(address, own.host))) {
    throw notAllowed(`${address}:${port} is a listener of this installation`)
  }
  if (kind === 'private' && !policy.allowPrivate) {
    throw notAllowed(`${address} is private and the operator has not opened private addresses`)
  }
}

function reaches(address: string, ownHost: string): boolean {
  const own = normaliseHost(ownHost)
  const listensEverywhere = own === '' || own === '*' || own === '0.0.0.0' || own === '::'
  if (listensEverywhere) return isThisMachine(address)
  if (own === 'localhost') return sameAddress(address, '127.0.0.1') || sameAddress(address, '::1')
  return isIP(own) !== 0 && sameAddress(address, own)
}

async function resolveOrExplain(host: string, resolve: ResolveHost): Promise<string[]> {
  let addresses: string[]
  try {
    addresses = await resolve(host)
  } catch (cause) {
    throw unknownHost(host, cause)
  }
  if (addresses.length === 0) throw unknownHost(host, undefined)
  return addresses
}

async function resolveHost(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map((entry) => entry.address)
}

function unknownHost(host: string, cause: unknown): AppError {
  const message = 'The host name is not known to DNS. Check its spelling, or give the address.'
  return new AppError('source_failed', {
    public: message,
    internal: `cannot resolve ${host}`,
    fields: [{ path: '/host', message, code: 'source_unknown_host' }],
    reason: 'source_unknown_host',
    cause,
  })
}

function notAllowed(internal: string): AppError {
  const message =
    'FlexOffice may not connect to this address. Use another host, or ask the operator to open the address range.'
  return new AppError('invalid_input', {
    public: message,
    internal,
    fields: [{ path: '/host', message, code: 'source_address_not_allowed' }],
    reason: 'source_address_not_allowed',
  })
}
