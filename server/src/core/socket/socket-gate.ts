import { networkOf } from '../http/rate-limit.ts'

/** How many sockets may wait to sign in, and for how long. */
export interface GateLimits {
  perAddress: number
  inAll: number
  seconds: number
}

/** An office behind one address comes back at once after a restart, and each signs in within a moment. */
export const gateLimits: GateLimits = { perAddress: 100, inAll: 1_000, seconds: 10 }

/** One socket's place at the gate, until it has signed in or is gone. */
export interface GatePlace {
  leave(): void
}

/** Counts the sockets that nobody has signed in on, so that who opens them without end runs out of places, not we of memory. */
export interface SocketGate {
  /** Null when there is no place; `late` is called when the time to sign in is over. */
  enter(address: string, late: () => void): GatePlace | null
  waiting(): number
}

/** Makes the gate of one server. */
export function createSocketGate(limits: GateLimits): SocketGate {
  const byNetwork = new Map<string, number>()
  let inAll = 0

  function change(network: string, by: 1 | -1): void {
    const count = (byNetwork.get(network) ?? 0) + by
    if (count === 0) byNetwork.delete(network)
    else byNetwork.set(network, count)
    inAll += by
  }

  return {
    enter(address, late) {
      const network = networkOf(address)
      if (inAll >= limits.inAll || (byNetwork.get(network) ?? 0) >= limits.perAddress) return null
      change(network, 1)
      let isThere = true
      const timer = setTimeout(late, limits.seconds * 1_000)
      return {
        leave() {
          if (!isThere) return
          isThere = false
          clearTimeout(timer)
          change(network, -1)
        },
      }
    },
    waiting: () => inAll,
  }
}
