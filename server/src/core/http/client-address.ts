import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Tells from which address a request comes. */
export type ClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string

/**
 * Makes the one judge of addresses: of the peer itself, or, as far as the proxies between are trusted, of whom the last of
 * them names in X-Forwarded-For. Whatever an untrusted address says of others is not read.
 */
export function makeClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = readNetworks(trustedProxies)
  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? '')
    if (trustedProxies.length === 0) return address
    const named = String(headers['x-forwarded-for'] ?? '').split(',')
    while (named.length > 0 && contains(trusted, address)) {
      const next = readAddress(named.pop()!)
      if (next === null) break
      address = next
    }
    return address
  }
}

/** Refuses what is no address or network; the message is for the operator. */
export function readNetworks(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of texts) {
    const [address = '', prefix, ...rest] = text.split('/')
    const family = isIP(address)
    const most = family === 6 ? 128 : 32
    const length = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
    if (family === 0 || rest.length > 0 || !(length <= most))
      throw new Error(`"${text}" is neither an address nor a network such as 10.0.0.0/8.`)
    list.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Whether an address is of this machine itself. */
export function isLoopback(address: string): boolean {
  return contains(loopback, address)
}

const loopback = readNetworks(['127.0.0.0/8', '::1'])

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** One address of the header, which some proxies write with a port or in brackets. */
function readAddress(text: string): string | null {
  const trimmed = text.trim()
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed
  return isIP(bare) === 0 ? null : plain(bare)
}

/** An IPv4 address also where the listener is of IPv6. */
function plain(address: string): string {
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address
}
