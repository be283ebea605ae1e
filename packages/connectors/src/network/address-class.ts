import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** `forbidden` is never connected to, `private` only where the operator allows it. */
export type AddressClass = 'public' | 'private' | 'forbidden'

/** Metadata services that lie in ranges which are otherwise ordinary private or public addresses. */
const metadataAddresses = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]

const privateRanges = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat', 'as112', 'as112v6'])

/**
 * Classifies an address, looking through every notation in which IPv6 carries an IPv4 address (mapped, compatible,
 * 6to4, NAT64, Teredo, ISATAP): the strictest class of what it stands for counts. What cannot be read is forbidden.
 */
export function classifyAddress(text: string): AddressClass {
  if (isIP(text) === 0) return 'forbidden'
  const address = ipaddr.parse(withoutZone(text))
  if (address.kind() === 'ipv4') return classifyPlain(address)
  const inner = embeddedAddresses(address as ipaddr.IPv6)
  if (inner.length === 0) return classifyPlain(address)
  const classes = inner.map(classifyPlain)
  if (classes.includes('forbidden')) return 'forbidden'
  return classes.includes('private') ? 'private' : 'public'
}

/** Tells whether two addresses lead to the same place: equal, mapped, or both on this machine when one is loopback. */
export function sameAddress(left: string, right: string): boolean {
  if (isIP(left) === 0 || isIP(right) === 0) return false
  const first = canonical(left)
  const second = canonical(right)
  if (first === second) return true
  if (isLoopback(first) && isLoopback(second)) return true
  return (isLoopback(second) && isOwnInterface(first)) || (isLoopback(first) && isOwnInterface(second))
}

/** Tells whether an address is a loopback address or belongs to an interface of this machine. */
export function isThisMachine(address: string): boolean {
  const plain = canonical(address)
  return isLoopback(plain) || isOwnInterface(plain)
}

function classifyPlain(address: ipaddr.IPv4 | ipaddr.IPv6): AddressClass {
  if (metadataAddresses.some((entry) => canonical(entry) === address.toNormalizedString())) return 'forbidden'
  if (address.kind() === 'ipv6' && isSiteLocal(address as ipaddr.IPv6)) return 'private'
  const range = address.range()
  if (range === 'unicast') return 'public'
  return privateRanges.has(range) ? 'private' : 'forbidden'
}

/** The IPv4 addresses that an IPv6 address may be translated or tunnelled to. */
function embeddedAddresses(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const parts = address.parts
  const at = (index: number) => toIPv4(parts[index]!, parts[index + 1]!)
  const startsWith = (...prefix: number[]) => prefix.every((part, index) => parts[index] === part)
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0, 0, 0, 0, 0xffff, 0)) return [at(6)]
  if (startsWith(0, 0, 0, 0, 0, 0) && (parts[6]! !== 0 || parts[7]! > 1)) return [at(6)]
  if (startsWith(0x2002)) return [at(1)]
  if (startsWith(0x64, 0xff9b)) return [at(6)]
  if (startsWith(0x2001, 0)) return [at(2), toIPv4(~parts[6]! & 0xffff, ~parts[7]! & 0xffff)]
  if ((parts[4]! & 0xfdff) === 0 && parts[5] === 0x5efe) return [at(6)]
  return []
}

function toIPv4(high: number, low: number): ipaddr.IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])
}

function isSiteLocal(address: ipaddr.IPv6): boolean {
  return (address.parts[0]! & 0xffc0) === 0xfec0
}

function canonical(text: string): string {
  return ipaddr.process(withoutZone(text)).toNormalizedString()
}

function isLoopback(text: string): boolean {
  return ipaddr.parse(text).range() === 'loopback'
}

function isOwnInterface(text: string): boolean {
  const entries = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return entries.some((entry) => canonical(entry.address) === text)
}

function withoutZone(text: string): string {
  return text.split('%')[0]!
}
